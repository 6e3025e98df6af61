"""The simulator over HTTP: Starlette on uvicorn.

Beside the faces there is a small control API, in JSON: `POST /_sim/clock {"advance": seconds}` answers
`{"now": seconds}`; `POST /_sim/deposit {"orderId", "amount"?}` pays into a virtual account.
"""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from pgbridge.simulator.http import Request
from pgbridge.simulator.service import Simulator

T = TypeVar("T")
Ready = Callable[[dict[str, str]], None]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class Advance(msgspec.Struct, frozen=True, kw_only=True):
    """How far to move the clock, in seconds."""

    advance: float


class Deposit(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Which order to pay, and what: the whole amount by default."""

    order_id: str
    amount: int | None = None


class Protocol(H11Protocol):
    """uvicorn's protocol, lending each request the means to break its connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inner = self.app

        async def outer(scope: Any, receive: Any, send: Any) -> None:
            scope["pgbridge.close"] = self.transport.abort
            await inner(scope, receive, send)

        self.app = outer


class Silence(Response):
    """No answer at all: the connection is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Close the connection and wait until the server has noticed."""
        close: Callable[[], None] = scope["pgbridge.close"]
        close()
        while (await receive())["type"] != "http.disconnect":
            pass


def application(simulator: Simulator) -> Starlette:
    """Return the ASGI application."""

    async def face(http: HttpRequest) -> Response:
        raw: bytes = http.scope["raw_path"]
        request = Request(
            method=http.method,
            path=raw.decode("ascii").partition("?")[0],
            query=parse_qsl(http.scope["query_string"].decode("ascii"), keep_blank_values=True),
            headers=dict(http.headers),
            body=await http.body(),
        )
        answer = simulator.handle(request)
        if answer.delay:
            await asyncio.sleep(answer.delay)
            simulator.elapse(answer.delay)
        if answer.dropped:
            return Silence()
        return Response(answer.body, answer.status, dict(answer.headers))

    async def clock(http: HttpRequest) -> Response:
        return await control(http, Advance, lambda wish: simulator.advance(wish.advance))

    async def deposit(http: HttpRequest) -> Response:
        return await control(http, Deposit, lambda wish: simulator.deposit(wish.order_id, wish.amount))

    async def control(http: HttpRequest, kind: type[T], act: Callable[[T], Any]) -> Response:
        try:
            act(msgspec.json.decode(await http.body(), type=kind))
        except ValueError as error:
            return JSONResponse({"message": str(error)}, 400)
        return JSONResponse({"now": simulator.now()})

    return Starlette(
        routes=[
            Route("/_sim/clock", clock, methods=["POST"]),
            Route("/_sim/deposit", deposit, methods=["POST"]),
            Route("/{rest:path}", face, methods=METHODS),
        ]
    )


class Server(uvicorn.Server):
    """uvicorn's server, telling when it listens."""

    def __init__(self, simulator: Simulator, listener: socket.socket, ready: Ready) -> None:
        super().__init__(
            uvicorn.Config(
                application(simulator),
                http=Protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=5,
            )
        )
        host, port = listener.getsockname()[:2]
        self.urls = {name: f"http://{host}:{port}/{name}" for name in simulator.faces}
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._ready(self.urls)


def serve(
    simulator: Simulator, host: str = "127.0.0.1", port: int = 0, ready: Ready = lambda _: None
) -> None:
    """Serve until interrupted. Port 0 takes a free one.

    :param ready: called with the base URLs (`{"v1": ..., "v2": ...}`) once the server listens
    """
    with socket.create_server((host, port)) as listener:
        Server(simulator, listener, ready).run(sockets=[listener])


@contextmanager
def running(simulator: Simulator, host: str = "127.0.0.1", port: int = 0) -> Iterator[dict[str, str]]:
    """Serve from a thread as long as the context lasts; gives the base URLs."""
    listening = threading.Event()
    with socket.create_server((host, port)) as listener:
        server = Server(simulator, listener, lambda _: listening.set())
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not listening.wait(0.05):
            if not thread.is_alive():
                message = "the server did not start"
                raise RuntimeError(message)
        try:
            yield server.urls
        finally:
            server.should_exit = True
            thread.join()
