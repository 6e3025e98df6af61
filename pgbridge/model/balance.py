"""What a payment is made of, by means of payment (V1, Payco)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct


class BalanceParts(Struct, frozen=True, kw_only=True):
    """Minor units that are left after refunds."""

    tax_free: int | None = None
    supply: int | None = None
    vat: int | None = None
    service: int | None = None


class BalanceChange(Struct, frozen=True, kw_only=True):
    """The parts as they were at one time."""

    at: datetime | None = None
    cash_receipt: BalanceParts | None = None
    primary: BalanceParts | None = None
    secondary: BalanceParts | None = None
    discount: BalanceParts | None = None


class Balance(Struct, frozen=True, kw_only=True):
    """A payment by means of payment.

    :ivar amount: what was to be paid at first
    :ivar cash_receipt: what a cash receipt was issued for
    :ivar primary: card, transfer, virtual account or phone
    :ivar secondary: points of the PG or the card company
    :ivar discount: what PG or card company took off
    """

    attempt_id: str | None
    amount: int
    cash_receipt: BalanceParts | None = None
    primary: BalanceParts | None = None
    secondary: BalanceParts | None = None
    discount: BalanceParts | None = None
    history: tuple[BalanceChange, ...] = ()
    wire: bytes = b""

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None
