"""Access tokens of V1. Vendor page: `POST /users/getToken`."""

from __future__ import annotations

from pgbridge.errors import BadAnswer, ConfigError, Unauthorized
from pgbridge.model.channel import Connection
from pgbridge.wire import Flow, Grant, WireRequest, send
from pgbridge_iamport.envelope import Reader
from pgbridge_iamport.judge import judge
from pgbridge_iamport.shapes.billing import TokenShape
from pgbridge_iamport.shapes.requests import TokenBody

LOGIN = "/users/getToken"
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
    response = yield from send(login_request(connection), connection)
    judged = judge(response)
    if judged is not None:
        if judged.kind == "unauthorized":
            raise Unauthorized(
                f"connection {connection.name}: PortOne V1 does not know this key and secret",
                reason="authentication_error",
                http_status=response.status,
            )
        raise judged.error
    token, lifetime, _ = granted(response.body)
    return Grant(token=token, lifetime=lifetime)


def login_request(connection: Connection) -> WireRequest:
    """Return the request for a token; what the connection lacks is left empty."""
    key, secret = (connection.credentials.get(name) for name in ("key", "secret"))
    return WireRequest(
        method="POST",
        path=LOGIN,
        body=TokenBody(
            imp_key=key.reveal() if key is not None else "",
            imp_secret=secret.reveal() if secret is not None else "",
        ),
    )


def granted(body: bytes) -> tuple[str, float, float | None]:
    """Return a token, how many seconds it lives from now, and when it ends by the vendor's clock.

    Without its times nobody knows how long it lives, so it serves one call.

    :raises BadAnswer: there is none
    """
    found = READER.one(body)
    if not found.access_token:
        raise BadAnswer("PortOne V1 answered a login without a token", reason="bad_answer")
    if found.expired_at is None or found.now is None:
        return found.access_token, 0.0, None
    return found.access_token, float(found.expired_at - found.now), float(found.expired_at)
