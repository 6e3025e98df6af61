"""`auth.token`: `POST /users/getToken`."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import PgbridgeError
from pgbridge.model.access import AccessToken
from pgbridge.model.channel import Channel
from pgbridge.operations.auth.token import GetToken
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.auth import LOGIN, granted, login_request
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.shapes.billing import TokenShape
from pgbridge_iamport.times import epoch, utc

OPERATION = GetToken
ENDPOINTS = (f"POST {LOGIN}",)
FIELDS: dict[str, str | None] = {}
# No secret of one API is one of the other.
NEEDS = {
    "imp_key": "V1 has a key of its own: take it from the console",
    "imp_secret": "V1 has a secret of its own: take it from the console",
}


def encode(op: GetToken, channel: Channel) -> WireRequest:  # noqa: ARG001 - the connection has it all
    """Write the request."""
    return login_request(channel.connection)


def decode(op: GetToken | None, response: WireResponse) -> AccessToken:  # noqa: ARG001
    """Read the token.

    :raises BadAnswer: it holds no token
    """
    token, lifetime, ends = granted(response.body)
    ends_at = utc(int(ends)) if ends is not None else None
    return AccessToken(token=token, lifetime=lifetime, expires_at=ends_at, wire=response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request; whose secrets it holds is not asked."""
    (request,) = requests
    form = Form.of(request)
    form.text("imp_key")
    form.text("imp_secret")
    return accepted(request, GetToken(), forms=(form,))


def answer(op: GetToken | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a token as V1 answers it; where nobody says when it ends, as from the beginning of all time."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    ends = epoch(result.expires_at) if result.expires_at is not None else int(result.lifetime)
    return success(TokenShape(access_token=result.token, now=ends - int(result.lifetime), expired_at=ends))
