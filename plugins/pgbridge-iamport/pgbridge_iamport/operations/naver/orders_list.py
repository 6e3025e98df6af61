"""`naver.orders.list`: `GET /payments/{imp_uid}/naver/product-orders`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.model.channel import Channel
from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_list import ListNaverOrders
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.bound import ONE_PAYMENT, attempt_of, need_attempt
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import read
from pgbridge_iamport.naver import PAYMENTS, answer_product_orders, decode_product_orders, orders_request

OPERATION, FIELDS = ListNaverOrders, ONE_PAYMENT
ENDPOINTS = ("GET /payments/{imp_uid}/naver/product-orders",)
# `flow` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))


def encode(op: ListNaverOrders, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named
    """
    return orders_request(need_attempt(op.attempt_id, op.name), channel)


def flow(op: ListNaverOrders, channel: Channel) -> Flow[tuple[NaverProductOrder, ...]]:
    """Read the product orders of the attempt, which the order id tells where it is not named."""
    uid = yield from attempt_of(op, channel)
    full = msgspec.structs.replace(op, attempt_id=uid)
    return decode(full, (yield from read(encode(full, channel), channel)))


def decode(op: ListNaverOrders | None, response: WireResponse) -> tuple[NaverProductOrder, ...]:  # noqa: ARG001
    """Read the product orders."""
    return decode_product_orders(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, ListNaverOrders(attempt_id=tail(request, PAYMENTS)))


def answer(op: ListNaverOrders | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_product_orders(result)
