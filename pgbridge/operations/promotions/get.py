"""`promotions.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.promotion import Promotion
from pgbridge.operations.base import Operation


class GetPromotion(Operation[Promotion], frozen=True, kw_only=True):
    """Read a promotion of PortOne's. V2 `GET /promotions/{promotionId}`.

    :raises NotFound: there is none (reason `promotion_not_found`)
    """

    name: ClassVar[str] = "promotions.get"

    promotion_id: str
