"""What happened to payments, one thing at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.model.payment import Cancellation


class PaymentEvent(Struct, frozen=True, kw_only=True):
    """One change of a payment.

    :ivar type: `paid`, `partially_cancelled` or `cancelled`
    :ivar amount: minor units that this event moved; negative where money was given back
    :ivar total: of the whole payment
    """

    id: str
    type: str
    order_id: str
    attempt_id: str | None = None
    amount: int = 0
    total: int | None = None
    currency: str = "KRW"
    at: datetime | None = None
    order_name: str | None = None
    custom_data: str | None = None
    pg_tx_id: str | None = None
    version: str | None = None
    cancellation: Cancellation | None = None
    merchant_id: str | None = None
    store_id: str | None = None
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"PaymentEvent(id={self.id!r}, type={self.type!r}, order_id={self.order_id!r}, amount={self.amount})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None
