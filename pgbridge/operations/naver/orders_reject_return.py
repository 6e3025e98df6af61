"""`naver.orders.reject_return`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverAction


class RejectNaverReturn(NaverAction, frozen=True, kw_only=True):
    """Refuse a return. V1 only, `POST /payments/{imp_uid}/naver/reject-return`.

    :ivar memo: what the buyer is told
    """

    name: ClassVar[str] = "naver.orders.reject_return"

    memo: str
