"""`codes.card`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.codes import CodeName
from pgbridge.operations.base import Operation


class GetCardCompany(Operation[CodeName], frozen=True, kw_only=True):
    """Read one card company. V1 only, `GET /cards/{code}`; elsewhere use `pgbridge.model.codes.CARDS`.

    :ivar company: PortOne's name of it, such as `SHINHAN_CARD`, or its code, such as `366`
    :raises NotFound: there is no such company
    """

    name: ClassVar[str] = "codes.card"

    company: str
