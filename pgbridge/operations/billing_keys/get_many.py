"""`billing_keys.get_many`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.billing_key import BillingKey
from pgbridge.model.page import Found
from pgbridge.operations.base import BillingKeyRef, Operation


class GetBillingKeys(Operation[Found[BillingKey]], frozen=True, kw_only=True):
    """Read several billing keys. V1 `GET /subscribe/customers`, V2 one `GET /billing-keys/{billingKey}` each."""

    name: ClassVar[str] = "billing_keys.get_many"

    billing_keys: tuple[BillingKeyRef, ...]
