"""`card_promotions.list`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.promotion import CardPromotion
from pgbridge.operations.base import Operation


class ListCardPromotions(Operation[tuple[CardPromotion, ...]], frozen=True, kw_only=True):
    """Read which promotions the PG itself offers on a channel for an amount (KCP V2 only).

    V2 `GET /payment-gateways/card-promotion`.

    :ivar amount: minor units
    :ivar card_company: only those of this one, such as `SHINHAN_CARD`
    """

    name: ClassVar[str] = "card_promotions.list"

    amount: int
    card_company: str | None = None
