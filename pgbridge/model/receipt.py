"""Receipts beside a payment: cash receipts for the tax office, sales slips of a marketplace's shops."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.model.payment import PaymentChannel


class CashReceipt(Struct, frozen=True, kw_only=True):
    """A cash receipt (현금영수증); amounts in minor units, times aware UTC.

    :ivar order_id: the order it is for, or the id it was issued under for money taken elsewhere
    :ivar status: `issued`, `cancelled` or `issue_failed`
    :ivar type: `personal` (income deduction) or `corporate` (proof of expense)
    :ivar issue_number: the tax office's number of it
    :ivar manual: False where the PG issued it together with the payment
    :ivar partial: True when the answer held less than a read would
    """

    status: str
    order_id: str | None = None
    attempt_id: str | None = None
    type: str | None = None
    amount: int | None = None
    tax_free: int | None = None
    vat: int | None = None
    currency: str = "KRW"
    issue_number: str | None = None
    pg_receipt_id: str | None = None
    order_name: str | None = None
    url: str | None = None
    issued_at: datetime | None = None
    cancelled_at: datetime | None = None
    updated_at: datetime | None = None
    manual: bool | None = None
    channel: PaymentChannel | None = None
    merchant_id: str | None = None
    store_id: str | None = None
    partial: bool = False
    replayed: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"CashReceipt(order_id={self.order_id!r}, status={self.status!r}, amount={self.amount})"

    @property
    def id(self) -> str:
        """What tells it from other receipts of the same order."""
        return self.issue_number or self.pg_receipt_id or ""

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None


class StoreReceipt(Struct, frozen=True, kw_only=True):
    """The sales slip of a payment after its shops were entered on it.

    :ivar url: where the slip can be seen
    """

    order_id: str | None = None
    url: str | None = None
    partial: bool = False
    replayed: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"StoreReceipt(order_id={self.order_id!r})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None
