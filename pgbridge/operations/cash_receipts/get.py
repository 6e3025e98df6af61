"""`cash_receipts.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.base import Operation


class GetCashReceipt(Operation[CashReceipt], frozen=True, kw_only=True):
    """Read the cash receipt of a payment. V1 `GET /receipts/{imp_uid}`, V2 `GET /payments/{paymentId}/cash-receipt`.

    :raises NotFound: none was issued (reason `cash_receipt_not_found`)
    """

    name: ClassVar[str] = "cash_receipts.get"

    order_id: str | None = None
    attempt_id: str | None = None
