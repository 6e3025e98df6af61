"""`naver.orders.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.base import Operation


class GetNaverOrder(Operation[NaverProductOrder], frozen=True, kw_only=True):
    """Read one product order. V1 only, `GET /naver/product-orders/{product_order_id}`.

    :raises NotFound: there is none
    """

    name: ClassVar[str] = "naver.orders.get"

    product_order_id: str
