"""Access tokens of both APIs."""

from collections.abc import Callable

from msgspec import Struct

LIFETIME = 30 * 60
REFRESH_LIFETIME = 24 * 60 * 60
NEARLY_OVER = 60
EXTENSION = 5 * 60


class Token(Struct, frozen=True, kw_only=True):
    """A token and when it ends, in UNIX seconds."""

    value: str
    ends_at: float

    def __repr__(self) -> str:
        """Hide the token."""
        return f"Token(ends_at={self.ends_at})"


class SharedToken:
    """V1's token: everybody who asks gets the same one until it ends."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make
        self.token: Token | None = None

    def ask(self, now: float) -> Token:
        """Return the token: the same as long as it lives, a little longer when it nearly ended."""
        token = self.token
        if token is None or token.ends_at <= now:
            token = Token(value=self._make(), ends_at=int(now) + LIFETIME)
        elif token.ends_at - now < NEARLY_OVER:
            token = Token(value=token.value, ends_at=token.ends_at + EXTENSION)
        self.token = token
        return token

    def opens(self, value: str, now: float) -> bool:
        """Whether `value` is the token and still lives."""
        return self.token is not None and self.token.value == value and now < self.token.ends_at


class TokenPairs:
    """V2's tokens: each login or refresh ends the refresh token before it."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make
        self.access: list[Token] = []
        self.refresh_token: Token | None = None

    def issue(self, now: float) -> tuple[str, str]:
        """Return a new access token and a new refresh token."""
        access = Token(value=self._make(), ends_at=now + LIFETIME)
        self.access = [token for token in self.access if token.ends_at > now] + [access]
        self.refresh_token = Token(value=self._make(), ends_at=now + REFRESH_LIFETIME)
        return access.value, self.refresh_token.value

    def refreshes(self, value: str, now: float) -> bool:
        """Whether `value` is the present refresh token."""
        return (
            self.refresh_token is not None
            and self.refresh_token.value == value
            and now < self.refresh_token.ends_at
        )

    def opens(self, value: str, now: float) -> bool:
        """Whether `value` is a living access token."""
        return any(token.value == value and now < token.ends_at for token in self.access)
