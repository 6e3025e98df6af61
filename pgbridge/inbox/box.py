"""`Inbox` and `AsyncInbox`: keep what PortOne tells, then read it and tell the shop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from pgbridge.context import Run
from pgbridge.errors import ConfigError
from pgbridge.inbox.digest import Delivery, digest, ended, next_delivery, put_back
from pgbridge.inbox.keeping import keep
from pgbridge.inbox.pruning import DEFAULT, prune
from pgbridge.inbox.result import Processed, Pruned
from pgbridge.ledger.protocol import Backlog, Entry
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.model.payment import Payment
from pgbridge.model.webhook import WebhookEvent
from pgbridge.wire import Flow
from pgbridge.writing import ask

if TYPE_CHECKING:
    from pgbridge.client import AsyncBridge, Base, Bridge
    from pgbridge.webhooks.receiver import Webhooks
    from pgbridge.webhooks.standard import Headers

Handler = Callable[[WebhookEvent, Payment | None], object]
AsyncHandler = Callable[[WebhookEvent, Payment | None], Awaitable[object]]
Writer = Callable[[WebhookEvent, Payment | None, Execute], object]
# Seconds for which one worker has an entry or an event: a read and a handler must end within.
LEASE = 300.0
READ_DEADLINE = 60.0


class Worker:
    """What both inboxes share: the steps of a pass."""

    def __init__(self, bridge: Base, writer: Writer | None, lease: float, *, handles: bool) -> None:
        if lease <= READ_DEADLINE:
            raise ConfigError(f"lease: more than {READ_DEADLINE:g} seconds, for a read may take that long")
        if handles == (writer is not None):
            raise ConfigError("handler, writer: give one of them")
        self.planner, self.config, self.context = bridge.planner, bridge.config, bridge.context
        self.new_run, self.writer, self.lease = bridge.run, writer, lease

    def run(self) -> Run:
        """Return what one step may use, under an owner of its own."""
        return msgspec.structs.replace(self.new_run(READ_DEADLINE), owner=self.context.new_id())

    def keeping(self, event: WebhookEvent, channel: str | None) -> Flow[bool]:
        """Store an event."""
        return keep(event, self.config, channel, self.context.new_id())

    def reading(self, run: Run) -> Flow[bool | None]:
        """Read one entry; None when none is due, False when it has to wait."""
        due = yield from ask("due", lambda ledger: ledger.due(run.owner, lease=self.lease, limit=1))
        entries: list[Entry] = due
        return (yield from digest(self.planner, entries[0], run)) if entries else None

    def taking(self, run: Run) -> Flow[Delivery | None]:
        """Take one event and read its payment."""
        return next_delivery(self.planner, run, self.lease)

    def ending(self, delivery: Delivery, run: Run) -> Flow[bool]:
        """Note that an event was told; a writer writes in the same transaction."""
        writer = self.writer
        if writer is None:
            return (yield from ended(delivery.effect, run))
        return (
            yield from ended(
                delivery.effect, run, lambda execute: writer(delivery.event, delivery.payment, execute)
            )
        )


class Inbox(Worker):
    """Keeps webhooks in the bridge's ledger, reads what they are about, and tells a handler of every change once.

    `receive` in the endpoint, then answer 200; `process` in a worker, on as many hosts as you like. What a worker dies over,
    another one does when the lease is over.

    :param handler: called with each event and the payment as it was just read. At least once: when the process dies between
        its return and the note of it, it is called again with the same `event_id`, which is the token to go by
    :param writer: instead of a handler: also gets a function that runs SQL (with `?` marks) in the transaction that notes
        the event as told, so that what it writes to that database happens exactly once. It must write only there
    :param lease: seconds for which a worker has an entry or an event to itself
    :raises ConfigError: neither handler nor writer, or both
    """

    def __init__(
        self,
        bridge: Bridge,
        handler: Handler | None = None,
        *,
        writer: Writer | None = None,
        lease: float = LEASE,
    ) -> None:
        super().__init__(bridge, writer, lease, handles=handler is not None)
        self.bridge, self.handler = bridge, handler

    def receive(
        self,
        webhooks: Webhooks,
        body: bytes | bytearray | memoryview | str,
        headers: Headers,
        *,
        source: str | None = None,
        channel: str | None = None,
    ) -> WebhookEvent:
        """Verify a delivery and store it; when this returns, answer 200.

        :param webhooks: of the API that sent it
        :param channel: through which to read, where the bridge has several connections to this API
        :raises BadWebhook: it must not be acted on; answer its `http_status`
        :raises LedgerUnusable: it is not stored; answer 500, so that it comes again
        """
        event = webhooks.receive(body, headers, source=source)
        self.keep(event, channel=channel)
        return event

    def keep(self, event: WebhookEvent, *, channel: str | None = None) -> bool:
        """Store an event that `Webhooks.receive` returned; False when it was known already."""
        return self.bridge.driver.run(self.keeping(event, channel), self.run())

    def process(self, limit: int = 100) -> Processed:
        """Read up to so many entries, then tell up to so many events; see the result for what is left.

        :raises LedgerUnusable: the ledger cannot be read or written
        """
        read = told = failed = postponed = 0
        for _ in range(limit):
            run = self.run()
            over = self.bridge.driver.run(self.reading(run), run)
            if over is None:
                break
            read, postponed = read + over, postponed + (not over)
        for _ in range(limit):
            run = self.run()
            delivery = self.bridge.driver.run(self.taking(run), run)
            if delivery is None:
                break
            if self.tell(delivery, run):
                told += 1
            else:
                failed += 1
        return Processed(read=read, told=told, failed=failed, postponed=postponed)

    def tell(self, delivery: Delivery, run: Run) -> bool:
        """Tell one event; when the shop's code raises, it is told again later."""
        try:
            if self.handler is not None:
                self.handler(delivery.event, delivery.payment)
            return self.bridge.driver.run(self.ending(delivery, run), run)
        except Exception as error:
            self.bridge.driver.run(put_back(delivery.effect, run, type(error).__name__), run)
            return False

    def prune(self, keep: timedelta = DEFAULT) -> Pruned:
        """Delete deliveries that ended so long ago, and empty events that were told; what waits is never touched.

        The ids of events stay, so nothing is told twice however late PortOne tells it again.

        :param keep: at least a day
        :raises ConfigError: it is less
        """
        return self.bridge.driver.run(prune(keep), self.run())

    def backlog(self) -> Backlog:
        """Return how much waits."""
        flow = ask("backlog", lambda ledger: ledger.backlog(), quick=True)
        return self.bridge.driver.run(flow, self.run())


class AsyncInbox(Worker):
    """The same as `Inbox`, awaited; a `writer` is a plain function, called on a thread."""

    def __init__(
        self,
        bridge: AsyncBridge,
        handler: AsyncHandler | None = None,
        *,
        writer: Writer | None = None,
        lease: float = LEASE,
    ) -> None:
        super().__init__(bridge, writer, lease, handles=handler is not None)
        self.bridge, self.handler = bridge, handler

    async def receive(
        self,
        webhooks: Webhooks,
        body: bytes | bytearray | memoryview | str,
        headers: Headers,
        *,
        source: str | None = None,
        channel: str | None = None,
    ) -> WebhookEvent:
        """Verify a delivery and store it; as `Inbox.receive`."""
        event = webhooks.receive(body, headers, source=source)
        await self.keep(event, channel=channel)
        return event

    async def keep(self, event: WebhookEvent, *, channel: str | None = None) -> bool:
        """Store an event; as `Inbox.keep`."""
        return await self.bridge.driver.run(self.keeping(event, channel), self.run())

    async def process(self, limit: int = 100) -> Processed:
        """Read entries and tell events; as `Inbox.process`."""
        read = told = failed = postponed = 0
        for _ in range(limit):
            run = self.run()
            over = await self.bridge.driver.run(self.reading(run), run)
            if over is None:
                break
            read, postponed = read + over, postponed + (not over)
        for _ in range(limit):
            run = self.run()
            delivery = await self.bridge.driver.run(self.taking(run), run)
            if delivery is None:
                break
            if await self.tell(delivery, run):
                told += 1
            else:
                failed += 1
        return Processed(read=read, told=told, failed=failed, postponed=postponed)

    async def tell(self, delivery: Delivery, run: Run) -> bool:
        """Tell one event; when the shop's code raises, it is told again later."""
        try:
            if self.handler is not None:
                await self.handler(delivery.event, delivery.payment)
            return await self.bridge.driver.run(self.ending(delivery, run), run)
        except Exception as error:
            await self.bridge.driver.run(put_back(delivery.effect, run, type(error).__name__), run)
            return False

    async def prune(self, keep: timedelta = DEFAULT) -> Pruned:
        """Let go of what ended long ago; as `Inbox.prune`."""
        return await self.bridge.driver.run(prune(keep), self.run())

    async def backlog(self) -> Backlog:
        """Return how much waits."""
        flow = ask("backlog", lambda ledger: ledger.backlog(), quick=True)
        return await self.bridge.driver.run(flow, self.run())
