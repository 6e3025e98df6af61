"""`naver.orders.withhold_return`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.naver.action import NaverAction


class WithholdNaverReturn(NaverAction, frozen=True, kw_only=True):
    """Hold a return back until the buyer has paid or done what is missing.

    V1 only, `POST /payments/{imp_uid}/naver/withhold-return`.

    :ivar memo: what the buyer is told
    :ivar reason: `RETURN_DELIVERYFEE`, `EXTRAFEEE` (spelt so), `RETURN_DELIVERYFEE_AND_EXTRAFEEE`,
        `RETURN_PRODUCT_NOT_DELIVERED` or `ETC`; V1 takes `ETC` when it is None
    :ivar extra_charge: won that the buyer is asked for beside the delivery
    """

    name: ClassVar[str] = "naver.orders.withhold_return"

    memo: str
    reason: str | None = None
    extra_charge: int | None = None
