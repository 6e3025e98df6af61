"""Promotions: PortOne's own, and those of a PG."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct


class Discount(Struct, frozen=True, kw_only=True):
    """What is taken off from an amount on.

    :ivar type: `amount` or `percent`
    :ivar value: minor units, or percent
    """

    amount_from: int
    type: str
    value: int | None = None


class Promotion(Struct, frozen=True, kw_only=True):
    """A promotion of PortOne's; amounts in minor units of `currency`.

    :ivar status: `scheduled`, `in_progress`, `paused`, `budget_exhausted`, `terminated` or `completed`
    :ivar recover: whether a cancel gives the budget back
    """

    id: str
    type: str
    name: str | None = None
    status: str | None = None
    currency: str = "KRW"
    discounts: tuple[Discount, ...] = ()
    budget: int | None = None
    spent: int | None = None
    max_discount: int | None = None
    card_company: str | None = None
    recover: bool | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    terminated_at: datetime | None = None
    created_at: datetime | None = None
    store_id: str | None = None
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"Promotion(id={self.id!r}, name={self.name!r}, status={self.status!r})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None


class CardPromotion(Struct, frozen=True, kw_only=True):
    """A promotion that a PG offers for a card company; minor units."""

    id: str
    card_company: str
    discount: int
    minimum_amount: int
