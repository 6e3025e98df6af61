"""Access tokens of V1. Vendor page: `POST /users/getToken`."""

from __future__ import annotations

from pgbridge.errors import BadAnswer, ConfigError, Unauthorized
from pgbridge.model.channel import Connection
from pgbridge.wire import Flow, Grant, WireRequest, send
from pgbridge_iamport.envelope import Reader
from pgbridge_iamport.judge import judge
from pgbridge_iamport.shapes.billing import TokenShape
from pgbridge_iamport.shapes.requests import TokenBody

READER = Reader(TokenShape)


def authorise(connection: Connection, token: str | None) -> tuple[tuple[str, str], ...]:
    """Return the headers of every call but the login; `Tier` is the request's own, for it may be a channel's.

    :raises ConfigError: there is no token
    """
    if not token:
        raise ConfigError(f"connection {connection.name}: PortOne V1 takes no call without an access token")
    # Bare, as all but one of the official clients send it; PortOne takes `Bearer` too, but other servers of V1 may not.
    return (("Authorization", token),)


def login(connection: Connection) -> Flow[Grant]:
    """Fetch a token. It lives as long as the vendor's own clock says, so ours need not be right.

    :raises Unauthorized: key or secret is wrong
    :raises ConfigError: the connection has no key or no secret
    """
    missing = [name for name in ("key", "secret") if name not in connection.credentials]
    if missing:
        raise ConfigError(f"connection {connection.name}: PortOne V1 needs {' and '.join(missing)}; set it")
    request = WireRequest(
        method="POST",
        path="/users/getToken",
        body=TokenBody(
            imp_key=connection.credentials["key"].reveal(),
            imp_secret=connection.credentials["secret"].reveal(),
        ),
    )
    response = yield from send(request, connection)
    judged = judge(response)
    if judged is not None:
        if judged.kind == "unauthorized":
            raise Unauthorized(
                f"connection {connection.name}: PortOne V1 does not know this key and secret",
                reason="authentication_error",
                http_status=response.status,
            )
        raise judged.error
    found = READER.one(response.body)
    if not found.access_token:
        raise BadAnswer("PortOne V1 answered a login without a token", reason="bad_answer")
    # Without its times nobody knows how long it lives, so it serves one call.
    lifetime = 0.0 if found.expired_at is None or found.now is None else found.expired_at - found.now
    return Grant(token=found.access_token, lifetime=float(lifetime))
