"""`identity.list`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.identity import IdentityVerification
from pgbridge.model.page import Page
from pgbridge.operations.base import Listing


class ListIdentityVerifications(Listing[Page[IdentityVerification]], frozen=True, kw_only=True):
    """List identity verifications by the time of the request. V2 `GET /identity-verifications`; V1 has no listing.

    :ivar since: requested at or after, aware datetime; V2 looks 90 days back when it is None
    :ivar status: `ready`, `verified` or `failed`
    :ivar version: `V1` or `V2`: the API that made them
    """

    name: ClassVar[str] = "identity.list"

    order_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    status: str | None = None
    version: str | None = None
    page: int = 0
    size: int = 20
