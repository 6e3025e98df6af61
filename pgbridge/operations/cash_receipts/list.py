"""`cash_receipts.list`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.page import Page
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.base import Listing


class ListCashReceipts(Listing[Page[CashReceipt]], frozen=True, kw_only=True):
    """List cash receipts by the time of issue. V2 `GET /cash-receipts`; V1 has no listing.

    :ivar since: issued at or after, aware datetime; V2 looks 90 days back when it is None
    :ivar status: `issued`, `cancelled` or `issue_failed`
    :ivar type: `personal` or `corporate`
    :ivar version: `V1` or `V2`: the API that issued them
    """

    name: ClassVar[str] = "cash_receipts.list"

    order_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    status: str | None = None
    type: str | None = None
    manual: bool | None = None
    version: str | None = None
    page: int = 0
    size: int = 20
