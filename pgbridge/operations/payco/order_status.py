"""`payco.order_status`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.wallets import PaycoStatus
from pgbridge.operations.base import Operation


class SetPaycoStatus(Operation[PaycoStatus], frozen=True, kw_only=True):
    """Tell PAYCO how an order goes on. V1 only, `POST /payco/orders/status/{imp_uid}`.

    It moves no money: a refund is `payments.cancel`.

    :ivar status: `delivery_start`, `purchase_decision` or `cancelled`
    """

    name: ClassVar[str] = "payco.order_status"
    family: ClassVar[str] = "payco_status"

    status: str
    order_id: str | None = None
    attempt_id: str | None = None

    @property
    def intent(self) -> tuple[str, ...]:
        """What names it in the ledger."""
        return (self.order_id or self.attempt_id or "", self.status)
