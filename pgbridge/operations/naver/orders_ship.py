"""`naver.orders.ship`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.operations.naver.action import NaverParcel


class ShipNaverOrders(NaverParcel, frozen=True, kw_only=True):
    """Tell that goods were sent. V1 only, `POST /payments/{imp_uid}/naver/ship`.

    :ivar delivery_method: `DELIVERY` (needs `delivery_company` and `tracking_number`), `GDFW_ISSUE_SVC`, `VISIT_RECEIPT`,
        `DIRECT_DELIVERY`, `QUICK_SVC` or `NOTHING`
    :ivar dispatched_at: an aware datetime
    """

    name: ClassVar[str] = "naver.orders.ship"

    dispatched_at: datetime
