"""`GET /payments/{paymentId}/cash-receipt`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.external_get import GetExternalCashReceipt
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.convert.receipt import read_receipt
from pgbridge_portone.fields import fields
from pgbridge_portone.receipting import answer_read, get_request

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetExternalCashReceipt
ENDPOINTS = ("GET /payments/{paymentId}/cash-receipt",)
FIELDS = fields({"order_id": "path.paymentId"})


def encode(op: GetExternalCashReceipt, channel: Channel) -> WireRequest:
    """Turn the operation into its request."""
    return get_request(op.order_id, channel)


def decode(op: GetExternalCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Return the receipt."""
    del op
    return read_receipt(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(
        op=GetExternalCashReceipt(order_id=part(request, 1)), store_id=query(request).get("storeId")
    )


def answer(op: GetExternalCashReceipt | None, result: CashReceipt | PgbridgeError) -> WireResponse:
    """Write the receipt as V2 answers it."""
    return answer_read(op.order_id if op else None, result)
