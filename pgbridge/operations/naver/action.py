"""What the shop does with product orders of a Naver Pay order: the base of those operations."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.naver import NaverOrders
from pgbridge.operations.base import Operation


class NaverAction(Operation[NaverOrders], frozen=True, kw_only=True):
    """Something done with product orders of one payment; V1 only, and only for the order type (`naverco`).

    Name the payment by `attempt_id` (`imp_uid`) or by `order_id`. Naver takes each product order from one state to the
    next, so asking twice does not do it twice.

    :ivar product_order_ids: which of them; none means all of the payment
    """

    family: ClassVar[str] = "naver_order"

    order_id: str | None = None
    attempt_id: str | None = None
    product_order_ids: tuple[str, ...] = ()

    @property
    def intent(self) -> tuple[str, ...]:
        """What names it in the ledger."""
        return (self.name, self.order_id or self.attempt_id or "", *self.product_order_ids)


class NaverParcel(NaverAction, frozen=True, kw_only=True):
    """An action that sends goods on their way.

    :ivar delivery_method: Naver's code; some need a carrier and a tracking number
    :ivar delivery_company: Naver's code of the parcel service, such as `CJGLS`
    """

    delivery_method: str
    delivery_company: str | None = None
    tracking_number: str | None = None
