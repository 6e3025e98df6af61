"""The simulator over HTTP: its faces, its admin API under `/_sim`, and pages of whoever brings some."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl

from pgbridge.serving import Front, Limits, Metrics, hosts_for, named
from pgbridge.serving import running as running_app
from pgbridge.serving import serve as serve_app
from pgbridge.serving.front import App, Receive, Scope, Send, say
from pgbridge.serving.limits import HEAD
from pgbridge.serving.logs import log, places
from pgbridge.simulator import admin, saving
from pgbridge.simulator.courier import Courier
from pgbridge.simulator.http import Answer, Request
from pgbridge.simulator.requests import Requests
from pgbridge.simulator.service import ADMIN, Simulator

# A state that is put back may be large.
MOST_BYTES = 256 * 1024 * 1024
Ready = Callable[[dict[str, str]], None]
HEADERS = {
    "application/json; charset=utf-8": (b"content-type", b"application/json; charset=utf-8"),
}


class Application:
    """The ASGI application of a simulator.

    :param pages: answers what is neither a face's nor the admin API's, such as a console at `/`
    """

    def __init__(
        self, simulator: Simulator, *, pages: App | None = None, metrics: Metrics | None = None
    ) -> None:
        self.simulator, self.pages = simulator, pages
        self.metrics = metrics or Metrics("pgbridge_simulator")
        self.count = self.metrics.counter("webhooks", "Tries to deliver a webhook.", "api", "result")
        if simulator.requests is None:
            simulator.requests = Requests()
        for name in simulator.counts():
            self.metrics.gauge(
                f"kept_{name}", f"{name.replace('_', ' ').capitalize()} kept.", self.reader(name)
            )
        self._courier: asyncio.Task[None] | None = None

    def reader(self, name: str) -> Callable[[], float]:
        """Return what reads one of the counts."""
        return lambda: self.simulator.counts()[name]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] == "lifespan":
            await self.live(receive, send)
            return
        first = scope["path"][1:].partition("/")[0]
        if first in self.simulator.faces or first == ADMIN or self.without_prefix(scope):
            await self.ask(scope, receive, send, first)
        elif self.pages is not None:
            named(scope, "pages")
            await self.pages(scope, receive, send)
        else:
            await say(send, 404, b'{"message":"there is nothing here"}')

    def without_prefix(self, scope: Scope) -> bool:
        """Tell whether this is a call of an API whose client knows only the name of the host."""
        request = head_of(scope)
        return self.simulator.placed(request) is not request

    async def ask(self, scope: Scope, receive: Receive, send: Send, first: str) -> None:
        """Let the simulator answer."""
        request = await request_of(scope, receive)
        if request is None:
            return
        simulator = self.simulator
        request = simulator.placed(request)
        named(scope, "admin" if first == ADMIN else simulator.operation(request) or "other")
        if first == ADMIN and admin.waits(request):
            answer = await asyncio.to_thread(simulator.handle, request)
        else:
            answer = simulator.handle(request)
        if answer.delay:
            await asyncio.sleep(answer.delay)
            simulator.elapse(answer.delay)
        if answer.dropped:
            await silence(scope, receive)
            return
        await send({"type": "http.response.start", "status": answer.status, "headers": headers_of(answer)})
        await send({"type": "http.response.body", "body": answer.body})

    async def live(self, receive: Receive, send: Send) -> None:
        """Start and end with the server."""
        await receive()
        self._courier = asyncio.create_task(Courier(self.simulator, self.count).run())
        self._courier.add_done_callback(mourn)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._courier.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._courier
        if self.simulator.state_file is not None:
            log("state saved", file=str(saving.save(self.simulator)))
        await send({"type": "lifespan.shutdown.complete"})


def mourn(courier: asyncio.Task[None]) -> None:
    """Say so when the courier ends by a mistake of ours: no webhook goes out any more."""
    if not courier.cancelled() and (error := courier.exception()) is not None:
        log("courier ended", logging.ERROR, **places(error))


async def request_of(scope: Scope, receive: Receive) -> Request | None:
    """Return the whole request, or None where the caller went away before it was there."""
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body", False):
        message = await receive()
        body += message.get("body", b"")
    if message["type"] == "http.disconnect":
        return None
    return head_of(scope, body)


def head_of(scope: Scope, body: bytes = b"") -> Request:
    """Return a request as its head tells it."""
    raw: bytes = scope["raw_path"]
    query: bytes = scope["query_string"]
    return Request(
        method=scope["method"],
        path=raw.decode("latin-1").partition("?")[0],
        query=parse_qsl(query.decode("latin-1"), keep_blank_values=True) if query else (),
        headers=scope[HEAD],
        body=body,
    )


def headers_of(answer: Answer) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer as ASGI wants them."""
    found = [(b"content-length", b"%d" % len(answer.body))]
    for name, value in answer.headers.items():
        known = HEADERS.get(value)
        found.append(known or (name.encode("latin-1"), value.encode("latin-1")))
    return found


async def silence(scope: Scope, receive: Receive) -> None:
    """Give no answer at all: close the connection, and wait until the server has noticed."""
    close: Callable[[], None] = scope["pgbridge.close"]
    close()
    while (await receive())["type"] != "http.disconnect":
        pass


def front(
    simulator: Simulator,
    *,
    host: str = "127.0.0.1",
    allowed_hosts: tuple[str, ...] = (),
    pages: App | None = None,
    guarded: tuple[str, ...] = (f"/{ADMIN}", "/console"),
) -> Front:
    """Return the application with everything around it.

    Only pages of the simulator's own origin may call what is guarded, and only under the names of this machine or those
    allowed. Where it listens on loopback, the same goes for the names under which the APIs are called.

    :param host: it listens on
    :param allowed_hosts: further names under which it may be called; `*` is any
    :param guarded: path prefixes
    """
    app = Application(simulator, pages=pages)
    names = hosts_for(host, allowed_hosts)
    loopback = host in ("localhost", "::1") or host.startswith("127.")
    limits = Limits(
        most_bytes=MOST_BYTES, hosts=names if loopback else None, guarded=guarded, guarded_hosts=names
    )
    return Front(app, metrics=app.metrics, limits=limits, health=lambda: health(simulator))


def health(simulator: Simulator) -> dict[str, Any]:
    """Tell how the simulator is."""
    return {"apis": list(simulator.faces), "time": simulator.now(), "payments": len(simulator.world.attempts)}


def urls_of(simulator: Simulator, root: str) -> dict[str, str]:
    """Return the base URLs of the faces."""
    return {name: f"{root}/{name}" for name in simulator.faces}


def serve(
    simulator: Simulator,
    host: str = "127.0.0.1",
    port: int = 0,
    ready: Ready = lambda _: None,
    *,
    allowed_hosts: tuple[str, ...] = (),
    pages: App | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT. Port 0 takes a free one.

    :param ready: called with the base URLs (`{"v1": ..., "v2": ...}`) once the server listens
    :param pages: answers what is neither a face's nor the admin API's
    """
    app = front(simulator, host=host, allowed_hosts=allowed_hosts, pages=pages)
    serve_app(app, host, port, ready=lambda root: ready(urls_of(simulator, root)), grace=10)


@contextmanager
def running(
    simulator: Simulator, host: str = "127.0.0.1", port: int = 0, *, pages: App | None = None
) -> Iterator[dict[str, str]]:
    """Serve from a thread as long as the context lasts; gives the base URLs."""
    with running_app(front(simulator, host=host, pages=pages), host, port) as root:
        yield urls_of(simulator, root)
