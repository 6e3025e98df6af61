"""What all operations on schedules share: making one, reading one, finding those of a billing key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from pgbridge.errors import NotFound
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.billing_key import Schedule, VendorKey
from pgbridge.operations.base import ScheduledCharge, key_id
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.wire import Prior, WireRequest, WireResponse
from pgbridge_portone.accepting import billing_terms_from, body_of, part
from pgbridge_portone.asking import (
    in_query,
    problem,
    read,
    refuse,
    segment,
    store_of,
    store_query,
    time_problems,
)
from pgbridge_portone.convert.billing_terms import billing_body, billing_problems
from pgbridge_portone.convert.schedule import read_schedule, terms_of
from pgbridge_portone.fields import BILLING_TERMS
from pgbridge_portone.paging import every
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ScheduledShape
from pgbridge_portone.shapes.requests import BillingKeyBody, RevokeBody, ScheduleBody
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

SCHEDULED = msgspec.json.Decoder(ScheduledShape)
# `notify` has a place in a charge at once, but not in a schedule.
HOMELESS = ("notify", *(name for name, wire in BILLING_TERMS.items() if wire is None and "." not in name))
MARGIN = timedelta(hours=1)
SIZE = 100


def get_request(schedule_id: str, channel: Channel) -> WireRequest:
    """`GET /payment-schedules/{paymentScheduleId}`."""
    return WireRequest(
        method="GET",
        path=f"/payment-schedules/{segment(schedule_id)}",
        query=store_query(channel),
        params={"paymentScheduleId": schedule_id},
    )


def create_request(
    row: ScheduledCharge, key: str, channel: Channel, *, pin_channel: str | None = None
) -> WireRequest:
    """`POST /payments/{paymentId}/schedule`.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := row_problems(row, key):
        raise refuse(*problems, subject="schedule")
    return WireRequest(
        name="schedule",
        method="POST",
        path=f"/payments/{segment(row.order_id)}/schedule",
        body=ScheduleBody(
            payment=billing_body(row, key, store=store_of(channel), channel_key=pin_channel),
            time_to_pay=row.due_at.astimezone(UTC),
        ),
        params={"paymentId": row.order_id},
    )


def row_problems(row: ScheduledCharge, key: str) -> list[Violation]:
    """Return what V2 cannot take of a row."""
    found = billing_problems(row, key, "payment.") + time_problems((("timeToPay", row.due_at),))
    for name in HOMELESS:
        if getattr(row, name) is not None:
            message = f"{name}: V2 has no place for it in a schedule: leave it out"
            found.append(problem("row", "payment", message, neutral=f"rows[].{name}", kind="forbidden"))
    return found


def revoke_request(
    channel: Channel, *, billing_key: str | None = None, schedule_ids: tuple[str, ...] = ()
) -> WireRequest:
    """`DELETE /payment-schedules`: those named, or all of a key."""
    body = RevokeBody(store_id=store_of(channel), billing_key=billing_key, schedule_ids=schedule_ids or None)
    return WireRequest(method="DELETE", path="/payment-schedules", query=in_query(body))


def need_schedule(op: Any, subject: str) -> str:
    """Return the schedule id.

    :raises RuleViolation: there is none
    """
    if not op.schedule_id:
        message = "V2 names schedules by its own ids: give schedule_id (the ledger knows those it has made)"
        raise refuse(
            problem("schedule-id", "path.paymentScheduleId", message, neutral="schedule_id"), subject=subject
        )
    found: str = op.schedule_id
    return found


def row_from(request: WireRequest) -> tuple[ScheduledCharge, BillingKeyBody, tuple[str, ...]]:
    """Return the row that a request makes, its body, and what nobody reads in it."""
    body, unknown = body_of(request, ScheduleBody)
    payment = body.payment
    if payment is None:
        raise refuse(problem("payment", "payment", "the payment to be made is missing"), subject="schedule")
    row = ScheduledCharge(order_id=part(request, 1), due_at=body.time_to_pay, **billing_terms_from(payment))
    return row, payment, unknown


def created(row: ScheduledCharge, key: str, response: WireResponse) -> Schedule:
    """Return the schedule that an answer names; the rest of it is what was asked for."""
    made = parse(response.body, SCHEDULED).schedule
    amount = row.amount
    return Schedule(
        id=made.id,
        order_id=row.order_id,
        status="scheduled",
        due_at=utc(row.due_at) or row.due_at,
        amount=amount.total,
        currency=amount.currency,
        billing_key=key,
        order_name=row.order_name,
        tax_free=amount.tax_free,
        vat=amount.vat,
        customer=row.customer,
        custom_data=row.custom_data,
        notice_urls=row.notice_urls,
        products=row.products,
        installment_months=row.installment_months,
        promotion_id=row.promotion_id,
        wire=response.body,
    )


def one(schedule_id: str, channel: Channel) -> Flow[Schedule]:
    """Read a schedule."""
    response = yield from read(get_request(schedule_id, channel), channel)
    return read_schedule(response.body)


def absent(error: NotFound) -> bool:
    """Tell whether V2 itself said that there is no such schedule."""
    return error.reason == "schedule_not_found"


def of_key(
    key: str, since: datetime, until: datetime, channel: Channel, **wanted: Any
) -> Flow[tuple[Schedule, ...]]:
    """Read all schedules of a key that are due in a period."""
    from pgbridge_portone.operations.schedules import list as listing  # noqa: PLC0415 - it needs this module

    def page(op: ListSchedules) -> Any:
        return listing.decode(op, (yield from read(listing.encode(op, channel), channel)))

    asking = ListSchedules(
        since=since, until=until, billing_key=VendorKey(id=key), page=0, size=SIZE, **wanted
    )
    return (yield from every(asking, page, listing.following))


def around(key: str, due_at: datetime, order_id: str, channel: Channel) -> Flow[tuple[Schedule, ...]]:
    """Read a key's schedules for one order that are due around a time."""
    listed = yield from of_key(key, due_at - MARGIN, due_at + MARGIN, channel)
    return tuple(schedule for schedule in listed if schedule.order_id == order_id)


def sighting_of(schedules: tuple[Schedule, ...]) -> Sighting:
    """Return schedules as the ledger judges them: being there is what was wanted; `at` is when they are due."""
    return Sighting(
        items=tuple(
            Seen(
                id=s.id,
                state="done",
                amount=s.amount,
                currency=s.currency,
                at=s.due_at.timestamp(),
                result=s,
            )
            for s in schedules
        )
    )


def settle_created(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look for the schedule of an order: by its key (`attempt.target`), around the time at which it is due."""
    if attempt.target is None or attempt.due_at is None:
        return Sighting(absence_counts=False)
    due_at = datetime.fromtimestamp(attempt.due_at, UTC)
    found = yield from around(attempt.target, due_at, attempt.vendor_id, channel)
    return sighting_of(found)


def prior_again(op: Any, channel: Channel, subject: str) -> Flow[Prior]:
    """Read the old schedule for what the caller left out, and which schedules of the order are there already."""
    terms, key = op.terms, op.billing_key
    if terms is None or key is None:
        old = yield from one(need_schedule(op, subject), channel)
        due_at = getattr(op, "due_at", None) or old.due_at
        terms = terms_of(old, due_at) if terms is None else terms
        key = VendorKey(id=old.billing_key) if key is None and old.billing_key else key
    due_at = getattr(op, "due_at", None)
    terms = replace(terms, order_id=op.order_id, due_at=due_at or terms.due_at)
    filled = replace(op, terms=terms, billing_key=key)
    if due_at is None or key is None:
        return Prior(op=filled)
    there = yield from around(key_id(key), due_at, op.order_id, channel)
    return Prior(op=filled, sighting=sighting_of(there), target=key_id(key))


def again_request(op: Any, channel: Channel, subject: str) -> WireRequest:
    """Return the request that makes the schedule anew, from terms that are given or were read.

    :raises RuleViolation: the terms or the key are not known
    """
    if op.terms is None or op.billing_key is None:
        message = (
            "V2 wants the whole payment again: give terms and billing_key, or schedule_id to read them from"
        )
        raise refuse(problem("terms", "payment", message, neutral="terms"), subject=subject)
    row = replace(op.terms, order_id=op.order_id, due_at=op.due_at)
    return create_request(row, key_id(op.billing_key), channel)


def bare_request(op: Any) -> WireRequest:
    """Return what can be said of the new schedule without reading the old one: for whom, and when."""
    return WireRequest(
        name="schedule",
        method="POST",
        path=f"/payments/{segment(op.order_id)}/schedule",
        body=ScheduleBody(time_to_pay=op.due_at.astimezone(UTC)),
        params={"paymentId": op.order_id},
    )
