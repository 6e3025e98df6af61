"""`payments.iterate`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.page import Page
from pgbridge.model.payment import Payment
from pgbridge.operations.base import Listing


class IteratePayments(Listing[Page[Payment]], frozen=True, kw_only=True):
    """Walk all payments made in a period, for exports and reconciliation.

    V1 `GET /payments/status/all` oldest first, V2 `GET /payments-by-cursor` (unstable API).

    :ivar since: aware datetime, inclusive; the 90 days before `until` when left out
    :ivar until: aware datetime; now when left out
    :ivar cursor: where to go on: `Page.cursor` of the page before
    :ivar size: at most 1000
    """

    name: ClassVar[str] = "payments.iterate"

    since: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    size: int = 1000
