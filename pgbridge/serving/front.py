"""The outermost ASGI application of a server: limits, health, metrics, the request log."""

from __future__ import annotations

import asyncio
import inspect
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any

from pgbridge.serving.limits import HEAD, WHOLE, Limits, Refused
from pgbridge.serving.logs import REQUESTS, log, places
from pgbridge.serving.metrics import CONTENT_TYPE, Metrics

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Health = Callable[[], "Mapping[str, Any] | Awaitable[Mapping[str, Any]]"]
Refuse = Callable[[int, str], bytes]
OPERATION, DETAILS = "pgbridge.operation", "pgbridge.details"


def named(scope: Scope, operation: str, **details: object) -> None:
    """Say what a request was, for metrics and log.

    :param operation: one of a closed list, for it becomes a label
    :param details: for the log only, such as an order id; nothing secret, nothing personal
    """
    scope[OPERATION] = operation
    if details:
        scope[DETAILS] = details


def refusal(status: int, message: str) -> bytes:  # noqa: ARG001 - another shape may want the status
    """Write a refusal as JSON."""
    return json.dumps({"message": message}).encode()


class Front:
    """An ASGI application around another one.

    :param health: tells more about the server's health, at once or awaited; what it raises means that it is not well
    :param refuse: writes the body of a refusal, given its status and text, as JSON
    """

    def __init__(
        self,
        app: App,
        *,
        metrics: Metrics,
        limits: Limits = Limits(),
        health: Health = dict,
        refuse: Refuse = refusal,
    ) -> None:
        self.app, self.metrics, self.limits = app, metrics, limits
        self.health, self.refuse = health, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is no request is the inner application's."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, metrics, status = time.perf_counter(), self.metrics, 0
        metrics.under_way += 1

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            head = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
            scope[HEAD] = head
            self.limits.check(scope["method"], scope["path"], head)
            if scope["path"] in ("/healthz", "/metrics") and scope["method"] in ("GET", "HEAD"):
                await self.own(scope, sending)
            else:
                # The length that was told is within the limit, and uvicorn lets nobody send more than that.
                whole = scope.get(WHOLE, False) and "content-length" in head
                await self.app(scope, receive if whole else self.limited(receive), sending)
        except Refused as refused:
            if status == 0:
                await say(sending, refused.status, self.refuse(refused.status, refused.message), close=True)
        except Exception as error:
            log("error", logging.ERROR, operation=scope.get(OPERATION, "other"), **places(error))
            if status == 0:
                await say(sending, 500, self.refuse(500, "internal error"))
        finally:
            metrics.under_way -= 1
            seconds = time.perf_counter() - began
            operation = scope.get(OPERATION, "other")
            metrics.answered(operation, status, seconds)
            if REQUESTS.isEnabledFor(logging.INFO):
                self.note(scope, operation, status, seconds)

    def limited(self, receive: Receive) -> Receive:
        """Return the way to the body, which ends where a limit does."""
        arrived, ends = 0, time.monotonic() + self.limits.body_seconds
        whole = False

        async def receiving() -> Message:
            nonlocal arrived, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout(max(0.0, ends - time.monotonic())):
                    message = await receive()
            except TimeoutError:
                raise Refused(408, f"the body took longer than {self.limits.body_seconds:g} s") from None
            arrived += len(message.get("body", b""))
            if arrived > self.limits.most_bytes:
                raise self.limits.too_large()
            whole = not message.get("more_body", False)
            return message

        return receiving

    async def own(self, scope: Scope, send: Send) -> None:
        """Answer what every server answers."""
        if scope["path"] == "/metrics":
            named(scope, "metrics")
            await say(send, 200, self.metrics.text().encode(), CONTENT_TYPE)
            return
        named(scope, "healthz")
        status, found = 200, {"status": "ok"}
        try:
            more = self.health()
            found |= await more if inspect.isawaitable(more) else more
        except Exception as error:
            log("unwell", logging.WARNING, **places(error))
            status, found = 503, {"status": "unavailable"}
        await say(send, status, json.dumps(found, default=str).encode())

    def note(self, scope: Scope, operation: str, status: int, seconds: float) -> None:
        """Log a request."""
        log(
            "request",
            method=scope["method"],
            operation=operation,
            status=status,
            seconds=round(seconds, 6),
            **scope.get(DETAILS, {}),
        )


async def say(
    send: Send,
    status: int,
    body: bytes,
    content_type: str = "application/json; charset=utf-8",
    *,
    close: bool = False,
    headers: Iterable[tuple[bytes, bytes]] = (),
) -> None:
    """Send a whole answer.

    :param close: end the connection afterwards, as the rest of the request is not read
    """
    told = [
        (b"content-type", content_type.encode("latin-1")),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        *headers,
    ]
    if close:
        told.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})
