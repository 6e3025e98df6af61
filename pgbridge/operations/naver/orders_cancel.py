"""`naver.orders.cancel`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverAction


class CancelNaverOrders(NaverAction, frozen=True, kw_only=True):
    """Cancel product orders and refund the buyer. V1 only, `POST /payments/{imp_uid}/naver/cancel`.

    :ivar reason: `SOLD_OUT`, `DELAYED_DELIVERY`, `PRODUCT_UNSATISFIED`, `INTENT_CHANGED`, `COLOR_AND_SIZE`,
        `WRONG_ORDER` or `INCORRECT_INFO`; V1 takes `PRODUCT_UNSATISFIED` when it is None
    """

    name: ClassVar[str] = "naver.orders.cancel"

    reason: str | None = None
