"""`payments.prepare`: `POST /payments/prepare`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.page import Prepared
from pgbridge.operations.payments.prepare import PreparePayment
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.prepared import (
    PREPARE_FIELDS,
    answer_prepared,
    decode_prepared,
    prepare_body,
    prepared_seen,
)

OPERATION = PreparePayment
ENDPOINTS = ("POST /payments/prepare",)
FIELDS = PREPARE_FIELDS


def encode(op: PreparePayment, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: the order id is too long, or nobody pays in that currency
    """
    body = prepare_body(op.order_id, op.amount, op.currency, op.name)
    return WireRequest(
        method="POST", path="/payments/prepare", name="prepare", body=body, headers=headers(channel)
    )


def decode(op: PreparePayment | None, response: WireResponse) -> Prepared:
    """Read what is registered now."""
    return decode_prepared(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    currency = form.text("currency")
    op = PreparePayment(
        order_id=form.order_id(),
        amount=form.need_money("amount", currency or "KRW"),
        currency=currency,
    )
    return accepted(request, op, forms=(form,))


def answer(op: PreparePayment | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_prepared(op.order_id if op is not None else None, result)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the amount is registered."""
    return (yield from prepared_seen(attempt, channel))
