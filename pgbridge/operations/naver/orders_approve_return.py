"""`naver.orders.approve_return`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverAction


class ApproveNaverReturn(NaverAction, frozen=True, kw_only=True):
    """Approve a return, which refunds. V1 only, `POST /payments/{imp_uid}/naver/approve-return`.

    :ivar memo: what the buyer is told
    """

    name: ClassVar[str] = "naver.orders.approve_return"

    memo: str | None = None
