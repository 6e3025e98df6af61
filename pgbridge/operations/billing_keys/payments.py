"""`billing_keys.payments`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.page import Page
from pgbridge.model.payment import Payment
from pgbridge.operations.base import BillingKeyRef, Listing


class ListKeyPayments(Listing[Page[Payment]], frozen=True, kw_only=True):
    """List what was charged to a billing key.

    V1 `GET /subscribe/customers/{customer_uid}/payments`, V2 `GET /payments` searched for the key.

    :ivar since: V2 only, by when the payment last changed, aware datetime, inclusive; from the beginning when left out
    :ivar until: V2 only, aware datetime; now when left out
    :ivar page: counted from 0
    :ivar size: V2 only; V1 chooses it
    """

    name: ClassVar[str] = "billing_keys.payments"

    billing_key: BillingKeyRef
    since: datetime | None = None
    until: datetime | None = None
    page: int = 0
    size: int = 20
