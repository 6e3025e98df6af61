"""`GET /payment-events-by-cursor` (unstable API)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.event import PaymentEvent
from pgbridge.model.page import Page
from pgbridge.operations.payments.events import ListPaymentEvents
from pgbridge.wire import ENCODER, Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import asked
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import in_query, problem, refuse, store_of, time_problems
from pgbridge_portone.convert.payment import cancellation_of
from pgbridge_portone.convert.payment_written import cancellation_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import AmountShape
from pgbridge_portone.shapes.events import EventItem, EventShape, EventsShape
from pgbridge_portone.shapes.requests import CursorBody
from pgbridge_portone.times import utc
from pgbridge_portone.words import PAYMENT_STATUS, PAYMENT_STATUS_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = ListPaymentEvents
ENDPOINTS = ("GET /payment-events-by-cursor",)
FIELDS = fields({"since": "from", "until": "until", "cursor": "cursor", "size": "size"})
EVENTS = msgspec.json.Decoder(EventsShape)
EVENT = msgspec.json.Decoder(EventShape)
MOST = 1000
DEFAULT_SIZE = 10


def encode(op: ListPaymentEvents, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    problems = time_problems((("since", op.since), ("until", op.until)))
    if not 1 <= op.size <= MOST:
        problems.append(problem("size", "size", f"must be 1 to {MOST}", kind="max"))
    if problems:
        raise refuse(*problems, subject="events")
    body = CursorBody(
        store_id=store_of(channel),
        from_=utc(op.since),
        until=utc(op.until),
        cursor=op.cursor,
        size=op.size,
    )
    return WireRequest(method="GET", path="/payment-events-by-cursor", query=in_query(body))


def decode(op: ListPaymentEvents | None, response: WireResponse) -> Page[PaymentEvent]:
    """Return the page; only an empty one is the last."""
    found = parse(response.body, EVENTS).items
    return Page(
        items=tuple(event_of(item.payment_event) for item in found),
        size=op.size if op is not None else len(found),
        more=bool(found),
        cursor=found[-1].cursor if found else None,
    )


def event_of(raw: Raw) -> PaymentEvent:
    """Return one event."""
    shape = parse(raw, EVENT)
    gone = shape.cancellation
    total = shape.total_amount
    return PaymentEvent(
        id=shape.id,
        type=PAYMENT_STATUS.get(shape.type, shape.type),
        order_id=shape.payment_id,
        attempt_id=shape.transaction_id,
        amount=shape.event_amount or 0,
        total=None if total is None else total.total,
        currency=shape.currency or "KRW",
        at=utc(shape.created_at),
        order_name=shape.order_name,
        custom_data=shape.custom_data,
        pg_tx_id=shape.pg_tx_id,
        version=shape.version,
        cancellation=None if gone is None else cancellation_of(gone, shape.payment_id, shape.transaction_id),
        merchant_id=shape.merchant_id,
        store_id=shape.store_id,
        wire=bytes(raw),
    )


def following(op: ListPaymentEvents, page: Page[PaymentEvent]) -> ListPaymentEvents | None:
    """Return what asks for the next page; None after an empty one."""
    return replace(op, cursor=page.cursor) if page.more and page.cursor is not None else None


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    body, unknown = asked(requests[0], CursorBody)
    op = ListPaymentEvents(
        since=body.from_,
        until=body.until,
        cursor=body.cursor,
        size=DEFAULT_SIZE if body.size is None else body.size,
    )
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: ListPaymentEvents | None, result: Page[PaymentEvent] | PgbridgeError) -> WireResponse:
    """Write the page as V2 answers it; every item has the cursor behind it, for all that is known is the page's."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    cursor = result.cursor or ""
    items = (EventItem(payment_event=Raw(ENCODER.encode(written(it))), cursor=cursor) for it in result.items)
    return answered(EventsShape(items=tuple(items)))


def written(it: PaymentEvent) -> EventShape:
    """Write one event."""
    return EventShape(
        type=PAYMENT_STATUS_OUT.get(it.type, it.type),
        id=it.id,
        payment_id=it.order_id,
        transaction_id=it.attempt_id,
        merchant_id=it.merchant_id,
        store_id=it.store_id,
        version=it.version,
        created_at=it.at,
        order_name=it.order_name,
        total_amount=None if it.total is None else AmountShape(total=it.total),
        currency=it.currency,
        custom_data=it.custom_data,
        pg_tx_id=it.pg_tx_id,
        event_amount=it.amount,
        cancellation=None if it.cancellation is None else cancellation_shape(it.cancellation),
    )
