"""`GET /payments/{paymentId}/cash-receipt`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.get import GetCashReceipt
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.asking import need_order
from pgbridge_portone.convert.receipt import read_receipt
from pgbridge_portone.fields import fields
from pgbridge_portone.receipting import answer_read, get_request

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetCashReceipt
ENDPOINTS = ("GET /payments/{paymentId}/cash-receipt",)
FIELDS = fields({"order_id": "path.paymentId", "attempt_id": None})
# V2 names a payment by its order.
DROPPED = frozenset(("attempt_id",))


def encode(op: GetCashReceipt, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no order id
    """
    return get_request(need_order(op.order_id, "cash receipt"), channel)


def decode(op: GetCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Return the receipt."""
    del op
    return read_receipt(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(op=GetCashReceipt(order_id=part(request, 1)), store_id=query(request).get("storeId"))


def answer(op: GetCashReceipt | None, result: CashReceipt | PgbridgeError) -> WireResponse:
    """Write the receipt as V2 answers it."""
    return answer_read(op.order_id if op else None, result)
