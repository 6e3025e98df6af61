"""`POST /payments/{paymentId}/resend-webhook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.outcome import ResentWebhook
from pgbridge.operations.webhooks.resend import ResendWebhook
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import segment, store_of
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.approvals import ResendBody, ResentShape, WebhookReply, WebhookShape
from pgbridge_portone.times import utc
from pgbridge_portone.words import PAYMENT_STATUS, PAYMENT_STATUS_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = ResendWebhook
ENDPOINTS = ("POST /payments/{paymentId}/resend-webhook",)
FIELDS = fields({"order_id": "path.paymentId", "webhook_id": "webhookId"})
RESENT = msgspec.json.Decoder(ResentShape)


def encode(op: ResendWebhook, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: no path can hold the id
    """
    return WireRequest(
        method="POST",
        path=f"/payments/{segment(op.order_id)}/resend-webhook",
        body=ResendBody(store_id=store_of(channel), webhook_id=op.webhook_id),
        params={"paymentId": op.order_id},
    )


def decode(op: ResendWebhook | None, response: WireResponse) -> ResentWebhook:
    """Return how the shop's server took it."""
    it = parse(response.body, RESENT).webhook
    state = it.payment_status
    return ResentWebhook(
        id=it.id,
        order_id=op.order_id if op is not None else "",
        status=it.status.lower() if it.status else None,
        url=it.url,
        payment_status=PAYMENT_STATUS.get(state, state) if state else None,
        tries=it.current_execution_count,
        code=it.response.code if it.response is not None else None,
        triggered_at=utc(it.triggered_at),
        wire=response.body,
    )


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """V2 does not list what it has sent: nothing can be told."""
    del attempt, channel
    yield from ()
    return Sighting(absence_counts=False)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, ResendBody)
    op = ResendWebhook(order_id=part(request, 1), webhook_id=body.webhook_id)
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: ResendWebhook | None, result: ResentWebhook | PgbridgeError) -> WireResponse:
    """Write how the shop's server took it."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "WEBHOOK_NOT_FOUND")
    state = result.payment_status
    shape = WebhookShape(
        id=result.id,
        payment_status=PAYMENT_STATUS_OUT.get(state, state) if state else None,
        status=result.status.upper() if result.status else None,
        url=result.url,
        current_execution_count=result.tries,
        response=None if result.code is None else WebhookReply(code=result.code),
        triggered_at=result.triggered_at,
    )
    return answered(ResentShape(webhook=shape))
