"""`billing_keys.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.billing_key import BillingKey
from pgbridge.operations.base import BillingKeyRef, Operation


class GetBillingKey(Operation[BillingKey], frozen=True, kw_only=True):
    """Read one billing key. V1 `GET /subscribe/customers/{customer_uid}`, V2 `GET /billing-keys/{billingKey}`."""

    name: ClassVar[str] = "billing_keys.get"

    billing_key: BillingKeyRef
