"""`cash_receipts.external.get`: `GET /receipts/external/{merchant_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.external_get import GetExternalCashReceipt
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import get
from pgbridge_iamport.receipts import EXTERNAL, answer_receipt, decode_receipt, receipt_at, receipt_path

OPERATION = GetExternalCashReceipt
ENDPOINTS = ("GET /receipts/external/{merchant_uid}",)
FIELDS = {"order_id": "path.merchant_uid"}


def encode(op: GetExternalCashReceipt, channel: Channel) -> WireRequest:
    """Write the request."""
    return get(receipt_path(EXTERNAL, op.order_id), channel)


def flow(op: GetExternalCashReceipt, channel: Channel) -> Flow[CashReceipt]:
    """Read the receipt.

    :raises NotFound: none was issued
    """
    return (yield from receipt_at(receipt_path(EXTERNAL, op.order_id), channel))


def decode(op: GetExternalCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Read the receipt."""
    return decode_receipt(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetExternalCashReceipt(order_id=tail(request, EXTERNAL)))


def answer(op: GetExternalCashReceipt | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    order_id = op.order_id if op is not None else getattr(result, "order_id", None)
    return answer_receipt(result, merchant_uid=order_id)
