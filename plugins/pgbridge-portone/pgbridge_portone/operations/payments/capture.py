"""`POST /payments/{paymentId}/capture`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.outcome import Captured
from pgbridge.operations.payments.capture import CapturePayment
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import refused
from pgbridge_portone.asking import segment, store_of
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.approvals import StoreBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = CapturePayment
ENDPOINTS = ("POST /payments/{paymentId}/capture",)
FIELDS = fields({"order_id": "path.paymentId"})


def encode(op: CapturePayment, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: no path can hold the id
    """
    return WireRequest(
        method="POST",
        path=f"/payments/{segment(op.order_id)}/capture",
        body=StoreBody(store_id=store_of(channel)),
        params={"paymentId": op.order_id},
    )


def decode(op: CapturePayment | None, response: WireResponse) -> Captured:
    """Return whose capture was accepted; the answer itself says nothing."""
    del response
    return Captured(order_id=op.order_id if op is not None else "")


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """V2 shows captured payments as it shows others: only what the ledger has as done can be told."""
    del channel
    yield from ()
    if attempt.state != "done":
        return Sighting(absence_counts=False)
    result = Captured(order_id=attempt.order_id or attempt.vendor_id)
    return Sighting(items=(Seen(id=attempt.vendor_id, state="done", result=result),), absence_counts=False)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, StoreBody)
    return Accepted(op=CapturePayment(order_id=part(request, 1)), store_id=body.store_id, unknown=unknown)


def answer(op: CapturePayment | None, result: Captured | PgbridgeError) -> WireResponse:
    """Write the answer: an empty object."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    return WireResponse(status=200, body=b"{}", headers={"content-type": "application/json"})
