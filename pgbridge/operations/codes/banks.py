"""`codes.banks`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.codes import CodeName
from pgbridge.operations.base import Operation


class ListBanks(Operation[tuple[CodeName, ...]], frozen=True, kw_only=True):
    """List the banks. V1 `GET /banks` (codes and names), V2 `GET /banks` (PortOne's names and Korean ones).

    What an API does not tell comes from `pgbridge.model.codes`; on V2 a warning says so of the codes.
    """

    name: ClassVar[str] = "codes.banks"
