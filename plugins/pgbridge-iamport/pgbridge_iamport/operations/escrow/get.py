"""`escrow.get`: `GET /escrows/logis/{imp_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.escrow import EscrowLogistics
from pgbridge.operations.escrow.get import GetEscrow
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.escrows import LOGIS, answer_logistics, decode_logistics, delivery_of
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import get
from pgbridge_iamport.receipts import attempt_of, need_attempt, receipt_path

OPERATION = GetEscrow
ENDPOINTS = ("GET /escrows/logis/{imp_uid}",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid"}
# V1 reads by attempt; `flow` finds it by the order id.
DROPPED = frozenset(("order_id",))


def encode(op: GetEscrow, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named
    """
    return get(receipt_path(LOGIS, need_attempt(op.attempt_id, op.name)), channel)


def flow(op: GetEscrow, channel: Channel) -> Flow[EscrowLogistics]:
    """Find the attempt where only the order is named, then read its delivery."""
    uid = yield from attempt_of(op, channel)
    return (yield from delivery_of(uid, channel, op.order_id))


def decode(op: GetEscrow | None, response: WireResponse) -> EscrowLogistics:
    """Read the delivery."""
    named = (op.order_id, op.attempt_id) if op is not None else (None, None)
    return decode_logistics(response.body, *named)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetEscrow(attempt_id=tail(request, LOGIS)))


def answer(op: GetEscrow | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_logistics(op, result)
