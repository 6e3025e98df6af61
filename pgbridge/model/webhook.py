"""What an API tells of its own accord: webhooks and confirm callbacks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct


class WebhookKind:
    """`WebhookEvent.kind`. A type that PortOne adds tomorrow is `unknown`; its own word is in `type`."""

    PAYMENT_READY = "payment_ready"
    PAYMENT_PENDING = "payment_pending"
    VIRTUAL_ACCOUNT_ISSUED = "virtual_account_issued"
    PAYMENT_PAID = "payment_paid"
    PAYMENT_FAILED = "payment_failed"
    CANCEL_REQUESTED = "cancel_requested"
    PARTIALLY_CANCELLED = "partially_cancelled"
    CANCELLED = "cancelled"
    DISPUTE_CREATED = "dispute_created"
    DISPUTE_RESOLVED = "dispute_resolved"
    BILLING_KEY_READY = "billing_key_ready"
    BILLING_KEY_ISSUED = "billing_key_issued"
    BILLING_KEY_FAILED = "billing_key_failed"
    BILLING_KEY_DELETED = "billing_key_deleted"
    BILLING_KEY_UPDATED = "billing_key_updated"
    CONFIRM = "confirm"
    UNKNOWN = "unknown"


class WebhookEvent(Struct, frozen=True, kw_only=True):
    """One delivery, in neutral words. It says that something changed; read the payment to know what is so now.

    :ivar api: `v1` or `v2`
    :ivar event_id: the same on every delivery of one event: `webhook-id` on V2, made from its content on V1
    :ivar kind: one of `WebhookKind`; V1's `cancelled` does not tell full from partial
    :ivar type: the vendor's own word for it
    :ivar occurred_at: when it happened, aware UTC; V1 does not tell
    :ivar order_id: the vendor's order id: `merchant_uid` or `paymentId`
    :ivar attempt_id: `imp_uid` or `transactionId`
    :ivar verified: whether a signature proves who sent it; never on V1, which signs nothing
    :ivar raw: the fields as they came, unknown ones included
    """

    api: str
    event_id: str
    kind: str
    type: str = ""
    occurred_at: datetime | None = None
    order_id: str | None = None
    attempt_id: str | None = None
    cancellation_id: str | None = None
    billing_key: str | None = None
    store_id: str | None = None
    verified: bool = False
    raw: Mapping[str, Any] = {}

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(api={self.api!r}, event_id={self.event_id!r}, kind={self.kind!r}, "
            f"order_id={self.order_id!r}, attempt_id={self.attempt_id!r}, verified={self.verified})"
        )


class ConfirmRequest(WebhookEvent, frozen=True, kw_only=True):
    """PortOne asks whether a payment may go through; answer `Approve` or `Reject` within seconds.

    :ivar amount: what is about to be paid, in minor units of `currency`; None where it is not told
    :ivar currency: the one the receiver was told to expect, for neither API names it
    :ivar barcode: of a convenience-store payment (Galaxia on V1)
    :ivar pay_type: the same, how it is paid at the till
    """

    amount: int | None = None
    currency: str = "KRW"
    barcode: str | None = None
    pay_type: str | None = None

    def __repr__(self) -> str:
        return WebhookEvent.__repr__(self)


class Approve(Struct, frozen=True, kw_only=True):
    """The payment may go through."""


class Reject(Struct, frozen=True, kw_only=True):
    """The payment must not go through.

    :ivar reason: what PortOne keeps as the failure's reason and the buyer may see
    """

    reason: str = ""


def made_id(*parts: str | None) -> str:
    """Return an event id made from what an event says, for events that carry none."""
    text = "\n".join("" if part is None else part for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
