"""Schedules read from V1's fields and written as them. Vendor schema: `ScheduleResultAnnotation`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from pgbridge.errors import BadAnswer, NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.billing_key import Schedule
from pgbridge.model.channel import Channel
from pgbridge.model.customer import Customer
from pgbridge.model.money import to_major
from pgbridge.model.payment import PaymentChannel
from pgbridge.wire import Flow, WireRequest, WireResponse
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.lookups import absence_counts, get, read
from pgbridge_iamport.payments import minor
from pgbridge_iamport.shapes.billing import ScheduleShape
from pgbridge_iamport.times import epoch, happened

Row = ScheduleShape[datetime]
READER: Reader[Row] = Reader(Row)
SCHEDULE = "/subscribe/payments/schedule"
# V1's word, and what the executed payment is now.
EXECUTED = {"failed": "failed", "paid": "succeeded", "cancelled": "succeeded"}
WORDS = {
    "scheduled": "scheduled",
    "started": "scheduled",
    "pending": "scheduled",
    "revoked": "revoked",
    "succeeded": "executed",
    "failed": "executed",
}
OUTCOMES = {"succeeded": "paid", "failed": "failed"}


def schedule_path(order_id: str, suffix: str = "") -> str:
    """Return the path of a schedule, which V1 names by the order id of its payment."""
    return f"{SCHEDULE}/{quote(order_id, safe='')}{suffix}"


def schedule_request(order_id: str, channel: Channel) -> WireRequest:
    """Return the read of a schedule."""
    return get(schedule_path(order_id), channel)


def schedule_by_order(order_id: str, channel: Channel) -> Flow[Schedule]:
    """Read a schedule.

    :raises NotFound: there is none
    """
    try:
        response = yield from read(schedule_request(order_id, channel), channel)
    except NotFound as error:
        raise NotFound(
            "PortOne V1 knows no such schedule",
            reason="schedule_not_found",
            code=error.code,
            pg_message=error.pg_message,
            http_status=404,
        ) from None
    return decode_schedule(response.body)


def decode_schedule(body: bytes) -> Schedule:
    """Read the schedule of an answer that holds one.

    :raises BadAnswer: it does not say which, when or how much
    """
    return schedule_of(READER.one(body), body)


def decode_schedules(body: bytes) -> tuple[Schedule, ...]:
    """Read an answer that lists schedules.

    :raises BadAnswer: one of them does not say which, when or how much
    """
    return tuple(schedule_of(it, raw) for it, raw in READER.several(body))


def schedule_of(it: Row, wire: bytes) -> Schedule:
    """Return the neutral schedule.

    :raises BadAnswer: it does not say which, when or how much
    """
    due_at = happened(it.schedule_at)
    if not it.merchant_uid or due_at is None or it.amount is None:
        raise BadAnswer(
            "PortOne V1 answered a schedule without order id, time or amount", reason="bad_answer"
        )
    currency = it.currency or "KRW"
    word = it.schedule_status or ""
    channel = None
    if it.pg_provider or it.pg_id:
        pg = it.pg_provider.upper() if it.pg_provider else None
        channel = PaymentChannel(pg_provider=pg, pg_merchant_id=it.pg_id)
    return Schedule(
        id=it.merchant_uid,
        order_id=it.merchant_uid,
        status=EXECUTED.get(it.payment_status or "", "succeeded") if word == "executed" else word,
        due_at=due_at,
        amount=minor(it.amount, currency),
        currency=currency,
        billing_key=it.customer_uid,
        order_name=it.name,
        customer=Customer(
            id=it.customer_id,
            name=it.buyer_name,
            email=it.buyer_email,
            phone=it.buyer_tel,
            address=it.buyer_addr,
            postcode=it.buyer_postcode,
        ),
        custom_data=it.custom_data,
        promotion_id=it.promotion_id,
        channel=channel,
        attempt_id=it.imp_uid,
        started_at=happened(it.executed_at),
        revoked_at=happened(it.revoked_at),
        failure=it.fail_reason,
        wire=wire,
    )


def answer_schedule(result: Any) -> WireResponse:
    """Write a schedule, or the error in its place."""
    return failure(result) if isinstance(result, PgbridgeError) else success(written_schedule(result))


def answer_schedules(result: Any) -> WireResponse:
    """Write a plain list of schedules, or the error in its place."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success([written_schedule(it) for it in result])


def written_schedule(it: Schedule) -> ScheduleShape[int]:
    """Return V1's fields of a schedule."""
    customer, channel = it.customer, it.channel
    pg = channel.pg_provider if channel is not None else None
    return ScheduleShape(
        customer_uid=it.billing_key,
        merchant_uid=it.order_id,
        imp_uid=it.attempt_id,
        pg_provider=pg.lower() if pg else None,
        pg_id=channel.pg_merchant_id if channel is not None else None,
        customer_id=customer.id,
        schedule_at=epoch(it.due_at),
        executed_at=epoch(it.started_at),
        revoked_at=epoch(it.revoked_at),
        amount=to_major(it.amount, it.currency),
        currency=it.currency,
        name=it.order_name,
        buyer_name=customer.full_name,
        buyer_email=customer.email,
        buyer_tel=customer.phone,
        buyer_addr=customer.one_line_address,
        buyer_postcode=customer.postcode,
        custom_data=it.custom_data or None,
        schedule_status=WORDS.get(it.status, it.status),
        payment_status=OUTCOMES.get(it.status),
        fail_reason=it.failure,
        promotion_id=it.promotion_id,
    )


def moved_seen(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show the schedule when it waits for the time that was sent."""
    try:
        found = yield from schedule_by_order(attempt.vendor_id, channel)
    except NotFound:
        return Sighting(absence_counts=absence_counts(channel))
    at = found.due_at.timestamp()
    if found.status != "scheduled" or attempt.due_at is None or int(at) != int(attempt.due_at):
        return Sighting()
    return Sighting(items=(Seen(id=found.id, state="done", at=at, result=found),))
