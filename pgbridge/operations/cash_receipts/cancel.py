"""`cash_receipts.cancel`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.base import Operation


class CancelCashReceipt(Operation[CashReceipt], frozen=True, kw_only=True):
    """Take the cash receipt of a payment back; another one may be issued then.

    V1 `DELETE /receipts/{imp_uid}`, V2 `POST /payments/{paymentId}/cash-receipt/cancel`.

    :raises NotFound: none was issued (reason `cash_receipt_not_found`)
    """

    name: ClassVar[str] = "cash_receipts.cancel"
    family: ClassVar[str] = "cash_receipt_cancel"

    order_id: str | None = None
    attempt_id: str | None = None
