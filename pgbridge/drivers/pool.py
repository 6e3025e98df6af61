"""One-connection clients that share an SSL context.

httpcore's own pool walks all its connections on every request, so its cost grows with the square of the tasks.
"""

from __future__ import annotations

import ssl

import httpx

ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1)


class AsyncPool:
    """Clients handed out last in, first out, so that warm connections are used again."""

    def __init__(self) -> None:
        self.idle: list[httpx.AsyncClient] = []
        self.all: list[httpx.AsyncClient] = []
        self.context: ssl.SSLContext | None = None

    def take(self) -> httpx.AsyncClient:
        """Return a client nobody else is using."""
        if self.idle:
            return self.idle.pop()
        if self.context is None:
            self.context = httpx.create_ssl_context()
        client = httpx.AsyncClient(verify=self.context, limits=ONE)
        self.all.append(client)
        return client

    def give(self, client: httpx.AsyncClient) -> None:
        """Take a client back."""
        self.idle.append(client)

    async def close(self) -> None:
        """Close all clients."""
        for client in self.all:
            await client.aclose()
        self.idle.clear()
        self.all.clear()
