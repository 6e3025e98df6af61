"""Combinators over flows: authorise, retry reads."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from pgbridge.context import Run
from pgbridge.errors import BadAnswer, NoAnswer, NotSent, TransportError, Unread
from pgbridge.model.channel import Connection
from pgbridge.retry import READ, outcome_of_error, outcome_of_read, retry_after, unread
from pgbridge.wire import Api, Event, Flow, Grant, Send, WireRequest, WireResponse, emit, send, sleep, token

R = TypeVar("R")


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
    connection, stale = effect.connection, None
    while True:
        access = (yield from token(connection, stale)) if api.login else None
        request = with_headers(effect.request, api.authorise(connection, access))
        response = yield from patiently(request, connection, api, run)
        if outcome_of_read(response, signs_in=api.login is not None) == "unauthorized" and stale is None:
            stale = access
            continue
        return response


def signing_in(api: Api, connection: Connection, run: Run) -> Flow[Grant]:
    """Fetch an access token; asking twice for one is harmless, so it is repeated like a read."""
    assert api.login is not None
    flow, step, failure = api.login(connection), None, None
    while True:
        try:
            effect = flow.throw(failure) if failure is not None else flow.send(step)
        except StopIteration as done:
            grant: Grant = done.value
            return grant
        assert isinstance(effect, Send)
        failure = None
        try:
            step = yield from patiently(effect.request, connection, api, run)
        except TransportError as error:
            failure = error


def patiently(request: WireRequest, connection: Connection, api: Api, run: Run) -> Flow[WireResponse]:
    """Send something harmless, and again when it fails for reasons that pass: `retry.READ`."""
    tries = 0
    while True:
        error: NotSent | NoAnswer | None = None
        response: WireResponse | None = None
        try:
            response = yield from send(request, connection, run.timeout(connection.read_timeout))
        except (NotSent, NoAnswer) as problem:
            error = problem
            after = READ[outcome_of_error(problem)]
        else:
            after = READ[outcome_of_read(response, signs_in=False)]
        wait = max(retry_after(response) or 0.0, run.pause(tries))
        if after.again == "never" or tries >= run.policy.read_retries or wait >= run.left:
            if response is not None:
                return response
            raise failed_read(request, api, tries + 1, error) from error
        tries += 1
        yield from emit(Event(kind="retrying", detail=f"read, try {tries + 1}"))
        yield from sleep(wait)


def failed_read(
    request: WireRequest, api: Api, tries: int, error: NotSent | NoAnswer | None
) -> TransportError | BadAnswer:
    """Return what a read that got no answer is told as; paths may hold ids of buyers, so they are left out."""
    if isinstance(error, NotSent):
        return error
    if isinstance(error, Unread):
        return unread(error)
    times = f"{tries} times" if tries > 1 else "once"
    return TransportError(
        f"{api.title}: a read ({request.method} {request.name or 'request'}) was sent {times} and got no answer "
        f"({error}); it changes nothing, so repeating it is safe"
    )


def with_headers(request: WireRequest, headers: tuple[tuple[str, str], ...]) -> WireRequest:
    """Return the request with further headers."""
    return msgspec.structs.replace(request, headers=request.headers + headers)
