"""Requests and answers of the simulator: plain data, whatever carries them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct


def plain(value: Any) -> Any:
    """Return what JSON can hold for a mapping that cannot be changed."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=plain)
JSON: Mapping[str, str] = MappingProxyType({"content-type": "application/json; charset=utf-8"})


class Request(Struct, frozen=True, kw_only=True):
    """One HTTP request; `path` is percent-encoded as on the wire and has no query."""

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = {}
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the header called `name`, in any case."""
        wanted = name.lower()
        if (exact := self.headers.get(wanted)) is not None:
            return exact
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)

    def parameter(self, name: str) -> str | None:
        """Return the last query parameter called `name`."""
        return next((value for key, value in reversed(self.query) if key == name), None)

    def __repr__(self) -> str:
        """Show what was asked, never a header, a query or a body: they hold secrets."""
        return f"Request({self.method} {self.path})"


class Answer(Struct, frozen=True, kw_only=True):
    """One HTTP answer.

    `delay` is the time in seconds the service takes to answer. `dropped` means that the work was done
    as told but the connection breaks before the first byte of the answer.
    """

    status: int = 200
    headers: Mapping[str, str] = JSON
    body: bytes = b""
    delay: float = 0.0
    dropped: bool = False

    @classmethod
    def of(cls, payload: Any, status: int = 200) -> "Answer":
        """Answer with `payload` as JSON; decimals become JSON numbers."""
        return cls(status=status, body=ENCODER.encode(payload))

    def json(self) -> Any:
        """Decode the body."""
        return msgspec.json.decode(self.body)


class Refusal(Exception):
    """The pretend service says no; each face writes it in its own form.

    `kind` is named as V2 names the error; `code` and `detail` are the PG's own, where a PG refused.
    """

    def __init__(
        self, kind: str, message: str, *, code: str = "", extra: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message
        self.code = code
        self.extra = dict(extra or {})


class NoAnswer(Exception):
    """The request is lost before anything happened, and nobody answers."""


def invalid(message: str) -> Refusal:
    """Return the refusal of a malformed request."""
    return Refusal("INVALID_REQUEST", message)
