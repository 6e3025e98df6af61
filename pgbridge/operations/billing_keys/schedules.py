"""`billing_keys.schedules`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.billing_key import Schedule
from pgbridge.model.page import Page
from pgbridge.operations.base import BillingKeyRef, Listing


class ListKeySchedules(Listing[Page[Schedule]], frozen=True, kw_only=True):
    """List a billing key's schedules that are due between `since` (inclusive) and `until` (exclusive).

    V1 `GET /subscribe/customers/{customer_uid}/schedules` (3 months at most, no totals), V2 `GET /payment-schedules`.

    :ivar since: aware datetime
    :ivar until: aware datetime
    :ivar status: one neutral status, or None for all
    :ivar size: V2 only; V1 chooses it
    """

    name: ClassVar[str] = "billing_keys.schedules"

    billing_key: BillingKeyRef
    since: datetime
    until: datetime
    status: str | None = None
    page: int = 0
    size: int = 20
