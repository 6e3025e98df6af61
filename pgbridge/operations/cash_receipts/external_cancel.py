"""`cash_receipts.external.cancel`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.base import Operation


class CancelExternalCashReceipt(Operation[CashReceipt], frozen=True, kw_only=True):
    """Take back a cash receipt that was issued for money taken elsewhere.

    V1 `DELETE /receipts/external/{merchant_uid}`, V2 `POST /payments/{paymentId}/cash-receipt/cancel`.

    :raises NotFound: none was issued (reason `cash_receipt_not_found`)
    """

    name: ClassVar[str] = "cash_receipts.external.cancel"
    family: ClassVar[str] = "cash_receipt_cancel"

    order_id: str
