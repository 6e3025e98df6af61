"""`GET /kakaopay/payment/order`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.wallets import KakaoOrders
from pgbridge.operations.kakao.orders import GetKakaoOrders
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import KakaoShape

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetKakaoOrders
ENDPOINTS = ("GET /kakaopay/payment/order",)
FIELDS = fields({"pg_tx_id": "query.pgTxId", "date": None, "cid": None, "page": None})
DECODER = msgspec.json.Decoder(KakaoShape)
OK = 200
APPROXIMATIONS = ("pg_tx_id: PortOne V2 reads one order of Kakao Pay; a day's list is V1's alone",)


def encode(op: GetKakaoOrders, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: no order of Kakao's is named, or the channel has no key
    """
    problems = []
    if not op.pg_tx_id:
        message = "V2 reads one order of Kakao Pay by its tid: give pg_tx_id"
        problems.append(problem("pg-tx-id", "query.pgTxId", message, neutral="pg_tx_id"))
    if not channel.key:
        message = "V2 needs the key of the Kakao Pay channel: set key = ... on the channel"
        problems.append(problem("channel-key", "query.channelKey", message, neutral="channel.key"))
    if problems:
        raise refuse(*problems, subject=op.name)
    return WireRequest(
        method="GET",
        path="/kakaopay/payment/order",
        query=(("pgTxId", op.pg_tx_id or ""), ("channelKey", channel.key or "")),
    )


def decode(op: GetKakaoOrders | None, response: WireResponse) -> KakaoOrders:
    """Return Kakao's own JSON, which V2 hands on as a text.

    :raises BadAnswer: that is no JSON
    """
    del op
    shape = parse(response.body, DECODER)
    try:
        msgspec.json.decode(shape.body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        message = "PortOne V2 handed on what is no JSON of Kakao Pay"
        raise BadAnswer(message, reason="bad_answer", http_status=response.status) from None
    return KakaoOrders(status=shape.status_code, wire=shape.body.encode())


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    given = query(requests[0])
    if not given.get("pgTxId"):
        raise refuse(problem("pg-tx-id", "query.pgTxId", "is required"), subject=requests[0].method)
    return Accepted(op=GetKakaoOrders(pg_tx_id=given["pgTxId"]), channel_key=given.get("channelKey"))


def answer(op: GetKakaoOrders | None, result: KakaoOrders | PgbridgeError) -> WireResponse:
    """Write Kakao's JSON as V2 hands it on."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    status = OK if result.status is None else result.status
    return answered(KakaoShape(status_code=status, body=result.wire.decode() or "{}"))
