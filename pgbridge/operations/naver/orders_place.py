"""`naver.orders.place`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverAction


class PlaceNaverOrders(NaverAction, frozen=True, kw_only=True):
    """Take the orders on (발주). V1 only, `POST /payments/{imp_uid}/naver/place`."""

    name: ClassVar[str] = "naver.orders.place"
