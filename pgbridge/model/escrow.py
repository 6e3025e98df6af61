"""Escrow: goods on their way, and whether the buyer has confirmed them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.model.customer import Address


class Party(Struct, frozen=True, kw_only=True):
    """Who sends or receives goods; which fields a PG needs differs.

    :ivar relationship: the sender's to the buyer, such as `본인` (Kiwoom)
    """

    name: str | None = None
    phone: str | None = None
    postcode: str | None = None
    address: str | Address | None = None
    relationship: str | None = None

    def __repr__(self) -> str:
        return "Party(***)"


class EscrowLogistics(Struct, frozen=True, kw_only=True):
    """The delivery of an escrow payment; times aware UTC.

    :ivar status: `before_registered`, `registered`, `delivered`, `confirmed`, `rejected`, `reject_confirmed` or
        `cancelled`; V1 tells no more than the first two, and V2 tells nothing of V1's payments (None)
    :ivar carrier: PortOne V2's name, such as `CJ`
    :ivar applied_at: when the delivery was registered, or changed last
    """

    order_id: str | None = None
    attempt_id: str | None = None
    status: str | None = None
    carrier: str | None = None
    invoice: str | None = None
    sent_at: datetime | None = None
    applied_at: datetime | None = None
    completed_at: datetime | None = None
    automatically_confirmed: bool | None = None
    partial: bool = False
    replayed: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"EscrowLogistics(order_id={self.order_id!r}, status={self.status!r})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None
