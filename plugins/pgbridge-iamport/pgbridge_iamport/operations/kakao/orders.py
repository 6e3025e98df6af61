"""`kakao.orders`: `GET /kakao/payment/orders`."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.wallets import KakaoOrders
from pgbridge.operations.kakao.orders import GetKakaoOrders
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.envelope import content, failure, success
from pgbridge_iamport.form import Form, accepted, wrong
from pgbridge_iamport.lookups import get
from pgbridge_iamport.refusal import Problems, problem, refuse

OPERATION = GetKakaoOrders
ENDPOINTS = ("GET /kakao/payment/orders",)
FIELDS = {
    "date": "query.payment_request_date",
    "cid": "query.cid",
    "page": "query.page",
    "pg_tx_id": None,
}
APPROXIMATIONS = ("date: PortOne V1 lists a day's orders of Kakao Pay; reading one by its tid is V2's alone",)


def encode(op: GetKakaoOrders, channel: Channel) -> WireRequest:
    """Write the request. Inferred, from public clients of V1: the path, the three parameters, pages from 1.

    :raises RuleViolation: no day is named, or no CID, neither here nor by the channel's `pg`
    """
    problems: Problems = []
    cid = op.cid or (channel.pg or "").partition(".")[2]
    if op.date is None:
        message = "date: V1 lists the orders of a day: give it"
        problems.append(problem("payment_request_date", "required", message, neutral="date"))
    if not cid:
        message = f"cid: give it, or set pg = 'kakaopay.<cid>' on channel {channel.name}"
        problems.append(problem("cid", "required", message, neutral="cid"))
    if op.page < 0:
        problems.append(problem("page", "min", "page: counted from 0", neutral="page"))
    refuse(problems, op.name)
    day = "" if op.date is None else op.date.strftime("%Y%m%d")
    query = (("payment_request_date", day), ("cid", cid), ("page", str(op.page + 1)))
    return get("/kakao/payment/orders", channel, query)


def decode(op: GetKakaoOrders | None, response: WireResponse) -> KakaoOrders:  # noqa: ARG001
    """Return Kakao's JSON.

    :raises BadAnswer: there is none
    """
    inside = content(response.body)
    if inside is None:
        raise BadAnswer("PortOne V1 answered no orders of Kakao Pay", reason="bad_answer")
    return KakaoOrders(wire=bytes(inside))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.query(request)
    text, page = form.need("payment_request_date"), form.integer("page")
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except (ValueError, OverflowError):
        raise wrong("payment_request_date", "must be a day written YYYYMMDD") from None
    op = GetKakaoOrders(date=day, cid=form.need("cid"), page=0 if page is None else page - 1)
    return accepted(request, op)


def answer(op: GetKakaoOrders | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(msgspec.Raw(result.wire) if result.wire else {})
