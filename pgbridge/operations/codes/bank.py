"""`codes.bank`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.codes import CodeName
from pgbridge.operations.base import Operation


class GetBank(Operation[CodeName], frozen=True, kw_only=True):
    """Read one bank. V1 `GET /banks/{code}`; on V2 it is picked from the whole list, and a warning says so.

    :ivar bank: PortOne's name of it, such as `SHINHAN`, or its standard code, such as `088`
    :raises NotFound: there is no such bank
    """

    name: ClassVar[str] = "codes.bank"

    bank: str
