"""The facade's door: ASGI, within a `pgbridge.serving.Front` that keeps out what is too large or too slow.

Every answer has a request id, which the log has too. A call that began is seen through even when its client hangs up: what
it began at V2 must be written down.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from pgbridge.facade.app import Asked, Facade, Told
from pgbridge.serving import Front, Limits, Metrics, named
from pgbridge.wire import WireResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
TOO_MANY = "요청이 너무 많아 처리하지 않았습니다. 잠시 후 다시 시도해 주십시오."
REFUSALS = {
    408: "요청을 제때 받지 못했습니다.",
    413: "요청 본문이 너무 큽니다.",
    500: "일시적인 오류가 발생했습니다.",
}
LONGEST_ID = 64


class Door:
    """The facade as an ASGI application; its lifespan runs the facade's work in the background."""

    def __init__(self, facade: Facade) -> None:
        self.facade = facade
        self.inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or begin and end."""
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, unless there are too many inside; one that still arrives is not, and takes nobody's place."""
        headers = headers_of(scope)
        request_id = id_of(headers)
        asked = await read(scope, headers, receive)
        if asked is None:
            return
        if self.inside >= self.facade.settings.concurrency:
            told = Told(response=self.facade.refusal(TOO_MANY, 503), error="TooMany")
            told.response = msg_with(told.response, "retry-after", "1")
        else:
            self.inside += 1
            try:
                told = await asyncio.shield(self.facade.answer(asked))
            finally:
                self.inside -= 1
        named(scope, told.operation or "other", request_id=request_id, **details(told))
        if told.owed:
            await asyncio.shield(self.tell(scope, told, send, request_id))
        else:
            await reply(send, told.response, request_id)

    async def tell(self, scope: Scope, told: Told, send: Send, request_id: str) -> None:
        """Send an answer of which must be known whether it left: the same request once more depends on it."""
        gone: Callable[[], bool] = scope.get("pgbridge.gone", bool)
        if gone():
            return
        await self.facade.telling(told)
        left = False
        try:
            await reply(send, told.response, request_id)
            # What was written leaves in the loop's next turn.
            await asyncio.sleep(0)
            left = not gone()
        finally:
            if not left:
                await self.facade.untold(told)

    async def live(self, receive: Receive, send: Send) -> None:
        """Run the facade's background work from start to shutdown."""
        await receive()
        try:
            await self.facade.start()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": type(error).__name__})
            raise
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.facade.close()
        await send({"type": "lifespan.shutdown.complete"})


def front(facade: Facade) -> Front:
    """Return the whole application: the door with limits, `/healthz`, `/metrics` and the log around it."""
    metrics = Metrics("pgbridge_facade")
    facade.watch(metrics)
    settings = facade.settings
    return Front(
        Door(facade),
        metrics=metrics,
        limits=Limits(most_bytes=settings.max_body, body_seconds=settings.read_timeout),
        health=facade.health,
        refuse=lambda status, _message: facade.refusal(REFUSALS.get(status, REFUSALS[500]), status).body,
    )


async def read(scope: Scope, headers: dict[str, str], receive: Receive) -> Asked | None:
    """Read a request; None when its client hung up."""
    parts: list[bytes] = []
    more = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    path = scope.get("raw_path") or scope["path"].encode()
    client = scope.get("client")
    return Asked(
        method=scope["method"],
        path=path.decode("ascii", "replace").partition("?")[0],
        query=scope.get("query_string", b""),
        headers=headers,
        body=b"".join(parts),
        client=client[0] if client else "",
    )


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers by lower-case names; of one that comes twice the last."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def id_of(headers: dict[str, str]) -> str:
    """Return the request id that the caller gave, where it is one, or a new one."""
    given = headers.get("x-request-id", "")
    plain = given.replace("-", "").replace("_", "")
    if len(given) <= LONGEST_ID and plain.isascii() and plain.isalnum():
        return given
    return secrets.token_hex(8)


def details(told: Told) -> dict[str, str]:
    """Return what the log says of a call beside its operation: neither path nor query, which hold ids and tokens."""
    found = {"shop": told.shop, "error": told.error}
    return {name: value for name, value in found.items() if value}


def msg_with(response: WireResponse, name: str, value: str) -> WireResponse:
    """Return an answer with one more header."""
    return WireResponse(status=response.status, body=response.body, headers={**response.headers, name: value})


async def reply(send: Send, response: WireResponse, request_id: str) -> None:
    """Send an answer."""
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(response.body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-request-id", request_id.encode()),
    ]
    headers += [(name.encode(), value.encode()) for name, value in response.headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
