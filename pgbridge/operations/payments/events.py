"""`payments.events`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.event import PaymentEvent
from pgbridge.model.page import Page
from pgbridge.operations.base import Listing


class ListPaymentEvents(Listing[Page[PaymentEvent]], frozen=True, kw_only=True):
    """Walk what happened to payments in a period: paid, partly cancelled, cancelled.

    V2 `GET /payment-events-by-cursor` (unstable API).

    :ivar since: aware datetime, by when the event was made; the 90 days before `until` when left out
    :ivar until: aware datetime; now when left out
    :ivar cursor: where to go on: `Page.cursor` of the page before
    :ivar size: at most 1000
    """

    name: ClassVar[str] = "payments.events"

    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    size: int = 1000
