"""`payments.balance`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.balance import Balance
from pgbridge.operations.base import Operation


class GetBalance(Operation[Balance], frozen=True, kw_only=True):
    """Read what a payment is made of: card, points, discounts and their tax parts. Payco alone tells it.

    V1 `GET /payments/{imp_uid}/balance`.

    :raises NotFound: there is no such payment
    """

    name: ClassVar[str] = "payments.balance"

    order_id: str | None = None
    attempt_id: str | None = None
