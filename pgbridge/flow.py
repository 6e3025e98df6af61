"""Combinators over flows: authorise, retry reads."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from pgbridge.context import Run
from pgbridge.errors import NoAnswer, NotSent, TransportError
from pgbridge.wire import Api, Event, Flow, Send, WireRequest, WireResponse, emit, send, sleep, token

R = TypeVar("R")
RETRIED = frozenset((429, 500, 502, 503, 504))


def reading(flow: Flow[R], api: Api, run: Run) -> Flow[R]:
    """Run a read-only flow of an API plugin: each of its requests is authorised, and repeated where that helps."""
    step: Any = None
    failure: BaseException | None = None
    while True:
        try:
            effect = flow.throw(failure) if failure is not None else flow.send(step)
        except StopIteration as done:
            result: R = done.value
            return result
        failure = None
        if isinstance(effect, Send):
            try:
                step = yield from read(effect, api, run)
            except TransportError as error:
                failure = error
        else:
            step = yield effect


def read(effect: Send, api: Api, run: Run) -> Flow[WireResponse]:
    """Send one read, with fresh authority, at most `read_retries` times more."""
    connection, stale, tries = effect.connection, None, 0
    while True:
        access = (yield from token(connection, stale)) if api.login else None
        request = with_headers(effect.request, api.authorise(connection, access))
        error: TransportError | None = None
        response: WireResponse | None = None
        try:
            response = yield from send(request, connection, run.timeout(connection.read_timeout))
        except (NotSent, NoAnswer) as problem:
            error = problem
        if response is not None:
            if response.status == 401 and api.login and stale is None:
                stale = access
                continue
            if response.status not in RETRIED:
                return response
        wait = retry_after(response) or run.pause(tries)
        if tries >= run.policy.read_retries or wait >= run.left:
            if response is not None:
                return response
            raise TransportError(
                f"no answer to {request.method} {api.title}; a read, so repeating it is safe"
            ) from error
        tries += 1
        yield from emit(Event(kind="retrying", detail=f"read, try {tries + 1}"))
        yield from sleep(wait)


def with_headers(request: WireRequest, headers: tuple[tuple[str, str], ...]) -> WireRequest:
    """Return the request with further headers."""
    return msgspec.structs.replace(request, headers=request.headers + headers)


def retry_after(response: WireResponse | None) -> float | None:
    """Return the seconds a `Retry-After` header asks for, if it gives seconds."""
    value = "" if response is None else response.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else None
