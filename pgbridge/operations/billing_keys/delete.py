"""`billing_keys.delete`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Deleted
from pgbridge.operations.base import BillingKeyRef, Operation


class DeleteBillingKey(Operation[Deleted], frozen=True, kw_only=True):
    """Delete a billing key. V1 `DELETE /subscribe/customers/{customer_uid}`, V2 `DELETE /billing-keys/{billingKey}`.

    :ivar reason: Naver Pay wants one
    :ivar requester: `customer` or `admin`, for Naver Pay
    """

    name: ClassVar[str] = "billing_keys.delete"
    family: ClassVar[str] = "billing_key_deletion"

    billing_key: BillingKeyRef
    reason: str | None = None
    requester: str | None = None
    notify: bool | None = None
