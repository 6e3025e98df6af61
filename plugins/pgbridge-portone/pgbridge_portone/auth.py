"""How a request to V2 says who sends it: the API secret itself, on every call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import ConfigError

if TYPE_CHECKING:
    from pgbridge.model.channel import Connection


def authorise(connection: Connection, token: str | None = None) -> tuple[tuple[str, str], ...]:
    """Return the `Authorization` header; V2 needs no log-in, so there is no token.

    :raises ConfigError: the connection has no secret
    """
    del token
    secret = connection.credentials.get("secret")
    if secret is None:
        raise ConfigError(
            f"connections.{connection.name}.secret: PortOne V2 needs the API secret of the console"
        )
    return (("Authorization", f"PortOne {secret.reveal()}"),)
