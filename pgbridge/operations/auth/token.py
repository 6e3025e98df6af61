"""`auth.token`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.access import AccessToken
from pgbridge.operations.base import Operation


class GetToken(Operation[AccessToken], frozen=True, kw_only=True):
    """Log in with the secrets of the channel's connection. V1 `POST /users/getToken`, V2 `POST /login/api-secret`.

    A bridge logs in by itself and needs none of it: this is for programs that call PortOne beside it. V1 gives the
    same token again until it ends. A V2 login ends the refresh token of every earlier one.

    :raises Unauthorized: PortOne does not know the secrets
    """

    name: ClassVar[str] = "auth.token"
