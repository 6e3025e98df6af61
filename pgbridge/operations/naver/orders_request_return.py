"""`naver.orders.request_return`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverParcel


class RequestNaverReturn(NaverParcel, frozen=True, kw_only=True):
    """Ask for a return in the buyer's place. V1 only, `POST /payments/{imp_uid}/naver/request-return`.

    :ivar delivery_method: `RETURN_DELIVERY` (needs `delivery_company` and `tracking_number`), `RETURN_DESIGNATED` or
        `RETURN_INDIVIDUAL`
    :ivar reason: `INTENT_CHANGED`, `COLOR_AND_SIZE`, `WRONG_ORDER`, `PRODUCT_UNSATISFIED`, `DELAYED_DELIVERY`,
        `SOLD_OUT`, `DROPPED_DELIVERY`, `BROKEN`, `INCORRECT_INFO`, `WRONG_DELIVERY` or `WRONG_OPTION`; V1 takes
        `INTENT_CHANGED` when it is None
    """

    name: ClassVar[str] = "naver.orders.request_return"

    reason: str | None = None
