"""What single PGs and wallets give and take: Kakao Pay, KCP Quick Pay, PAYCO, Paymentwall, Benepia."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct


class KakaoOrders(Struct, frozen=True, kw_only=True):
    """What Kakao Pay says of one order (V2) or of a day's orders (V1), in its own JSON.

    :ivar status: the HTTP status of Kakao's answer, where the API tells it (V2)
    """

    status: int | None = None
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"KakaoOrders(status={self.status}, {len(self.wire)} bytes)"

    @property
    def raw(self) -> Any:
        """Kakao's JSON."""
        return msgspec.json.decode(self.wire) if self.wire else None


class KcpQuickMember(Struct, frozen=True, kw_only=True):
    """A buyer registered with KCP Quick Pay; times aware UTC."""

    member_id: str
    pg_provider: str | None = None
    pg_merchant_id: str | None = None
    registered_at: datetime | None = None
    updated_at: datetime | None = None


class PaycoStatus(Struct, frozen=True, kw_only=True):
    """The state of an order that PAYCO was told: `delivery_start`, `purchase_decision` or `cancelled`."""

    status: str


class PaymentwallDelivery(Struct, frozen=True, kw_only=True):
    """A delivery that Paymentwall was told of."""

    status: str
    order_id: str | None = None
    attempt_id: str | None = None


class BenepiaAccount(Struct, frozen=True, kw_only=True):
    """The buyer's login with Benepia. It goes to the PG and nowhere else: no ledger, log or repr holds it."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "BenepiaAccount(***)"


class BenepiaPoints(Struct, frozen=True, kw_only=True):
    """The points that a Benepia account holds; one is worth one won."""

    points: int
