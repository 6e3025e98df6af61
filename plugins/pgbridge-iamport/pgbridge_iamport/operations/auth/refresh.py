"""`auth.refresh`: V1 has no call for it, so `POST /users/getToken` once more."""

from __future__ import annotations

import msgspec

from pgbridge.model.channel import Channel
from pgbridge.operations.auth.refresh import RefreshToken
from pgbridge.operations.auth.token import GetToken
from pgbridge.wire import Accepted, WireRequest
from pgbridge_iamport.operations.auth import token

OPERATION = RefreshToken
ENDPOINTS = token.ENDPOINTS
FIELDS: dict[str, str | None] = {"refresh_token": None}
# V1 goes by key and secret.
DROPPED = frozenset(("refresh_token",))
NEEDS = token.NEEDS
APPROXIMATIONS = (
    "PortOne V1 has no refresh: it is asked for its token again, and gives the same one until it ends",
)
decode, answer = token.decode, token.answer


def encode(op: RefreshToken, channel: Channel) -> WireRequest:  # noqa: ARG001 - the connection has it all
    """Write the request."""
    return token.encode(GetToken(), channel)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    return msgspec.structs.replace(token.accept(*requests), op=RefreshToken())
