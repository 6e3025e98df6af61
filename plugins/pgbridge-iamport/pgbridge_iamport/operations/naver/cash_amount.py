"""`naver.cash_amount`: `GET /payments/{imp_uid}/naver/cash-amount`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.naver import NaverCashAmount
from pgbridge.operations.naver.cash_amount import GetNaverCashAmount
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.bound import ONE_PAYMENT, attempt_of, need_attempt
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import get, read
from pgbridge_iamport.shapes.naver import CashAmountShape

OPERATION, FIELDS = GetNaverCashAmount, ONE_PAYMENT
ENDPOINTS = ("GET /payments/{imp_uid}/naver/cash-amount",)
# `flow` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
PAYMENTS = "/payments/"
READER = Reader(CashAmountShape)


def encode(op: GetNaverCashAmount, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named
    """
    uid = need_attempt(op.attempt_id, op.name)
    return get(f"{PAYMENTS}{quote(uid, safe='')}/naver/cash-amount", channel)


def flow(op: GetNaverCashAmount, channel: Channel) -> Flow[NaverCashAmount]:
    """Read the amounts of the attempt, which the order id tells where it is not named."""
    uid = yield from attempt_of(op, channel)
    full = msgspec.structs.replace(op, attempt_id=uid)
    return decode(full, (yield from read(encode(full, channel), channel)))


def decode(op: GetNaverCashAmount | None, response: WireResponse) -> NaverCashAmount:  # noqa: ARG001
    """Read the amounts.

    :raises BadAnswer: the total is missing
    """
    it = READER.one(response.body)
    if it.amount_total is None:
        raise BadAnswer("PortOne V1 answered a cash amount without its total", reason="bad_answer")
    return NaverCashAmount(
        total=it.amount_total,
        points=it.amount_by_npoint,
        primary=it.amount_by_primary,
        supply=it.amount_supply,
        vat=it.amount_vat,
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetNaverCashAmount(attempt_id=tail(request, PAYMENTS)))


def answer(op: GetNaverCashAmount | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(
        CashAmountShape(
            amount_total=result.total,
            amount_by_npoint=result.points,
            amount_by_primary=result.primary,
            amount_supply=result.supply,
            amount_vat=result.vat,
        )
    )
