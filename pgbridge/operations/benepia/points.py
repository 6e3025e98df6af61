"""`benepia.points`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.wallets import BenepiaAccount, BenepiaPoints
from pgbridge.operations.base import Operation


class GetBenepiaPoints(Operation[BenepiaPoints], frozen=True, kw_only=True):
    """Read the points of a Benepia account.

    V1 only, `POST /benepia/point`, KCP only; name its channel with `channel=`.
    """

    name: ClassVar[str] = "benepia.points"

    account: BenepiaAccount
