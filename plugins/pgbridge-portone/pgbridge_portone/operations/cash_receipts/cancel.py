"""`POST /payments/{paymentId}/cash-receipt/cancel`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.cancel import CancelCashReceipt
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import receipting
from pgbridge_portone.accepting import part, query
from pgbridge_portone.asking import need_order
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = CancelCashReceipt
ENDPOINTS = ("POST /payments/{paymentId}/cash-receipt/cancel",)
FIELDS = fields({"order_id": "path.paymentId", "attempt_id": None})
# V2 names a payment by its order.
DROPPED = frozenset(("attempt_id",))
settle = receipting.settle_cancel


def encode(op: CancelCashReceipt, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no order id
    """
    return receipting.cancel_request(need_order(op.order_id, "cash receipt"), channel)


def decode(op: CancelCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Return what was taken back, and when."""
    return receipting.decode_cancelled(response, op.order_id if op else None)


def prior(op: CancelCashReceipt, channel: Channel) -> Flow[Prior]:
    """Remember under which order to look; nothing need be read."""
    yield from ()
    del channel
    return Prior(op=op, target=op.order_id)


def complete(op: CancelCashReceipt, result: CashReceipt, channel: Channel) -> Flow[CashReceipt]:
    """Read the receipt as it stands now."""
    return (yield from receipting.completed(op.order_id or "", result, channel))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(op=CancelCashReceipt(order_id=part(request, 1)), store_id=query(request).get("storeId"))


def answer(op: CancelCashReceipt | None, result: CashReceipt | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it."""
    del op
    return receipting.answer_cancelled(result)
