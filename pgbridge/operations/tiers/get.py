"""`tiers.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.account import Tier
from pgbridge.operations.base import Operation


class GetTier(Operation[Tier], frozen=True, kw_only=True):
    """Read a sub-merchant. V1 only, `GET /tiers/{tier_code}`; on V2 each is a store of its own.

    :ivar code: three capital letters or digits
    :raises NotFound: there is none, or it was deleted
    """

    name: ClassVar[str] = "tiers.get"

    code: str
