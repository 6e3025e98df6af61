"""`POST /login/api-secret`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.access import AccessToken
from pgbridge.operations.auth.token import GetToken
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import body_of
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.access import LoginBody, TokensShape

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetToken
ENDPOINTS = ("POST /login/api-secret",)
FIELDS: dict[str, str | None] = {}
# No secret of one API is one of the other.
NEEDS = {"apiSecret": "V2 has a secret of its own: take it from the console"}
APPROXIMATIONS = (
    "PortOne V2 needs no login, for each call may carry the API secret; how long a token lives is said by its documents alone",
)
LIFETIME = 30 * 60.0  # by the documents; no answer says it
TOKENS = msgspec.json.Decoder(TokensShape)


def encode(op: GetToken, channel: Channel) -> WireRequest:
    """Write the request; a secret that the connection lacks is left empty."""
    del op
    secret = channel.connection.credentials.get("secret")
    body = LoginBody(api_secret=secret.reveal() if secret is not None else "")
    return WireRequest(method="POST", path="/login/api-secret", body=body)


def decode(op: Any, response: WireResponse) -> AccessToken:
    """Read the tokens."""
    del op
    it = parse(response.body, TOKENS)
    return AccessToken(
        token=it.access_token, refresh_token=it.refresh_token, lifetime=LIFETIME, wire=response.body
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request; whose secret it holds is not asked."""
    _, unknown = body_of(requests[0], LoginBody)
    return Accepted(op=GetToken(), unknown=unknown)


def answer(op: Any, result: AccessToken | PgbridgeError) -> WireResponse:
    """Write tokens as V2 answers them; where there is none to refresh by, an empty one."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    return answered(TokensShape(access_token=result.token, refresh_token=result.refresh_token or ""))
