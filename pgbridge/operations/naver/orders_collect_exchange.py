"""`naver.orders.collect_exchange`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverAction


class CollectNaverExchange(NaverAction, frozen=True, kw_only=True):
    """Tell that the goods of an approved exchange came back.

    V1 only, `POST /payments/{imp_uid}/naver/collect-exchanged`.
    """

    name: ClassVar[str] = "naver.orders.collect_exchange"
