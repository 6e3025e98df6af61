"""`payments.get`, and `payments.find` with it."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation


class GetPayment(Operation[Payment], frozen=True, kw_only=True):
    """Read one payment: the paid attempt of an order, else its newest one.

    V1 `GET /payments/{imp_uid}` or `GET /payments/find/{merchant_uid}`, V2 `GET /payments/{paymentId}`.

    :ivar order_id: the shop's id
    :ivar attempt_id: PortOne's id (`imp_uid`, `transactionId`); V1 reads by it when it is given
    :ivar status: V1 only: the newest attempt in this state (`paid`, `failed` ...)
    :raises NotFound: there is no such payment
    """

    name: ClassVar[str] = "payments.get"

    order_id: str | None = None
    attempt_id: str | None = None
    status: str | None = None
