"""`POST /payments/{paymentId}/cancellations/{cancellationId}/stop`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.outcome import StoppedCancellation
from pgbridge.operations.payments.cancel_stop import StopCancellation
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import segment, store_of
from pgbridge_portone.fields import fields
from pgbridge_portone.operations.payments.cancel import payment_of
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.approvals import StoppedShape, StoreBody
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = StopCancellation
ENDPOINTS = ("POST /payments/{paymentId}/cancellations/{cancellationId}/stop",)
FIELDS = fields({"order_id": "path.paymentId", "cancellation_id": "path.cancellationId"})
STOPPED = msgspec.json.Decoder(StoppedShape)


def encode(op: StopCancellation, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: no path can hold an id
    """
    return WireRequest(
        method="POST",
        path=f"/payments/{segment(op.order_id)}/cancellations/{segment(op.cancellation_id)}/stop",
        body=StoreBody(store_id=store_of(channel)),
        params={"paymentId": op.order_id, "cancellationId": op.cancellation_id},
    )


def decode(op: StopCancellation | None, response: WireResponse) -> StoppedCancellation:
    """Return when it was stopped."""
    stopped = parse(response.body, STOPPED)
    return StoppedCancellation(
        id=op.cancellation_id if op is not None else "",
        order_id=op.order_id if op is not None else "",
        stopped_at=utc(stopped.stopped_at),
    )


def prior(op: StopCancellation, channel: Channel) -> Flow[Prior]:
    """Keep the cancellation's id for later look-ups; nothing is read."""
    del channel
    yield from ()
    return Prior(op=op, target=op.cancellation_id)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read the cancellation. Inferred: a stopped one reads as failed."""
    payment = yield from payment_of(attempt.vendor_id, channel)
    found = next((c for c in payment.cancellations if c.id == attempt.target), None)
    if found is None or found.status != "failed":
        return Sighting()
    result = StoppedCancellation(id=found.id, order_id=payment.order_id, stopped_at=found.cancelled_at)
    return Sighting(items=(Seen(id=found.id, state="done", result=result),))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, StoreBody)
    op = StopCancellation(order_id=part(request, 1), cancellation_id=part(request, 3))
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: StopCancellation | None, result: StoppedCancellation | PgbridgeError) -> WireResponse:
    """Write when it was stopped."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "PAYMENT_CANCELLATION_NOT_FOUND")
    return answered(StoppedShape(stopped_at=result.stopped_at))
