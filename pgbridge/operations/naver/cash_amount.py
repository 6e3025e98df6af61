"""`naver.cash_amount`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.naver import NaverCashAmount
from pgbridge.operations.base import Operation


class GetNaverCashAmount(Operation[NaverCashAmount], frozen=True, kw_only=True):
    """Read what a cash receipt can be issued for.

    V1 only, `GET /payments/{imp_uid}/naver/cash-amount`, payment type.

    :raises ApiError: it is no Naver Pay payment
    """

    name: ClassVar[str] = "naver.cash_amount"

    order_id: str | None = None
    attempt_id: str | None = None
