"""`naver.orders.approve_cancel`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverAction


class ApproveNaverCancel(NaverAction, frozen=True, kw_only=True):
    """Approve the buyer's request for a cancel, which refunds.

    V1 only, `POST /payments/{imp_uid}/naver/approve-cancel`.
    """

    name: ClassVar[str] = "naver.orders.approve_cancel"
