"""The way of a server's requests: aiohttp, whose parser and writer are in C, at a fifth of what httpx costs.

Everything that the other way keeps to holds here too: TLS as httpx sets it up, no redirect, no cookie, no second try of its
own, an end for all of it, a limit for the answer, and "nothing was sent" only of a connection that was never there.
"""

from __future__ import annotations

import asyncio
import urllib.request
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx
from yarl import URL

from pgbridge.drivers.http import Intake, Parts, not_a_url, parts_of, unheard, unreached
from pgbridge.errors import TransportError
from pgbridge.wire import Api, Send, WireResponse

if TYPE_CHECKING:
    from pgbridge.model.channel import Connection

# Seconds that an idle connection is kept, as httpx does: longer, and PortOne's end might close it just when it is used.
IDLE = 5.0
GRACE = 0.25
# aiohttp rounds longer time-outs up to whole seconds.
NEVER = 1e9


class Unreached(Exception):
    """There was no connection, so nothing has left."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


class Connector(aiohttp.TCPConnector):
    """Says of an error whether it came before there was a connection: aiohttp's own names do not always tell."""

    async def connect(self, *args: Any, **kwargs: Any) -> Any:
        """Return a connection.

        :raises Unreached: there is none
        """
        try:
            return await super().connect(*args, **kwargs)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            kind = type(error).__name__
        raise Unreached(kind)


class Carrier:
    """Sends requests and brings their answers, for tasks of one loop; any number of bridges may share it."""

    def __init__(self) -> None:
        self.session: aiohttp.ClientSession | None = None

    async def carry(self, effect: Send, api: Api) -> WireResponse:
        """Send one request and return its answer, all of it within the effect's time-out.

        :raises NotSent: there was no connection
        :raises NoAnswer: no answer came, or not all of it
        :raises Unread: the answer is too large, or packed in a way that nobody asked for
        :raises ConfigError: it cannot be sent
        """
        parts, connection = parts_of(effect, api), effect.connection
        url = address_of(parts.url, connection)
        try:
            # A little more than it has to connect: when that ends first, nothing was sent.
            async with asyncio.timeout(parts.read + GRACE):
                return await self.exchange(parts, url, connection)
        except Unreached as error:
            failure: TransportError = unreached(error.kind, connection)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            failure = unheard(type(error).__name__, connection)
        # Out here it has no context: aiohttp's error holds the request's headers.
        raise failure

    async def exchange(self, parts: Parts, url: URL, connection: Connection) -> WireResponse:
        """Send and read."""
        response = await self.opened().request(
            parts.method,
            url,
            data=parts.content or None,
            headers=parts.headers,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=None, connect=parts.connect, ceil_threshold=NEVER),
        )
        try:
            intake = Intake(response.status, response.headers, connection)
            async for piece in response.content.iter_any():
                intake.take(piece)
            return intake.answer()
        finally:
            # An answer that was not read to its end takes its connection with it.
            response.close()

    def opened(self) -> aiohttp.ClientSession:
        """Return the session, made when first needed: it belongs to the running loop."""
        if self.session is None:
            self.session = aiohttp.ClientSession(
                connector=Connector(
                    limit=0,
                    ssl=httpx.create_ssl_context(),
                    keepalive_timeout=IDLE,
                    timeout_ceil_threshold=NEVER,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
            )
            # It would send a DELETE once more by itself when a kept connection breaks. It offers no other way than its
            # private name; a test fails when that is no longer what it was.
            self.session._retry_connection = False
        return self.session

    async def close(self) -> None:
        """Close all connections."""
        if self.session is not None:
            await self.session.close()
            self.session = None


def address_of(text: str, connection: Connection) -> URL:
    """Return an address just as it is written: what is percent-encoded stays so.

    :raises ConfigError: it is none, or holds what cannot stand in a request
    """
    if not (text.isascii() and text.isprintable() and " " not in text):
        raise not_a_url(connection)
    try:
        url = URL(text, encoded=True)
        if url.host:
            return url
    except ValueError:
        pass
    raise not_a_url(connection)


def carrier() -> Carrier | None:
    """Return what carries a server's requests; None where the environment names a proxy, for which httpx is the way."""
    proxies = urllib.request.getproxies()
    return None if {"http", "https", "all"} & set(proxies) else Carrier()
