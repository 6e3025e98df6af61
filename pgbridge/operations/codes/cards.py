"""`codes.cards`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.codes import CodeName
from pgbridge.operations.base import Operation


class ListCardCompanies(Operation[tuple[CodeName, ...]], frozen=True, kw_only=True):
    """List the card companies. V1 only, `GET /cards`; elsewhere use `pgbridge.model.codes.CARDS`."""

    name: ClassVar[str] = "codes.cards"
