"""`GET /payments/{paymentId}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.operations.payments.get import GetPayment
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import need_order, read
from pgbridge_portone.charging import get_request, transactions
from pgbridge_portone.convert.payment import read_payment
from pgbridge_portone.convert.payment_written import payment_shape
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.model.payment import Payment
    from pgbridge.wire import Flow

OPERATION = GetPayment
ENDPOINTS = ("GET /payments/{paymentId}",)
FIELDS = fields({"order_id": "path.paymentId", "attempt_id": None, "status": None})
# V2 shows the payment of an order; a certain attempt at it is looked for in the answer, and then in the list.
DROPPED = frozenset(("attempt_id", "status"))


def encode(op: GetPayment, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no order id
    """
    return get_request(need_order(op.order_id, "get"), channel)


def flow(op: GetPayment, channel: Channel) -> Flow[Payment]:
    """Read the payment, and its other attempts when the one that is asked for is not shown.

    :raises NotFound: there is no such payment, or no such attempt at it
    """
    payment = decode(op, (yield from read(encode(op, channel), channel)))
    if op.attempt_id is None or payment.attempt_id == op.attempt_id:
        return payment
    for attempt in (yield from transactions(payment.order_id, channel)):
        if attempt.attempt_id == op.attempt_id:
            return attempt
    raise NotFound(
        f"order {payment.order_id} has no attempt {op.attempt_id}",
        reason="payment_not_found",
        http_status=404,
    )


def decode(op: GetPayment | None, response: WireResponse) -> Payment:
    """Return the payment."""
    del op
    return read_payment(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(op=GetPayment(order_id=part(request, 1)), store_id=query(request).get("storeId"))


def answer(op: GetPayment | None, result: Payment | PgbridgeError) -> WireResponse:
    """Write the payment as V2 answers it."""
    del op
    return refused(result) if isinstance(result, PgbridgeError) else answered(payment_shape(result))
