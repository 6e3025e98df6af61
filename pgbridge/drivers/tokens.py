"""Access tokens by connection, with the time they are good for. Locks belong to the drivers."""

from __future__ import annotations

from pgbridge.errors import NotSent
from pgbridge.model.channel import Connection
from pgbridge.wire import Grant

# PortOne prolongs a token that is asked for within its last minute, so that is when to ask.
MARGIN = 60.0


class Tokens:
    """A cache keyed by what the token was issued for; times are monotonic."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], tuple[str, float]] = {}

    def get(self, connection: Connection, stale: str | None, now: float) -> str | None:
        """Return a token that is good for another minute and is not the one that was refused."""
        token, until = self.kept.get(key_of(connection), ("", 0.0))
        return token if token and token != stale and now < until - MARGIN else None

    def put(self, connection: Connection, grant: Grant, now: float) -> str:
        """Keep a token. One that lives less than the margin is used once more before it is asked for again."""
        self.kept[key_of(connection)] = (grant.token, now + grant.lifetime)
        return grant.token


def overdue() -> NotSent:
    """Return what a call raises whose time ended while another one was logging in."""
    return NotSent("the deadline passed while another call was logging in, so nothing was sent")


def key_of(connection: Connection) -> tuple[str, str]:
    """Return what a token belongs to."""
    key = connection.credentials.get("key")
    return connection.base_url, key.reveal() if key else connection.name
