"""`payments.prepare.update`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Prepared
from pgbridge.operations.base import Operation


class UpdatePreparedPayment(Operation[Prepared], frozen=True, kw_only=True):
    """Change the amount registered for an order.

    V1 `PUT /payments/prepare`; V2 registers again, which is inferred to overwrite.
    """

    name: ClassVar[str] = "payments.prepare.update"
    family: ClassVar[str] = "prepare"

    order_id: str
    amount: int
    tax_free: int | None = None
    currency: str | None = None
