"""What both drivers share about HTTP: requests out, answers in, errors named. No loop, no waiting."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import httpx
from msgspec import Struct

from pgbridge.errors import ConfigError, NoAnswer, NotSent, TransportError, Unread
from pgbridge.model.channel import Connection, unsafe_url
from pgbridge.wire import Api, Send, WireResponse

# With these nothing has left: the connection was never there. Every other error may have come after the request.
BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
HEADERS = {"accept": "application/json", "accept-encoding": "gzip", "user-agent": "pgbridge"}
JSON = {**HEADERS, "content-type": "application/json"}
# Bytes of one answer, unpacked: a page of 1,000 payments has a few millions. More is a mistake, or an attack on memory.
MOST = 32 * 1024 * 1024
# As they are written, and as some servers read them.
DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:[/?#]|$)", re.IGNORECASE)
GZIP = zlib.MAX_WBITS | 16
PLAIN = ("", "identity")
PACKED = ("gzip", "x-gzip")


class Mask(logging.Filter):
    """Takes secrets out of the URLs that httpx logs: V1 wants the Inicis API key in the query."""

    names = frozenset(("pg_api_key",))

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, with its URLs masked."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                self.masked(arg) if isinstance(arg, httpx.URL) else arg for arg in record.args
            )
        return True

    def masked(self, url: httpx.URL) -> httpx.URL:
        """Return the URL with the values of secret parameters starred out."""
        for name in self.names & set(url.params):
            url = url.copy_set_param(name, "***")
        return url


LOG = logging.getLogger("httpx")
LOG.addFilter(Mask())


def base_url(connection: Connection, api: Api) -> str:
    """Return where the connection's API is, without a trailing slash."""
    return (connection.base_url or api.base_url).rstrip("/")


@lru_cache(maxsize=64)
def check_url(url: str, connection: str) -> None:
    """Refuse to send a secret where somebody on the way can read it.

    :raises ConfigError: the URL is not https, and not on this machine
    """
    if why := unsafe_url(url):
        raise ConfigError(f"connections.{connection}.base_url: {why}")


def check_headers(headers: tuple[tuple[str, str], ...], connection: str) -> None:
    """Refuse what would end a header early, or cannot be written in one; the value itself is not quoted.

    :raises ConfigError: the key, secret or tier behind it holds such characters
    """
    for name, value in headers:
        if not (value.isascii() and value.isprintable()):
            raise ConfigError(
                f"connections.{connection}: what goes into the header {name} has a line break, a control character or "
                "a letter outside ASCII in it; check the key, secret and tier (a file's end is cut off, its middle is not)"
            )


class Parts(Struct, frozen=True, kw_only=True):
    """An HTTP request as any client can send it.

    :ivar url: with its query, percent-encoded
    :ivar connect: seconds in which there must be a connection
    :ivar read: seconds in which all of it has to be over
    """

    method: str
    url: str
    headers: dict[str, str]
    content: bytes
    connect: float
    read: float

    def __repr__(self) -> str:
        return f"Parts({self.method}, {len(self.content)} bytes)"


def parts_of(effect: Send, api: Api, *, plain: bool = False) -> Parts:
    """Return the HTTP request of a send.

    :param plain: whether secrets may go over plain HTTP, for that is the business of a client of the user's own
    :raises ConfigError: the base URL would send secrets in the clear, or a header or the path cannot be written
    """
    wire, connection = effect.request, effect.connection
    read, content, base = time_of(effect), wire.content, base_url(connection, api)
    if not plain:
        check_url(base, connection.name)
    check_headers(wire.headers, connection.name)
    if DOTS.search(wire.path):
        raise ConfigError("the path of a request holds the segment . or .., which would lead somewhere else")
    query = f"?{httpx.QueryParams(list(wire.query))}" if wire.query else ""
    return Parts(
        method=wire.method,
        url=f"{base}{wire.path}{query}",
        headers={**(JSON if content else HEADERS), **dict(wire.headers)},
        content=content,
        connect=min(connection.connect_timeout, read),
        read=read,
    )


def request_of(effect: Send, api: Api, client: httpx.Client | httpx.AsyncClient | None) -> httpx.Request:
    """Return a send as httpx's request.

    :param client: the user's own, whose headers and cookies go along; None builds the request directly, which is cheaper
    :raises ConfigError: the base URL is not one, or would send secrets in the clear, or a header cannot be written
    """
    parts = parts_of(effect, api, plain=client is not None)
    timeout = {"connect": parts.connect, "read": parts.read, "write": parts.read, "pool": parts.connect}
    build = httpx.Request if client is None else client.build_request
    try:
        return build(
            parts.method,
            parts.url,
            content=parts.content or None,
            headers=parts.headers,
            extensions={"timeout": timeout},
        )
    except httpx.InvalidURL:
        raise not_a_url(effect.connection) from None


def not_a_url(connection: Connection) -> ConfigError:
    """Return the error for a base URL that cannot be read."""
    return ConfigError(f"connections.{connection.name}.base_url: not a URL")


def transport_for(client: Any, request: httpx.Request) -> Any:
    """Return the transport that a client of our own making uses for a request: a proxy of the environment, or the plain one.

    Auth, cookies, redirects and hooks, which are what `Client.send` does around it, are not for requests of ours. httpx
    offers no way in here but its private name; a test fails when it is no longer what it was.
    """
    return client._transport_for_url(request.url)


def logged(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    """Log an answer as `Client.send` does."""
    if LOG.isEnabledFor(logging.INFO):
        line = (response.http_version, response.status_code, response.reason_phrase)
        LOG.info('HTTP Request: %s %s "%s %d %s"', request.method, request.url, *line)
    return response


def time_of(effect: Send) -> float:
    """Return the seconds in which all of a send has to be over."""
    longest = effect.connection.read_timeout
    return longest if effect.timeout is None else effect.timeout


class Intake:
    """Takes in the body of one answer, unpacked piece by piece, and stops before it fills the memory."""

    def __init__(self, status: int, headers: Mapping[str, str], connection: Connection) -> None:
        """Look at what is announced.

        :raises Unread: it is too large, or packed in a way that nobody asked for
        """
        self.status, self.headers, self.connection = status, headers, connection
        self.pieces: list[bytes] = []
        self.size = 0
        packing = headers.get("content-encoding", "").strip().lower()
        if packing not in PLAIN and packing not in PACKED:
            raise self.unread("is packed in a way that was not asked for")
        self.unpacking = zlib.decompressobj(GZIP) if packing in PACKED else None
        announced = headers.get("content-length", "")
        if len(announced) > len(str(MOST)) or (announced.isdecimal() and int(announced) > MOST):
            raise self.too_large()

    def read_already(self, content: bytes) -> WireResponse:
        """Return an answer that a hook of the user's own client has read, and unpacked.

        :raises Unread: it is too large
        """
        self.unpacking = None
        self.take(content)
        return self.answer()

    def take(self, piece: bytes) -> None:
        """Take one more piece.

        :raises Unread: it makes the answer too large, or is not packed as announced
        """
        if self.unpacking is not None:
            try:
                # Never more than one byte too many, however small the piece is packed.
                piece = self.unpacking.decompress(piece, MOST - self.size + 1)
            except zlib.error:
                raise self.unread("cannot be unpacked") from None
        self.size += len(piece)
        if self.size > MOST:
            raise self.too_large()
        self.pieces.append(piece)

    def answer(self) -> WireResponse:
        """Return the answer as flows see it."""
        return WireResponse(status=self.status, body=b"".join(self.pieces), headers=self.headers)

    def too_large(self) -> Unread:
        """Return the error for an answer that is too large."""
        return self.unread(f"is larger than {MOST // 1024 // 1024} MiB")

    def unread(self, why: str) -> Unread:
        """Return the error for an answer that is not read to its end."""
        return Unread(f"the answer on connection {self.connection.name} {why}, so it was not read")


def transport_error(error: Exception, connection: Connection) -> TransportError:
    """Return our name for a client's error; its text may hold the URL, so it is left out."""
    kind = type(error).__name__
    if isinstance(error, BEFORE_SENDING) and vouched(error):
        return unreached(kind, connection)
    return unheard(kind, connection)


def unreached(kind: str, connection: Connection) -> NotSent:
    """Return the error for a connection that was never there."""
    return NotSent(f"connection {connection.name} cannot be reached ({kind}); nothing was sent")


def unheard(kind: str, connection: Connection) -> NoAnswer:
    """Return the error for a request that nobody answered in full."""
    return NoAnswer(f"connection {connection.name} gave no answer ({kind}); the request may have arrived")


def vouched(error: Exception) -> bool:
    """Tell whether an error that says "nothing was sent" may be believed: httpx's own transports say it of httpcore's errors.

    httpx-aiohttp 0.2 says `ConnectTimeout` of a connection that breaks after the request has left.
    """
    cause = error.__cause__
    return cause is None or type(cause).__module__.partition(".")[0] in ("httpx", "httpcore")
