"""`naver.orders.resolve_return`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverAction


class ResolveNaverReturn(NaverAction, frozen=True, kw_only=True):
    """Take a return up again that was held back. V1 only, `POST /payments/{imp_uid}/naver/resolve-return`."""

    name: ClassVar[str] = "naver.orders.resolve_return"
