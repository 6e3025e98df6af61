"""`POST /token/refresh`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.operations.auth.refresh import RefreshToken
from pgbridge.wire import Accepted, WireRequest
from pgbridge_portone.accepting import body_of
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields
from pgbridge_portone.operations.auth import token
from pgbridge_portone.shapes.access import RefreshBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = RefreshToken
ENDPOINTS = ("POST /token/refresh",)
FIELDS = fields({"refresh_token": "refreshToken"})
decode, answer = token.decode, token.answer


def encode(op: RefreshToken, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: there is no refresh token
    """
    del channel
    if not op.refresh_token:
        message = "give the refresh token of the login before"
        raise refuse(
            problem("refresh-token", "refreshToken", message, neutral="refresh_token"), subject="refresh"
        )
    return WireRequest(method="POST", path="/token/refresh", body=RefreshBody(refresh_token=op.refresh_token))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    body, unknown = body_of(requests[0], RefreshBody)
    return Accepted(op=RefreshToken(refresh_token=body.refresh_token), unknown=unknown)
