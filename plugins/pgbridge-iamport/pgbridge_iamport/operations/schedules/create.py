"""`schedules.create`: `POST /subscribe/payments/schedule`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import NotFound
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.billing_key import Schedule
from pgbridge.model.channel import Channel
from pgbridge.operations.base import ScheduledCharge, key_id
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.cards import accepted_card, grouped
from pgbridge_iamport.carried import CARD, HARMLESS, KEY_TERMS
from pgbridge_iamport.form import Form, accepted, wrong
from pgbridge_iamport.lookups import absence_counts, headers
from pgbridge_iamport.refusal import (
    MOST_CHANNEL_KEY,
    MOST_CUSTOMER_UID,
    ORDER_LIMITS,
    Problems,
    check_length,
    check_lengths,
    problem,
    refuse,
)
from pgbridge_iamport.scheduled import SCHEDULE, answer_schedules, decode_schedules, schedule_by_order
from pgbridge_iamport.shapes.requests import ScheduleBody, ScheduleRow
from pgbridge_iamport.terms import accepted_terms, key_fields
from pgbridge_iamport.times import epoch

OPERATION = CreateSchedule
ENDPOINTS = ("POST /subscribe/payments/schedule",)
APPROXIMATIONS = (
    "each row is a request of its own: what is scheduled stays when a later row fails, and the result says so",
)
ROW = {**KEY_TERMS, "order_id": "merchant_uid", "due_at": "schedule_at"}
FIELDS = {
    **CARD,
    "billing_key": "customer_uid",
    "pin_channel": "channel_key",
    "customer_id": "customer_id",
    "checking_amount": "checking_amount",
    **{f"rows[].{path}": None if wire is None else f"schedules[].{wire}" for path, wire in ROW.items()},
}
DROPPED = frozenset(f"rows[].{path}" for path in HARMLESS)
HOMELESS = tuple(path for path, wire in KEY_TERMS.items() if wire is None and path not in HARMLESS)
DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(ScheduledCharge)}


def encode(op: CreateSchedule, channel: Channel) -> WireRequest:
    """Write the request, one for all rows; without a stored key it also takes the card to make one.

    :raises RuleViolation: V1 cannot carry it
    """
    problems: Problems = []
    uid, card = key_id(op.billing_key), op.card
    pin = op.pin_channel or (channel.key if card is not None else None)
    if op.checking_amount:
        # V1 would charge the card without an order id, which nothing could find again.
        message = "checking_amount: only 0, for anything else is a charge without an order id"
        problems.append(problem("checking_amount", "max", message, neutral="checking_amount", value=0))
    check_length(uid, MOST_CUSTOMER_UID, "customer_uid", "billing_key", problems)
    check_length(pin, MOST_CHANNEL_KEY, "channel_key", "pin_channel", problems)
    rows = [row_of(row, channel, problems) for row in op.rows]
    body = ScheduleBody(
        customer_uid=uid,
        schedules=rows,
        customer_id=op.customer_id,
        checking_amount=0 if card is not None else op.checking_amount,
        card_number=grouped(card) if card is not None else None,
        expiry=card.expiry if card is not None else None,
        birth=card.birth_or_business_number if card is not None else None,
        pwd_2digit=card.password_digits if card is not None else None,
        cvc=card.cvc if card is not None else None,
        channel_key=pin,
    )
    refuse(problems, op.name)
    return WireRequest(method="POST", path=SCHEDULE, name="schedule", body=body, headers=headers(channel))


def row_of(row: ScheduledCharge, channel: Channel, problems: Problems) -> ScheduleRow:
    """Write one payment to come."""
    for path in HOMELESS:
        if is_set(row, path):
            message = f"{path}: a V1 schedule has no place for it; leave it out"
            problems.append(problem(f"schedules[].{path}", "forbidden", message, neutral=f"rows[].{path}"))
    if not row.order_name:
        message = "order_name: this V1 call needs it"
        problems.append(problem("schedules[].name", "required", message, neutral="rows[].order_name"))
    found = ScheduleRow(
        merchant_uid=row.order_id, schedule_at=epoch(row.due_at), **key_fields(row, channel, problems)
    )
    check_lengths(found, ORDER_LIMITS, problems)
    return found


def is_set(row: ScheduledCharge, path: str) -> bool:
    """Tell whether a row has something in a field."""
    first, _, rest = path.partition(".")
    value = getattr(row, first)
    if rest:
        return value is not None and getattr(value, rest) is not None
    return bool(value != DEFAULTS[first])


def decode(op: CreateSchedule | None, response: WireResponse) -> tuple[Schedule, ...]:  # noqa: ARG001
    """Read the schedules made."""
    return decode_schedules(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    pin = form.text("channel_key")
    forms = [form_of_row(row) for row in form.items("schedules")]
    op = CreateSchedule(
        billing_key=form.need("customer_uid"),
        rows=tuple(accepted_row(row) for row in forms),
        pin_channel=pin,
        customer_id=form.text("customer_id"),
        card=accepted_card(form),
        checking_amount=form.integer("checking_amount"),
    )
    return accepted(request, op, forms=(form, *forms), channel_key=pin)


def form_of_row(row: Any) -> Form:
    """Return the fields of one payment to come."""
    if not isinstance(row, dict):
        raise wrong("schedules", "must be a list of objects")
    return Form(row, "schedules[].")


def accepted_row(form: Form) -> ScheduledCharge:
    """Read one payment to come."""
    return ScheduledCharge(
        order_id=form.order_id(), due_at=form.need_time("schedule_at"), **accepted_terms(form)
    )


def answer(op: CreateSchedule | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_schedules((result,) if isinstance(result, Schedule) else result)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read the schedule under the order id; one that is revoked will charge nothing."""
    try:
        found = yield from schedule_by_order(attempt.vendor_id, channel)
    except NotFound:
        return Sighting(absence_counts=absence_counts(channel))
    seen = Seen(
        id=found.id,
        state="failed" if found.status == "revoked" else "done",
        amount=found.amount,
        currency=found.currency,
        marked=attempt.id in (found.custom_data or ""),
        at=found.due_at.timestamp(),
        result=found,
    )
    return Sighting(items=(seen,), absence_counts=absence_counts(channel))
