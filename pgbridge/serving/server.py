"""uvicorn, run until a signal or for as long as a block lasts."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from pgbridge.serving.limits import WHOLE

if TYPE_CHECKING:
    from pgbridge.serving.front import App

Ready = Callable[[str], None]
HEAD_SECONDS = 20.0
MOST_HEAD = 65_536
# Longer than clients and proxies keep a connection that rests (most: 60 s or less): who writes to one that this end closes
# at that moment loses a request, and a charge that is lost so is no error that a V1 client can tell from others.
REST_SECONDS = 75
GRACE = 30

Base: Any = AutoHTTPProtocol


class Together:
    """A transport that sends in one go what is written in one turn of the loop: the head of an answer and its body."""

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = transport, loop
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send soon."""
        if not self._waiting:
            self._loop.call_soon(self.flush)
        self._waiting.append(data)

    def flush(self) -> None:
        """Send now."""
        if self._waiting:
            data, self._waiting = b"".join(self._waiting), []
            self._transport.write(data)

    def close(self) -> None:
        """Send what waits, and close."""
        self.flush()
        self._transport.close()

    def abort(self) -> None:
        """Close, and send nothing more."""
        self._waiting = []
        self._transport.abort()


class Protocol(Base):  # type: ignore[misc]
    """uvicorn's protocol, with patience for a request's head and a way to break its connection."""

    app: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.patience: asyncio.TimerHandle | None = None
        self.hung_up = False
        self.arrived = 0
        inner = self.app

        async def outer(scope: Any, receive: Any, send: Any) -> None:
            scope["pgbridge.close"] = self.transport.abort
            scope["pgbridge.gone"] = lambda: self.hung_up
            # Small bodies arrive with their head: then there is nothing to wait for.
            scope[WHOLE] = not getattr(getattr(receive, "__self__", None), "more_body", True)
            await inner(scope, receive, send)

        self.app = outer

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the head of the first request."""
        super().connection_made(Together(transport, self.loop))
        # asyncio does so by itself only for sockets that were made with the protocol's number.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.patience = self.loop.call_later(HEAD_SECONDS, self.give_up)

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a head no longer than the limit, and take no more of it than that; not every parser has one."""
        if self.patience is None and (self.cycle is None or self.cycle.response_complete):
            self.patience = self.loop.call_later(HEAD_SECONDS, self.give_up)
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self.calm()
        elif self.patience is not None and (before is None or not before.more_body):
            self.arrived += len(data)
            if self.arrived > MOST_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large.")

    def eof_received(self) -> None:
        """Note that the other end hung up, before it or this one closes the connection."""
        self.hung_up = True
        super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self.hung_up = self.hung_up or exc is not None
        self.calm()
        super().connection_lost(exc)

    def calm(self) -> None:
        """Stop waiting for a head."""
        if self.patience is not None:
            self.patience.cancel()
            self.patience, self.arrived = None, 0

    def give_up(self) -> None:
        """Close a connection whose request never came whole."""
        self.patience = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


class Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, app: App, listener: socket.socket, ready: Ready, grace: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Protocol,
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=grace,
                timeout_keep_alive=REST_SECONDS,
            )
        )
        host, port = listener.getsockname()[:2]
        self.root = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets=sockets)
        if self.started:
            self.ready(self.root)


def listening(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one.

    :param shared: let further processes listen on the same port
    :raises OSError: it cannot
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, reuse_port=shared)


def serve(
    app: App,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    ready: Ready = lambda _: None,
    grace: int = GRACE,
    shared: bool = False,
) -> None:
    """Serve until SIGTERM or SIGINT, then end in order and return. Only for a main thread.

    :param ready: called with the root URL once the server listens
    :param grace: seconds that requests under way get to finish
    :param shared: let further processes listen on the same port
    :raises OSError: it cannot listen
    :raises RuntimeError: the application's lifespan did not start
    """

    def quietly(*_: Any) -> None:
        """Take the signal that uvicorn raises once more when it has shut down."""

    with listening(host, port, shared=shared) as listener:
        server = Server(app, listener, ready, grace)
        before = {number: signal.signal(number, quietly) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            server.run(sockets=[listener])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if not server.started:
            raise RuntimeError("the server did not start")


@contextmanager
def running(app: App, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve from a thread as long as the context lasts; gives the root URL.

    :raises OSError: it cannot listen
    :raises RuntimeError: the application's lifespan did not start
    """
    started = threading.Event()
    with listening(host, port) as listener:
        server = Server(app, listener, lambda _: started.set(), grace=5)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not started.wait(0.05):
            if not thread.is_alive():
                raise RuntimeError("the server did not start")
        try:
            yield server.root
        finally:
            server.should_exit = True
            thread.join()
