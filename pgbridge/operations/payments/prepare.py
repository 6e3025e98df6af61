"""`payments.prepare`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Prepared
from pgbridge.operations.base import Operation


class PreparePayment(Operation[Prepared], frozen=True, kw_only=True):
    """Fix the amount of an order before the payment window opens, so that the browser cannot change it.

    V1 `POST /payments/prepare`, V2 `POST /payments/{paymentId}/pre-register`.

    :ivar amount: minor units
    :ivar currency: None leaves the currency unchecked (the amount then counts as won)
    """

    name: ClassVar[str] = "payments.prepare"
    family: ClassVar[str] = "prepare"

    order_id: str
    amount: int
    tax_free: int | None = None
    currency: str | None = None
