"""`payments.attempts`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation


class ListAttempts(Operation[tuple[Payment, ...]], frozen=True, kw_only=True):
    """Read every attempt at paying an order, newest first; empty when there is none.

    V1 `GET /payments/findAll/{merchant_uid}`, V2 `GET /payments/{paymentId}/transactions` (unstable API).
    """

    name: ClassVar[str] = "payments.attempts"

    order_id: str
    status: str | None = None
