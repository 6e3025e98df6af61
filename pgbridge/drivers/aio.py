"""The driver for tasks of one event loop: runs a flow over `httpx.AsyncClient`."""

from __future__ import annotations

import asyncio
import os
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from pgbridge.context import Run
from pgbridge.drivers.http import Intake, logged, request_of, time_of, transport_error, transport_for
from pgbridge.drivers.pool import AsyncPool
from pgbridge.drivers.scribe import write_to
from pgbridge.drivers.tokens import Tokens, key_of, overdue
from pgbridge.errors import PgbridgeError
from pgbridge.flow import signing_in
from pgbridge.ledger.protocol import Ledger
from pgbridge.registry import Registry
from pgbridge.wire import Ask, Effect, Emit, Flow, Grant, Send, Sleep, Token

if TYPE_CHECKING:
    from pgbridge.drivers.carrier import Carrier  # needs the extra `server`

R = TypeVar("R")
GRACE = 0.25


@asynccontextmanager
async def locked(lock: asyncio.Lock, seconds: float) -> AsyncIterator[None]:
    """Hold a lock; wait for it no longer than that.

    :raises NotSent: another call holds it for longer
    """
    try:
        async with asyncio.timeout(seconds):
            await lock.acquire()
    except TimeoutError:
        raise overdue() from None
    try:
        yield
    finally:
        lock.release()


class AsyncDriver:
    """Answers the effects of flows. Safe to share between tasks of one loop."""

    def __init__(
        self,
        registry: Registry,
        ledger: Callable[[], Ledger],
        client: httpx.AsyncClient | None = None,
        *,
        carrier: Carrier | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.registry, self.ledger, self.ledger_open = registry, ledger, False
        self.given, self.made = client, dict[int, AsyncPool]()
        self.carrier = carrier
        self.monotonic, self.sleep = monotonic, sleep
        self.tokens = Tokens()
        self.signing: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def run(self, flow: Flow[R], run: Run) -> R:
        """Run a flow to its end."""
        answer: Any = None
        failure: PgbridgeError | None = None
        while True:
            try:
                effect = flow.send(answer) if failure is None else flow.throw(failure)
            except StopIteration as done:
                result: R = done.value
                return result
            answer, failure = None, None
            try:
                answer = await self.answer(effect, run)
            except PgbridgeError as error:
                failure = error

    async def answer(self, effect: Effect, run: Run) -> Any:
        """Do what an effect asks for."""
        if isinstance(effect, Send):
            return await self.exchange(effect)
        if isinstance(effect, Ask):
            return await self.ask(effect)
        if isinstance(effect, Token):
            return await self.token(effect, run)
        if isinstance(effect, Sleep):
            return await self.sleep(effect.seconds)
        assert isinstance(effect, Emit)
        return self.registry.observe(effect.event)

    async def ask(self, effect: Ask) -> Any:
        """Call the ledger: what only reads a file at once, everything else on a thread."""
        if not self.ledger_open:
            # Opening it may wait for a disk or a network too.
            await asyncio.to_thread(self.ledger)
            self.ledger_open = True
        ledger = self.ledger()
        if effect.quick and not ledger.remote:
            return effect.call(ledger)
        # A ledger waits for its disk, so it works on a thread; what it began there is not undone by a cancel.
        return await write_to(ledger, lambda: effect.call(ledger))

    async def exchange(self, effect: Send) -> Any:
        """Send one request and return its answer, all of it within the effect's time-out."""
        api = self.registry.api(effect.connection.api)
        if self.carrier is not None:
            return await self.carrier.carry(effect, api)
        request = request_of(effect, api, self.given)
        pool = self.pool() if self.given is None else None
        client = pool.take() if pool is not None else self.given
        assert client is not None
        try:
            # A little more than httpx has to connect: when that ends first, nothing was sent.
            async with asyncio.timeout(time_of(effect) + GRACE):
                if pool is None:
                    response = await client.send(request, follow_redirects=False, stream=True)
                else:
                    transport = transport_for(client, request)
                    response = logged(request, await transport.handle_async_request(request))
                try:
                    intake = Intake(response.status_code, response.headers, effect.connection)
                    if response.is_stream_consumed:
                        return intake.read_already(response.content)
                    async for piece in response.stream:  # type: ignore[union-attr]
                        intake.take(piece)
                    return intake.answer()
                finally:
                    # An answer that was not read to its end takes its connection with it.
                    await response.aclose()
        except (httpx.HTTPError, TimeoutError) as error:
            failure = transport_error(error, effect.connection)
        finally:
            if pool is not None:
                pool.give(client)
        # Out here it has no context: httpx's error holds the request, and so the card.
        raise failure

    async def token(self, effect: Token, run: Run) -> str:
        """Return a token; only one task asks for a new one."""
        connection = effect.connection
        kept = self.tokens.get(connection, effect.stale, self.monotonic())
        if kept:
            return kept
        async with locked(self.signing[key_of(connection)], run.left):
            kept = self.tokens.get(connection, effect.stale, self.monotonic())
            if kept:
                return kept
            grant: Grant = await self.run(signing_in(self.registry.api(connection.api), connection, run), run)
            return self.tokens.put(connection, grant, self.monotonic())

    def pool(self) -> AsyncPool:
        """Return the clients, made when first needed and anew after a fork."""
        pid = os.getpid()
        if pid not in self.made:
            self.made[pid] = AsyncPool()
        return self.made[pid]

    async def close(self) -> None:
        """Close the clients that are ours."""
        for pool in self.made.values():
            await pool.close()
        self.made.clear()
