"""`cash_receipts.external.issue`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.base import Operation


class IssueExternalCashReceipt(Operation[CashReceipt], frozen=True, kw_only=True):
    """Issue a cash receipt for money taken elsewhere, such as over the counter.

    V1 `POST /receipts/external/{merchant_uid}`, V2 `POST /cash-receipts` under an id of your own.

    :ivar identity: phone, receipt card, business or resident number that it is issued to
    :ivar identity_type: `phone`, `card`, `business` or `resident`; some PGs need it
    :ivar type: `personal` or `corporate`
    :ivar method: `transfer` or `virtual_account` (Welcome)
    :ivar business_number: the shop's own number (Welcome)
    :ivar paid_at: V2 only: when the money came, aware datetime
    :raises Conflict: a receipt was issued under this id before (reason `already_issued`)
    """

    name: ClassVar[str] = "cash_receipts.external.issue"
    family: ClassVar[str] = "cash_receipt"

    order_id: str
    order_name: str
    amount: Amount
    identity: str
    identity_type: str | None = None
    type: str = "personal"
    customer: Customer = Customer()
    product_type: str | None = None
    method: str | None = None
    business_number: str | None = None
    paid_at: datetime | None = None
