"""`cash_receipts.external.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.base import Operation


class GetExternalCashReceipt(Operation[CashReceipt], frozen=True, kw_only=True):
    """Read a cash receipt that was issued for money taken elsewhere.

    V1 `GET /receipts/external/{merchant_uid}`, V2 `GET /payments/{paymentId}/cash-receipt` with the id chosen at issue.

    :raises NotFound: none was issued (reason `cash_receipt_not_found`)
    """

    name: ClassVar[str] = "cash_receipts.external.get"

    order_id: str
