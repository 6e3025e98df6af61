"""`naver.points.deposit`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.naver import NaverPoints
from pgbridge.operations.base import Operation


class DepositNaverPoints(Operation[NaverPoints], frozen=True, kw_only=True):
    """Give the buyer the points of a payment. V1 only, `POST /payments/{imp_uid}/naver/point`, payment type.

    V1 has no read that shows it. So what got no answer stays unknown until an explicit repeat after the quiet time, and
    what is done is told from the ledger when it is asked for again.
    """

    name: ClassVar[str] = "naver.points.deposit"
    family: ClassVar[str] = "naver_points"

    attempt_id: str
