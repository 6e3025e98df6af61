"""`payments.confirm`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation


class ConfirmPayment(Operation[Payment], frozen=True, kw_only=True):
    """Complete a payment that the buyer has authenticated, on a channel with manual approval (수동 승인).

    V2 `POST /payments/{paymentId}/confirm`. Takes the money, so it is one intent with every charge of the order: it is
    paid at most once. A virtual account comes back as `virtual_account_issued`.

    :ivar token: `paymentToken` that the browser was given
    :ivar amount: what the shop expects; another amount in the browser is refused (`verification_mismatch`)
    :ivar attempt_id: `txId` that the browser was given; another one is refused
    :ivar notify: False asks for no webhook
    :raises ApiError: the token is spent, too old or of another payment
    """

    name: ClassVar[str] = "payments.confirm"
    family: ClassVar[str] = "charge"

    order_id: str
    token: str
    amount: Amount
    attempt_id: str | None = None
    notify: bool | None = None

    def __repr__(self) -> str:
        return f"ConfirmPayment(order_id={self.order_id!r}, amount={self.amount})"
