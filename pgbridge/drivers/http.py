"""What both drivers share about HTTP: requests out, answers in, errors named. No loop, no waiting."""

from __future__ import annotations

import logging

import httpx

from pgbridge.errors import ConfigError, NoAnswer, NotSent, TransportError
from pgbridge.model.channel import Connection
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


logging.getLogger("httpx").addFilter(Mask())


def base_url(connection: Connection, api: Api) -> str:
    """Return where the connection's API is, without a trailing slash."""
    return (connection.base_url or api.base_url).rstrip("/")


def request_of(effect: Send, api: Api, client: httpx.Client | httpx.AsyncClient | None) -> httpx.Request:
    """Return the HTTP request of a send.

    :param client: the user's own, whose headers and cookies go along; None builds the request directly, which is cheaper
    :raises ConfigError: the base URL is not one
    """
    wire, connection = effect.request, effect.connection
    read = connection.read_timeout if effect.timeout is None else effect.timeout
    connect = min(connection.connect_timeout, read)
    timeout = {"connect": connect, "read": read, "write": read, "pool": connect}
    content = wire.content or None
    headers = {**(JSON if content else HEADERS), **dict(wire.headers)}
    url = base_url(connection, api) + wire.path
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


def answer_of(response: httpx.Response) -> WireResponse:
    """Return an answer as flows see it."""
    return WireResponse(status=response.status_code, body=response.content, headers=response.headers)


def transport_error(error: Exception, connection: Connection) -> TransportError:
    """Return our name for a client's error; its text may hold the URL, so it is left out."""
    kind = type(error).__name__
    if isinstance(error, BEFORE_SENDING):
        return NotSent(f"connection {connection.name} cannot be reached ({kind}); nothing was sent")
    return NoAnswer(f"connection {connection.name} gave no answer ({kind}); the request may have arrived")
