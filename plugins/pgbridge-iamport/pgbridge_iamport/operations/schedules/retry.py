"""`schedules.retry`: `POST /subscribe/payments/schedule/{merchant_uid}/retry`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.operations.schedules.retry import RetrySchedule
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import charges_before, charges_seen, headers
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.scheduled import SCHEDULE, schedule_path
from pgbridge_iamport.written import answer_payment

OPERATION = RetrySchedule
ENDPOINTS = ("POST /subscribe/payments/schedule/{merchant_uid}/retry",)
FIELDS = {
    "order_id": "path.merchant_uid",
    "schedule_id": None,
    "billing_key": None,
    "terms": None,
}
# V1 finds the schedule by its order id and charges its own key and terms; these are for V2, which has to be told.
DROPPED = frozenset(("schedule_id", "billing_key", "terms"))


def encode(op: RetrySchedule, channel: Channel) -> WireRequest:
    """Write the request."""
    return WireRequest(
        method="POST",
        path=schedule_path(op.order_id, "/retry"),
        name="retry_schedule",
        headers=headers(channel),
        params={"merchant_uid": op.order_id},
    )


def decode(op: RetrySchedule | None, response: WireResponse) -> Payment:  # noqa: ARG001
    """Read the payment: only its status says whether it was charged."""
    return decode_payment(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, RetrySchedule(order_id=tail(request, f"{SCHEDULE}/")))


def answer(op: RetrySchedule | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_payment(result)


def prior(op: RetrySchedule, channel: Channel) -> Flow[Prior]:
    """List the attempts there are, the scheduled one that failed among them."""
    return Prior(op=op, sighting=(yield from charges_before(op.order_id, channel)))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """List the attempts under the order id. The request names no amount, so none is compared."""
    found = yield from charges_seen(attempt.vendor_id, channel, attempt)
    if attempt.amount is not None:
        return found
    items = tuple(msgspec.structs.replace(it, amount=None, currency=None) for it in found.items)
    return msgspec.structs.replace(found, items=items)
