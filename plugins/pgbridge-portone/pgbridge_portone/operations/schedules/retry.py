"""`POST /payments/{paymentId}/billing-key` with the terms of a schedule that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.payment import Payment
from pgbridge.operations.base import ScheduledCharge, key_id
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.operations.schedules.retry import RetrySchedule
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import charging, scheduling
from pgbridge_portone.accepting import billing_terms_from, body_of, part
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields
from pgbridge_portone.operations.payments import charge_billing_key
from pgbridge_portone.shapes.requests import BillingKeyBody
from pgbridge_portone.times import BEGINNING

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = RetrySchedule
ENDPOINTS = ("POST /payments/{paymentId}/billing-key",)
APPROXIMATIONS = (
    "PortOne V2 has no retry of a schedule: the billing key is charged now under the same order id",
)
FIELDS = fields(
    {"order_id": "path.paymentId", "schedule_id": None, "billing_key": "billingKey", "terms": "amount"},
    # What a charge of a key cannot say, the terms of a retry cannot say either.
    {f"terms.{path}": None for path, wire in charge_billing_key.FIELDS.items() if wire is None},
)
# The old schedule is only read by its id.
DROPPED = frozenset(("schedule_id",))
settle = charging.settle


def charge_of(op: RetrySchedule) -> ChargeBillingKey:
    """Return the charge that the retry is.

    :raises RuleViolation: terms or key are not known
    """
    if op.terms is None or op.billing_key is None:
        message = (
            "V2 wants the whole payment again: give terms and billing_key, or schedule_id to read them from"
        )
        raise refuse(problem("terms", "amount", message, neutral="terms"), subject="retry")
    given = {name: getattr(op.terms, name) for name in op.terms.__struct_fields__ if name != "due_at"}
    return ChargeBillingKey(billing_key=op.billing_key, **given | {"order_id": op.order_id})


def encode(op: RetrySchedule, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: terms or key are not known, or V2 cannot take them
    """
    return charge_billing_key.encode(charge_of(op), channel)


def decode(op: RetrySchedule | None, response: WireResponse) -> Payment:
    """Return the paid payment as far as the answer tells."""
    return charging.summary_of(None if op is None else charge_of(op), response)


def prior(op: RetrySchedule, channel: Channel) -> Flow[Prior]:
    """Read the schedule for the terms and the key that the caller left out, and the attempts that exist."""
    filled = (yield from scheduling.prior_again(op, channel, "retry")).op
    found = yield from charging.prior(filled, channel)
    return replace(found, target=key_id(filled.billing_key) if filled.billing_key else None)


def complete(op: RetrySchedule, result: Payment, channel: Channel) -> Flow[Payment]:
    """Read the payment."""
    return (yield from charging.complete(op, result, channel))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request; when the schedule was due does not matter any more."""
    request = requests[0]
    body, unknown = body_of(request, BillingKeyBody)
    order_id = part(request, 1)
    op = RetrySchedule(
        order_id=order_id,
        billing_key=VendorKey(id=body.billing_key),
        terms=ScheduledCharge(order_id=order_id, due_at=BEGINNING, **billing_terms_from(body)),
    )
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: RetrySchedule | None, result: Payment | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers a charge."""
    del op
    return charge_billing_key.answer(None, result)
