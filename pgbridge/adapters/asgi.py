"""Webhooks in Starlette, FastAPI, or any ASGI server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pgbridge.adapters.handling import MAX_BODY, Handle, Inbound, Keep, Read, endpoint
from pgbridge.errors import PgbridgeError
from pgbridge.model.delivery import Reply
from pgbridge.model.payment import Payment
from pgbridge.model.webhook import Approve, ConfirmRequest, Reject, WebhookEvent
from pgbridge.webhooks.receiver import Webhooks

if TYPE_CHECKING:
    from pgbridge.client import AsyncBridge
    from pgbridge.inbox import AsyncInbox

Message = MutableMapping[str, Any]
Handler = Callable[[WebhookEvent, Payment | None], Awaitable[object]]
Confirm = Callable[[ConfirmRequest], Awaitable[Approve | Reject]]


class WebhookApp:
    """An ASGI app that receives one API's webhooks: `app.router.routes.append(Route("/webhooks/portone", WebhookApp(...)))`.

    :param handler: called with each event, and with the payment as it was just read where there is a bridge; when it
        raises, the answer is 500 and PortOne delivers again. It may be called twice for one event: go by `event_id`
    :param inbox: instead of a handler: events are stored, 200 is answered, and `inbox.process` reads and tells them
    :param bridge: reads the payment first; needed for V1; an inbox has its own
    :param channel: through which channel to read, where the bridge has several connections to this API
    :param confirm: decides on confirm callbacks; without it each is refused
    :param max_body: bytes; PortOne's own are far below the default
    :raises ConfigError: V1 without a bridge, or it is not clear which channel to read through
    """

    def __init__(
        self,
        webhooks: Webhooks,
        handler: Handler | None = None,
        *,
        inbox: AsyncInbox | None = None,
        bridge: AsyncBridge | None = None,
        channel: str | None = None,
        confirm: Confirm | None = None,
        max_body: int = MAX_BODY,
    ) -> None:
        self.endpoint = endpoint(webhooks, bridge, channel, confirm, max_body, handler=handler, inbox=inbox)
        self.handler, self.confirm, self.inbox = handler, confirm, inbox
        self.bridge = bridge or (inbox.bridge if inbox is not None else None)

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError("webhooks come by HTTP only")
        client = scope.get("client")
        body = await self.body(receive)
        if body is None:  # the sender hung up
            return
        reply = await self.answer(
            Inbound(
                method=scope["method"],
                body=body,
                headers=scope["headers"],
                source=client[0] if client else None,
            )
        )
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(reply.body)).encode())]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    async def body(self, receive: Callable[[], Awaitable[Message]]) -> bytes | None:
        """Return the body, no more than a little over what is allowed; None when it does not come to its end."""
        body, more = b"", True
        while more and len(body) <= self.endpoint.max_body:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            more = message.get("more_body", False)
        return body

    async def answer(self, request: Inbound) -> Reply:
        """Carry out the steps."""
        steps = self.endpoint.steps(request)
        advance = partial(next, steps)
        while True:
            try:
                step = advance()
            except StopIteration as done:
                reply: Reply = done.value
                return reply
            if isinstance(step, Read):
                assert self.bridge is not None  # `endpoint` demands it
                try:
                    payment = await self.bridge.execute(
                        step.operation, channel=self.endpoint.channel, deadline=step.deadline
                    )
                    advance = partial(steps.send, payment)
                except PgbridgeError as error:
                    advance = partial(steps.throw, error)
            elif isinstance(step, Handle):
                assert self.handler is not None  # `endpoint` demands it, or an inbox
                await self.handler(step.event, step.payment)
                advance = partial(steps.send, None)
            elif isinstance(step, Keep):
                assert self.inbox is not None  # nothing is kept without it
                advance = partial(
                    steps.send, await self.inbox.keep(step.event, channel=self.endpoint.channel)
                )
            else:
                assert self.confirm is not None  # no question is asked without it
                advance = partial(steps.send, await self.confirm(step.request))
