"""`naver.orders.list`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.naver import NaverProductOrder
from pgbridge.operations.base import Operation


class ListNaverOrders(Operation[tuple[NaverProductOrder, ...]], frozen=True, kw_only=True):
    """List the product orders of a payment. V1 only, `GET /payments/{imp_uid}/naver/product-orders`.

    :raises NotFound: there is no such payment
    """

    name: ClassVar[str] = "naver.orders.list"

    order_id: str | None = None
    attempt_id: str | None = None
