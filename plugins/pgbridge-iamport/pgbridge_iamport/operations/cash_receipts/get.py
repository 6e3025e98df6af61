"""`cash_receipts.get`: `GET /receipts/{imp_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.get import GetCashReceipt
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import get
from pgbridge_iamport.receipts import (
    RECEIPTS,
    answer_receipt,
    attempt_of,
    decode_receipt,
    need_attempt,
    receipt_at,
    receipt_path,
)

OPERATION = GetCashReceipt
ENDPOINTS = ("GET /receipts/{imp_uid}",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid"}
# V1 reads by attempt; `flow` finds it by the order id.
DROPPED = frozenset(("order_id",))


def encode(op: GetCashReceipt, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named
    """
    return get(receipt_path(RECEIPTS, need_attempt(op.attempt_id, op.name)), channel)


def flow(op: GetCashReceipt, channel: Channel) -> Flow[CashReceipt]:
    """Find the attempt where only the order is named, then read its receipt."""
    uid = yield from attempt_of(op, channel)
    return (yield from receipt_at(receipt_path(RECEIPTS, uid), channel))


def decode(op: GetCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Read the receipt."""
    return decode_receipt(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetCashReceipt(attempt_id=tail(request, RECEIPTS)))


def answer(op: GetCashReceipt | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_receipt(result, imp_uid=op.attempt_id if op is not None else None)
