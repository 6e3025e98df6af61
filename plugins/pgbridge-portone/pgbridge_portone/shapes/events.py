"""What V2 asks and answers about events of payments."""

from __future__ import annotations

from datetime import datetime

import msgspec

from pgbridge_portone.shapes.answers import AmountShape, Answer, CancellationShape


class EventShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentEvent` of every type."""

    type: str
    id: str
    payment_id: str
    transaction_id: str | None = None
    merchant_id: str | None = None
    store_id: str | None = None
    version: str | None = None
    created_at: datetime | None = None
    order_name: str | None = None
    total_amount: AmountShape | None = None
    currency: str | None = None
    custom_data: str | None = None
    pg_tx_id: str | None = None
    event_amount: int | None = None
    cancellation: CancellationShape | None = None


class EventItem(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentEventWithCursor`."""

    payment_event: msgspec.Raw
    cursor: str


class EventsShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetAllPaymentEventsByCursorResponse`."""

    items: tuple[EventItem, ...]
