"""`schedules.list`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.billing_key import Schedule
from pgbridge.model.page import Page
from pgbridge.operations.base import BillingKeyRef, Listing


class ListSchedules(Listing[Page[Schedule]], frozen=True, kw_only=True):
    """List schedules that are due between `since` (inclusive) and `until` (exclusive), aware datetimes.

    V1 `GET /subscribe/payments/schedule` (3 months at most, and no totals), V2 `GET /payment-schedules`.

    :ivar status: one neutral status, or None for all
    """

    name: ClassVar[str] = "schedules.list"

    since: datetime
    until: datetime
    billing_key: BillingKeyRef | None = None
    status: str | None = None
    page: int = 0
    size: int = 100
