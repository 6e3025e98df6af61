"""`billing_keys.confirm_and_charge`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation


class ConfirmKeyAndCharge(Operation[Payment], frozen=True, kw_only=True):
    """Complete the issue of a billing key together with its first payment (수동 승인).

    V2 `POST /billing-keys/confirm-issue-and-pay`. Takes the money, so it is one intent with every charge of the order.
    The payment's `billing_key` is the new key; the shop calls it `alias` from then on.

    :ivar token: `billingIssueToken` that the browser was given
    :ivar amount: what the shop expects; another amount in the browser is refused (`verification_mismatch`)
    :ivar notify: False asks for no webhook
    """

    name: ClassVar[str] = "billing_keys.confirm_and_charge"
    family: ClassVar[str] = "charge"

    alias: str
    token: str
    order_id: str
    amount: Amount
    notify: bool | None = None

    def __repr__(self) -> str:
        return f"ConfirmKeyAndCharge(order_id={self.order_id!r}, alias={self.alias!r}, amount={self.amount})"
