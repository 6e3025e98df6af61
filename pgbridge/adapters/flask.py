"""Webhooks in Flask."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from pgbridge.adapters.blocking import Confirm, Handler, answer
from pgbridge.adapters.handling import MAX_BODY, Inbound, endpoint
from pgbridge.webhooks.receiver import Webhooks

if TYPE_CHECKING:
    from pgbridge.client import Bridge
    from pgbridge.inbox import Inbox


def webhook_view(
    webhooks: Webhooks,
    handler: Handler | None = None,
    *,
    inbox: Inbox | None = None,
    bridge: Bridge | None = None,
    channel: str | None = None,
    confirm: Confirm | None = None,
    max_body: int = MAX_BODY,
) -> Callable[[], Response]:
    """Return a view that receives one API's webhooks.

    `app.add_url_rule("/webhooks/portone", "portone", webhook_view(...), methods=["POST"])`. Parameters as those of
    `pgbridge.adapters.asgi.WebhookApp`.

    :raises ConfigError: V1 without a bridge
    """
    settings = endpoint(webhooks, bridge, channel, confirm, max_body, handler=handler, inbox=inbox)

    def view() -> Response:
        request.max_content_length = max_body
        try:
            body = request.get_data()
        except RequestEntityTooLarge as error:
            return Response(status=error.code)
        inbound = Inbound(
            method=request.method,
            body=body,
            headers=list(request.headers.items()),
            source=request.remote_addr,
        )
        reply = answer(settings, inbound, handler, confirm, bridge, inbox)
        return Response(reply.body, status=reply.status, content_type="application/json")

    return view
