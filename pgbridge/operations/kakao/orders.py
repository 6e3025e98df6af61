"""`kakao.orders`."""

from __future__ import annotations

from datetime import date as day
from typing import ClassVar

from pgbridge.model.wallets import KakaoOrders
from pgbridge.operations.base import Operation


class GetKakaoOrders(Operation[KakaoOrders], frozen=True, kw_only=True):
    """Read orders from Kakao Pay, in its own JSON; name the Kakao Pay channel with `channel=`.

    V1 `GET /kakao/payment/orders` lists a day of one CID: give `date`. V2 `GET /kakaopay/payment/order` reads one order,
    after PortOne's support has opened it: give `pg_tx_id`.

    :ivar date: the day of the requests, in Seoul
    :ivar cid: Kakao's merchant ID; that of the channel's `pg` when it is None
    :ivar page: counted from 0
    :ivar pg_tx_id: Kakao's order number (`tid`)
    """

    name: ClassVar[str] = "kakao.orders"

    date: day | None = None
    cid: str | None = None
    page: int = 0
    pg_tx_id: str | None = None
