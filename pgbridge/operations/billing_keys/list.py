"""`billing_keys.list`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.billing_key import BillingKey
from pgbridge.model.page import Page
from pgbridge.operations.base import Listing


class ListBillingKeys(Listing[Page[BillingKey]], frozen=True, kw_only=True):
    """List billing keys. V2 `GET /billing-keys`; V1 has no listing: the shop must hold the ids.

    :ivar customer_id: only keys of this buyer
    :ivar since: issued at or after, aware datetime
    :ivar status: `issued` or `deleted`
    :ivar version: `V1` or `V2`: the API that issued them
    """

    name: ClassVar[str] = "billing_keys.list"

    customer_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    status: str | None = None
    version: str | None = None
    page: int = 0
    size: int = 20
