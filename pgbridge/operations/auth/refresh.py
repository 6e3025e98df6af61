"""`auth.refresh`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.access import AccessToken
from pgbridge.operations.base import Operation


class RefreshToken(Operation[AccessToken], frozen=True, kw_only=True):
    """Get new tokens. V2 `POST /token/refresh`; on V1 the same as `GetToken`.

    A V2 refresh token works once and within a day, and any other login or refresh by the same user ends it: never
    share it between processes.

    :ivar refresh_token: from the `AccessToken` before (V2 needs it)
    :raises Unauthorized: the refresh token has ended
    """

    name: ClassVar[str] = "auth.refresh"

    refresh_token: str | None = None
