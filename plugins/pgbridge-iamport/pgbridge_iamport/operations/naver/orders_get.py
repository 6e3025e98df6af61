"""`naver.orders.get`: `GET /naver/product-orders/{product_order_id}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pgbridge.model.channel import Channel
from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.naver.orders_get import GetNaverOrder
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import get
from pgbridge_iamport.naver import READER, answer_product_orders, product_order

OPERATION = GetNaverOrder
ENDPOINTS = ("GET /naver/product-orders/{product_order_id}",)
FIELDS = {"product_order_id": "path.product_order_id"}
ORDERS = "/naver/product-orders/"


def encode(op: GetNaverOrder, channel: Channel) -> WireRequest:
    """Write the request."""
    return get(f"{ORDERS}{quote(op.product_order_id, safe='')}", channel)


def decode(op: GetNaverOrder | None, response: WireResponse) -> NaverProductOrder:  # noqa: ARG001
    """Read the product order."""
    return product_order(READER.one(response.body))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetNaverOrder(product_order_id=tail(request, ORDERS)))


def answer(op: GetNaverOrder | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_product_orders(result)
