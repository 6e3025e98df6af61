"""`payments.prepare.get`: `GET /payments/prepare/{merchant_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.page import Prepared
from pgbridge.operations.payments.prepare_get import GetPreparedPayment
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.prepared import PREPARE, answer_prepared, decode_prepared, prepared_request

OPERATION = GetPreparedPayment
ENDPOINTS = ("GET /payments/prepare/{merchant_uid}",)
FIELDS = {"order_id": "path.merchant_uid"}


def encode(op: GetPreparedPayment, channel: Channel) -> WireRequest:
    """Write the request."""
    return prepared_request(op.order_id, channel)


def decode(op: GetPreparedPayment | None, response: WireResponse) -> Prepared:
    """Read what is registered."""
    return decode_prepared(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetPreparedPayment(order_id=tail(request, f"{PREPARE}/")))


def answer(op: GetPreparedPayment | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_prepared(op.order_id if op is not None else None, result)
