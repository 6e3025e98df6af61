"""`POST /payments/{paymentId}/schedule` again, for a schedule that failed or was revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import Schedule, VendorKey
from pgbridge.operations.schedules.reschedule import Reschedule
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import scheduling
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.fields import fields
from pgbridge_portone.operations.schedules import move
from pgbridge_portone.shapes.answers import ScheduledShape, ScheduleSummary
from pgbridge_portone.shapes.requests import ScheduleBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = Reschedule
ENDPOINTS = ("POST /payments/{paymentId}/schedule",)
APPROXIMATIONS = ("PortOne V2 has no second try of a schedule: a new one is made, with a new id",)
FIELDS = fields(
    {
        "order_id": "path.paymentId",
        "due_at": "timeToPay",
        "schedule_id": None,
        "billing_key": "payment.billingKey",
        "terms": "payment",
    }
)
# The old schedule is only read by its id.
DROPPED = frozenset(("schedule_id",))
NEEDS = move.NEEDS
decode, settle = move.decode, move.settle


def encode(op: Reschedule, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: terms or key are not known, or V2 cannot take them
    """
    return scheduling.again_request(op, channel, "reschedule")


def encode_all(op: Reschedule, channel: Channel) -> tuple[WireRequest, ...]:
    """Return the request; without terms it says only for whom and when."""
    known = op.terms is not None and op.billing_key is not None
    return (encode(op, channel) if known else scheduling.bare_request(op),)


def prior(op: Reschedule, channel: Channel) -> Flow[Prior]:
    """Read the old schedule for the terms and the key that the caller left out."""
    return (yield from scheduling.prior_again(op, channel, "reschedule"))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, ScheduleBody)
    row, key, store = None, None, None
    if body.payment is not None:
        row, payment, _ = scheduling.row_from(request)
        key, store = VendorKey(id=payment.billing_key), payment.store_id
    op = Reschedule(order_id=part(request, 1), due_at=body.time_to_pay, billing_key=key, terms=row)
    return Accepted(op=op, store_id=store, unknown=unknown)


def answer(op: Reschedule | None, result: Schedule | PgbridgeError) -> WireResponse:
    """Write the new schedule's id as V2 answers it."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "PAYMENT_SCHEDULE_NOT_FOUND")
    return answered(ScheduledShape(schedule=ScheduleSummary(id=result.id)))
