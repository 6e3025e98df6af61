"""`cash_receipts.issue`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.customer import Customer
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.base import Operation


class IssueCashReceipt(Operation[CashReceipt], frozen=True, kw_only=True):
    """Issue a cash receipt for a payment made through PortOne. V1 `POST /receipts/{imp_uid}`, V2 `POST /cash-receipts`.

    The payment is read first: what is left of it is the amount, and V2 needs its name, currency and channel.

    :ivar identity: phone, receipt card, business or resident number that it is issued to
    :ivar identity_type: `phone`, `card`, `business` or `resident`; some PGs need it
    :ivar type: `personal` or `corporate`
    :ivar amount: minor units; None is what is left. V1 always takes that, so another amount is refused
    :ivar tax_free: V1 counts everything as taxable when it is None; on V2 it is taken from the payment
    :ivar business_number: the shop's own number (Welcome, Kiwoom)
    :ivar company_name: V1 only, with `company_phone`: the shop as the receipt shows it (Kiwoom)
    :ivar pin_channel: V2's channel key; the payment's own when it is None
    :raises Conflict: a receipt was issued before (reason `already_issued`), or the order is not paid
    """

    name: ClassVar[str] = "cash_receipts.issue"
    family: ClassVar[str] = "cash_receipt"

    identity: str
    order_id: str | None = None
    attempt_id: str | None = None
    identity_type: str | None = None
    type: str = "personal"
    amount: int | None = None
    tax_free: int | None = None
    vat: int | None = None
    currency: str | None = None
    order_name: str | None = None
    customer: Customer = Customer()
    product_type: str | None = None
    paid_at: datetime | None = None
    method: str | None = None
    business_number: str | None = None
    company_name: str | None = None
    company_phone: str | None = None
    pin_channel: str | None = None
