"""The base of every charge: what rules, routing and the ledger speak of."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation, OrderTerms


class Charge(OrderTerms, Operation[Payment], frozen=True, kw_only=True):
    """Take money now. All charges of one `order_id` are one intent: it is paid at most once."""

    family: ClassVar[str] = "charge"

    order_id: str

    def __repr__(self) -> str:
        return f"{type(self).__name__}(order_id={self.order_id!r}, amount={self.amount})"
