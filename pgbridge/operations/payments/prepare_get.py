"""`payments.prepare.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Prepared
from pgbridge.operations.base import Operation


class GetPreparedPayment(Operation[Prepared], frozen=True, kw_only=True):
    """Read the amount registered for an order. V1 `GET /payments/prepare/{merchant_uid}`; V2 has no such read."""

    name: ClassVar[str] = "payments.prepare.get"

    order_id: str
