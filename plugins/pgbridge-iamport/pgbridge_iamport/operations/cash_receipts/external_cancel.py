"""`cash_receipts.external.cancel`: `DELETE /receipts/external/{merchant_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.external_cancel import CancelExternalCashReceipt
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.receipts import EXTERNAL, answer_receipt, cancel_seen, decode_receipt, receipt_path

OPERATION = CancelExternalCashReceipt
ENDPOINTS = ("DELETE /receipts/external/{merchant_uid}",)
FIELDS = {"order_id": "path.merchant_uid"}


def encode(op: CancelExternalCashReceipt, channel: Channel) -> WireRequest:
    """Write the request."""
    return WireRequest(
        method="DELETE",
        path=receipt_path(EXTERNAL, op.order_id),
        headers=headers(channel),
        params={"merchant_uid": op.order_id},
    )


def decode(op: CancelExternalCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Read the receipt that was taken back."""
    return decode_receipt(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, CancelExternalCashReceipt(order_id=tail(request, EXTERNAL)))


def answer(op: CancelExternalCashReceipt | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    order_id = op.order_id if op is not None else getattr(result, "order_id", None)
    return answer_receipt(result, merchant_uid=order_id)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the receipt was taken back."""
    return (yield from cancel_seen(receipt_path(EXTERNAL, attempt.vendor_id), channel))
