"""`naver.orders.ship_exchange`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverParcel


class ShipNaverExchange(NaverParcel, frozen=True, kw_only=True):
    """Tell that the goods of an approved exchange were sent again.

    V1 only, `POST /payments/{imp_uid}/naver/ship-exchanged`.

    :ivar delivery_method: as for `naver.orders.ship`
    """

    name: ClassVar[str] = "naver.orders.ship_exchange"
