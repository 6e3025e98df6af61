"""What both drivers share about HTTP: requests out, answers in, errors named. No loop, no waiting."""

from __future__ import annotations

import logging
import re
import zlib
from functools import lru_cache
from typing import Any

import httpx

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


def request_of(effect: Send, api: Api, client: httpx.Client | httpx.AsyncClient | None) -> httpx.Request:
    """Return the HTTP request of a send.

    :param client: the user's own, whose headers and cookies go along; None builds the request directly, which is cheaper
    :raises ConfigError: the base URL is not one, or would send secrets in the clear, or a header cannot be written
    """
    wire, connection = effect.request, effect.connection
    read = time_of(effect)
    connect = min(connection.connect_timeout, read)
    timeout = {"connect": connect, "read": read, "write": read, "pool": connect}
    content = wire.content or None
    headers = {**(JSON if content else HEADERS), **dict(wire.headers)}
    base = base_url(connection, api)
    if client is None:
        check_url(base, connection.name)
    check_headers(wire.headers, connection.name)
    if DOTS.search(wire.path):
        raise ConfigError("the path of a request holds the segment . or .., which would lead somewhere else")
    url = base + wire.path
    params = httpx.QueryParams(list(wire.query)) if wire.query else None
    extensions = {"timeout": timeout}
    try:
        if client is None:
            return httpx.Request(
                wire.method, url, params=params, content=content, headers=headers, extensions=extensions
            )
        return client.build_request(
            wire.method, url, params=params, content=content, headers=headers, extensions=extensions
        )
    except httpx.InvalidURL:
        raise ConfigError(f"connections.{connection.name}.base_url: not a URL") from None


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

    def __init__(self, response: httpx.Response, connection: Connection) -> None:
        """Look at what is announced.

        :raises Unread: it is too large, or packed in a way that nobody asked for
        """
        self.response, self.connection = response, connection
        self.pieces: list[bytes] = []
        self.size = 0
        packing = response.headers.get("content-encoding", "").strip().lower()
        if packing not in PLAIN and packing not in PACKED:
            raise self.unread("is packed in a way that was not asked for")
        self.unpacking = zlib.decompressobj(GZIP) if packing in PACKED else None
        announced = response.headers.get("content-length", "")
        if len(announced) > len(str(MOST)) or (announced.isdecimal() and int(announced) > MOST):
            raise self.too_large()

    def read_already(self) -> WireResponse:
        """Return an answer that a hook of the user's own client has read, and unpacked.

        :raises Unread: it is too large
        """
        self.unpacking = None
        self.take(self.response.content)
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
        return WireResponse(
            status=self.response.status_code, body=b"".join(self.pieces), headers=self.response.headers
        )

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
        return NotSent(f"connection {connection.name} cannot be reached ({kind}); nothing was sent")
    return NoAnswer(f"connection {connection.name} gave no answer ({kind}); the request may have arrived")


def vouched(error: Exception) -> bool:
    """Tell whether an error that says "nothing was sent" may be believed: httpx's own transports say it of httpcore's errors.

    httpx-aiohttp 0.2 says `ConnectTimeout` of a connection that breaks after the request has left.
    """
    cause = error.__cause__
    return cause is None or type(cause).__module__.partition(".")[0] in ("httpx", "httpcore")
