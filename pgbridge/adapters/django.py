"""Webhooks in Django."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse  # type: ignore[import-untyped]
from django.views.decorators.csrf import csrf_exempt  # type: ignore[import-untyped]

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
) -> Callable[..., Any]:
    """Return a view that receives one API's webhooks, for `path()` in the URL configuration.

    It is exempt from CSRF tokens, which PortOne does not have. Parameters as those of `pgbridge.adapters.asgi.WebhookApp`.

    :raises ConfigError: V1 without a bridge
    """
    settings = endpoint(webhooks, bridge, channel, confirm, max_body, handler=handler, inbox=inbox)

    def view(request: HttpRequest) -> HttpResponse:
        inbound = Inbound(
            method=request.method or "",
            body=request.read(max_body + 1),
            headers=dict(request.headers.items()),
            source=request.META.get("REMOTE_ADDR"),
        )
        reply = answer(settings, inbound, handler, confirm, bridge, inbox)
        return HttpResponse(reply.body, status=reply.status, content_type="application/json")

    view_without_csrf: Callable[..., Any] = csrf_exempt(view)
    return view_without_csrf
