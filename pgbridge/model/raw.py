"""What was answered to a call that has no operation of its own."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct


class RawAnswer(Struct, frozen=True, kw_only=True):
    """A success as the vendor wrote it.

    :ivar status: HTTP status; 0 where a repeat was answered from the ledger, which keeps no bodies
    :ivar content: the body, whatever it is
    """

    status: int
    content: bytes = b""
    content_type: str = ""
    replayed: bool = False

    def __repr__(self) -> str:
        return f"RawAnswer(status={self.status}, {len(self.content)} bytes)"

    @property
    def raw(self) -> Any:
        """The body as JSON; None when there is none.

        :raises ValueError: it is not JSON; read `content`
        """
        return msgspec.json.decode(self.content) if self.content else None
