"""`payments.list`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.page import Page
from pgbridge.model.payment import Payment
from pgbridge.operations.base import Listing


class ListPayments(Listing[Page[Payment]], frozen=True, kw_only=True):
    """List payments by status and time of their last change.

    V1 `GET /payments/status/{status}` (windows of 90 days at most), V2 `GET /payments`.

    :ivar status: one neutral status, or None for all
    :ivar since: aware datetime, inclusive; the 90 days before `until` when left out
    :ivar until: aware datetime; now when left out
    :ivar page: counted from 0
    :ivar size: V1 1 to 1000
    :ivar sort: `started`, `paid` or `updated`, with a leading `-` for newest first
    :ivar live: V2 only: only live (True) or only test (False) payments
    """

    name: ClassVar[str] = "payments.list"

    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    page: int = 0
    size: int = 20
    sort: str = "-updated"
    live: bool | None = None
