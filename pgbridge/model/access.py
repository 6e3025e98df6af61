"""Access to an API, as it is had by logging in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct


class AccessToken(Struct, frozen=True, kw_only=True):
    """A token that stands for the secret for a while. Its repr shows none of it.

    :ivar lifetime: seconds it lives, from when the vendor wrote the answer; V2 does not say, so by its documents
    :ivar expires_at: when it ends by the vendor's clock (V1)
    :ivar refresh_token: gets a new pair without the secret, within a day and once (V2)
    """

    token: str
    lifetime: float
    expires_at: datetime | None = None
    refresh_token: str | None = None
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"AccessToken(lifetime={self.lifetime})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None
