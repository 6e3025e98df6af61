"""One end for all that a request waits for.

httpx has a time-out for each wait: an answer that comes a byte at a time may take for ever. Here every wait of a thread
gets what is left of the whole. (Tasks have `asyncio.timeout` for that.)
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx


class Until(threading.local):
    """When this thread's request has to be over, on the monotonic clock."""

    ends: float = float("inf")

    def left(self, timeout: float | None) -> float:
        """Return how long the next wait may last."""
        left = self.ends - time.monotonic()
        return left if timeout is None else min(timeout, left)


UNTIL = Until()


class Stream(httpcore.NetworkStream):
    """A connection whose waits end with the request."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self.inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what there is."""
        left = UNTIL.left(timeout)
        if left <= 0:
            raise httpcore.ReadTimeout("the request's time is over")
        return self.inner.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        left = UNTIL.left(timeout)
        if left <= 0:
            raise httpcore.WriteTimeout("the request's time is over")
        self.inner.write(buffer, left)

    def close(self) -> None:
        """Close it."""
        self.inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted."""
        left = max(UNTIL.left(timeout), 0.001)
        return Stream(self.inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        """Return what is known of the socket."""
        return self.inner.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Connects as httpcore does, with streams that know the end."""

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self.inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect."""
        left = max(UNTIL.left(timeout), 0.001)
        return Stream(self.inner.connect_tcp(host, port, left, local_address, socket_options))


def client_with_deadline() -> httpx.Client:
    """Return a client of httpx's own making, proxies of the environment included, that keeps to the end.

    httpx offers no way in here but its private names; a test fails when they are no longer what they were.
    """
    client = httpx.Client()
    for transport in (client._transport, *client._mounts.values()):
        pool = getattr(transport, "_pool", None)
        if pool is not None:
            pool._network_backend = Backend(pool._network_backend)
    return client
