"""`payments.get` and `payments.find`: `GET /payments/{imp_uid}`, `GET /payments/find/{merchant_uid}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.get import GetPayment
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import attempts_of, get, missing, payment_by_id, payment_request, shown
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.statuses import segment, wanted
from pgbridge_iamport.written import answer_payment

OPERATION = GetPayment
ENDPOINTS = (
    "GET /payments/{imp_uid}",
    "GET /payments/find/{merchant_uid}",
    "GET /payments/find/{merchant_uid}/{payment_status}",
)
FIELDS = {
    "order_id": "path.merchant_uid",
    "attempt_id": "path.imp_uid",
    "status": "path.payment_status",
}
FIND = "/payments/find/"


def encode(op: GetPayment, channel: Channel) -> WireRequest:
    """Write the request; the attempt wins over the order.

    :raises RuleViolation: neither is named
    """
    if op.attempt_id:
        return payment_request(op.attempt_id, channel)
    if not op.order_id:
        refuse(
            [problem("path", "required_any", "order_id: give it, or attempt_id", neutral="order_id")], op.name
        )
    path = f"{FIND}{quote(op.order_id or '', safe='')}"
    word = segment(op.status, op.name)
    return get(f"{path}/{word}" if word else path, channel)


def flow(op: GetPayment, channel: Channel) -> Flow[Payment]:
    """Read by attempt; or of an order the paid attempt, else the newest (`find` gives the newest)."""
    if op.attempt_id:
        return (yield from payment_by_id(op.attempt_id, channel))
    encode(op, channel)  # refuses what names no payment
    attempts = yield from attempts_of(op.order_id or "", channel, segment(op.status, op.name))
    found = shown([it for it in attempts if wanted(it, op.status)])
    if found is None:
        raise missing()
    return found


def decode(op: GetPayment | None, response: WireResponse) -> Payment:  # noqa: ARG001 - the answer says it all
    """Read the payment."""
    return decode_payment(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request, by attempt or by order."""
    (request,) = requests
    if request.path.startswith(FIND):
        order_id = tail(request, FIND)
        status = request.path[len(FIND) :].partition("/")[2] or None
        return accepted(request, GetPayment(order_id=order_id, status=status))
    return accepted(request, GetPayment(attempt_id=tail(request, "/payments/")))


def answer(op: GetPayment | None, result: Any) -> WireResponse:  # noqa: ARG001 - a payment says it all
    """Write a result as V1 answers it."""
    return answer_payment(result)
