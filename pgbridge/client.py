"""`Bridge` and `AsyncBridge`: an operation in, its result out."""

from __future__ import annotations

import math
import os
import random
import threading
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx
import msgspec

from pgbridge import config as configs
from pgbridge.config import Config
from pgbridge.context import Context, Run
from pgbridge.drivers.aio import AsyncDriver
from pgbridge.drivers.sync import SyncDriver
from pgbridge.ledger.opening import open_ledger
from pgbridge.ledger.protocol import Ledger
from pgbridge.model.browser import BrowserCall, BrowserResult
from pgbridge.model.page import Page
from pgbridge.operations.base import Listing, Operation
from pgbridge.operations.browser.base import BrowserOperation
from pgbridge.paging import Walk
from pgbridge.plan import Planner
from pgbridge.plan.browser import browser_call, browser_result
from pgbridge.registry import Registry, installed
from pgbridge.routing import Choice
from pgbridge.wire import Event

if TYPE_CHECKING:
    from pgbridge.drivers.carrier import Carrier
    from pgbridge.inbox import Healed
    from pgbridge.model.money import Amount
    from pgbridge.model.payment import Payment
    from pgbridge.reconcile import Progress, Reconciliation, Settled
    from pgbridge.simulator import Simulator
    from pgbridge.wire import Flow

R = TypeVar("R")
T = TypeVar("T")
DEADLINE = 90.0


class Base:
    """What both bridges share: config, registry, ledger and the planner."""

    def __init__(
        self,
        registry: Registry,
        config: Config,
        *,
        ledger: Ledger | None = None,
        observers: Sequence[Callable[[Event], None]] = (),
        context: Context | None = None,
    ) -> None:
        self.registry = registry.watched(*observers) if observers else registry
        self.config = config
        self.context = context or Context(
            monotonic=time.monotonic, new_id=lambda: str(uuid.uuid4()), random=random.random
        )
        self.planner = Planner(config, self.registry)
        self.simulator: Simulator | None = None
        self._ledger, self._own_ledger = ledger, ledger is None
        self._opening = threading.Lock()

    @property
    def ledger(self) -> Ledger:
        """The ledger, opened when first used.

        :raises ConfigError: no plugin can open its URL, or the file cannot be opened
        """
        if self._ledger is None:
            with self._opening:
                if self._ledger is None:
                    self._ledger = open_ledger(self.config.ledger_url, self.registry)
        return self._ledger

    def explain(self, operation: Operation[Any], *, seller: str | None = None) -> Choice:
        """Say which channel would take an operation, and why; sends nothing.

        :raises RuleViolation: every channel would refuse it
        """
        return self.planner.choice(operation, seller)

    def browser(
        self,
        operation: BrowserOperation,
        *,
        channel: str | None = None,
        seller: str | None = None,
        platform: str | None = None,
    ) -> BrowserCall:
        """Return the call that a page makes to open the payment window; sends nothing.

        The choice of the channel sticks to the order id. Rules of the PG are checked as before a charge.

        :param platform: `pc` or `mobile`; when it is left out, what is wrong on one of them is a warning
        :raises RuleViolation: the input or a rule of the PG forbids it
        """
        return browser_call(self.planner, operation, channel=channel, seller=seller, platform=platform)

    def browser_result(self, result: Mapping[str, Any] | str) -> BrowserResult:
        """Read what the window said when it closed. The buyer's browser says so: read the payment before you deliver.

        :param result: what the callback or promise gave, or the address or query that a redirect came back with
        :raises BadAnswer: it is no result of a window
        """
        return browser_result(self.registry, sorted(self.registry.apis), result)

    def run(self, deadline: float, *, raise_on_decline: bool = True) -> Run:
        """Return what one call may use."""
        return Run(
            context=self.context,
            policy=self.config.policy,
            ends=self.context.monotonic() + deadline,
            raise_on_decline=raise_on_decline,
        )

    def reconciling(
        self,
        since: datetime | None,
        until: datetime | None,
        earlier: Reconciliation | None,
        progress: Callable[[Progress], None] | None,
        deadline: float,
    ) -> Flow[Reconciliation]:
        """Return the flow of a reconciliation."""
        from pgbridge.reconcile import reconcile  # noqa: PLC0415

        return reconcile(
            self.planner,
            lambda: msgspec.structs.replace(self.run(deadline), owner=self.context.new_id()),
            since=since,
            until=until,
            earlier=earlier,
            report=progress,
        )

    def resolving(
        self, attempt: str, *, done: bool, by: str, because: str, vendor_ref: str | None, run: Run
    ) -> Flow[Settled]:
        """Return the flow of a person's decision."""
        from pgbridge.reconcile import resolve  # noqa: PLC0415

        run = msgspec.structs.replace(run, owner=self.context.new_id())
        return resolve(
            self.planner, attempt, done=done, by=by, because=because, vendor_ref=vendor_ref, run=run
        )

    def healing(self, since: datetime, deadline: float) -> Flow[Healed]:
        """Return the flow that fills gaps."""
        from pgbridge.inbox.heal import heal  # noqa: PLC0415

        return heal(self.planner, lambda: self.run(deadline), since)

    def verifying(self, order_id: str, expected: Amount, channel: str | None, run: Run) -> Flow[Payment]:
        """Return the flow that compares a payment with its order."""
        from pgbridge.inbox.verify import verify  # noqa: PLC0415

        return verify(self.planner, order_id, expected, run, channel)


class Rows(Iterator[T]):
    """The items of a listing, read page by page as they are asked for."""

    def __init__(self, walk: Walk[T], items: Iterator[T]) -> None:
        self._walk, self._items = walk, items

    @property
    def cursor(self) -> str | None:
        """Where to go on after the last item that was given: `iterate(..., cursor=)`; None at the end."""
        return self._walk.cursor

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> T:
        return next(self._items)


class AsyncRows(AsyncIterator[T]):
    """The items of a listing; as `Rows`, awaited."""

    def __init__(self, walk: Walk[T], items: AsyncIterator[T]) -> None:
        self._walk, self._items = walk, items

    @property
    def cursor(self) -> str | None:
        """Where to go on after the last item that was given: `iterate(..., cursor=)`; None at the end."""
        return self._walk.cursor

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        return await anext(self._items)


class Bridge(Base):
    """Does operations, from any thread.

    >>> from pgbridge import Bridge, GetPayment
    >>> with Bridge.simulated() as bridge:
    ...     bridge.config.channels["inicis"].provider
    'inicis-v2'
    """

    def __init__(
        self,
        registry: Registry,
        config: Config,
        *,
        ledger: Ledger | None = None,
        client: httpx.Client | None = None,
        observers: Sequence[Callable[[Event], None]] = (),
        context: Context | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(registry, config, ledger=ledger, observers=observers, context=context)
        self.driver = SyncDriver(
            self.registry, lambda: self.ledger, client, monotonic=self.context.monotonic, sleep=sleep
        )

    @classmethod
    def from_config(cls, path: str | os.PathLike[str] | None = None, **options: Any) -> Self:
        """Return a bridge for a config file: `path`, `PGBRIDGE_CONFIG`, or `pgbridge.toml` in the working folder.

        :param options: `client=` an httpx client of your own, `observers=` functions that take an `Event`
        :raises ConfigError: the config is missing or wrong; everything that is wrong is listed
        """
        return cls(installed(), configs.read(path), **options)

    @classmethod
    def simulated(cls, config: Config | None = None, **options: Any) -> Self:
        """Return a bridge onto a simulator of its own, in this process, with a virtual clock.

        Without a config it has channels `inicis` and `nice` on V2 and `inicis-v1` and `nice-v1` on V1. `bridge.simulator`
        moves the clock and deposits into virtual accounts.

        :param options: `settings=` the simulator's own `Settings`, `parts=` another bridge's simulator and ledger, and what
            `Bridge` takes
        """
        from pgbridge.simulated import simulated_parts  # noqa: PLC0415
        from pgbridge.simulator.transport import SimulatorTransport  # noqa: PLC0415

        shared = options.pop("parts", None)
        parts = shared or simulated_parts(
            options.pop("registry", None) or installed(), config, options.pop("settings", None)
        )
        client = httpx.Client(transport=SimulatorTransport(parts.simulator))
        bridge = cls(
            parts.registry,
            parts.config,
            ledger=parts.ledger,
            client=client,
            context=parts.context,
            sleep=parts.simulator.advance,
            **options,
        )
        bridge.simulator, bridge._own_ledger = parts.simulator, shared is None
        return bridge

    @classmethod
    def of(cls, registry: Registry, config: Config, **options: Any) -> Self:
        """Return a bridge of exactly these plugins and settings, for tests."""
        return cls(registry, config, **options)

    def execute(
        self,
        operation: Operation[R],
        *,
        channel: str | None = None,
        seller: str | None = None,
        deadline: float = DEADLINE,
        raise_on_decline: bool = True,
    ) -> R:
        """Do one operation and return its result.

        :param channel: name of a channel; routing chooses when it is left out
        :param seller: a marketplace's sub-merchant
        :param deadline: seconds for everything, retries and settlement included
        :param raise_on_decline: False returns the failed payment instead of raising `Declined`
        :raises RuleViolation: the input or a rule of the PG forbids it; nothing was sent
        :raises OutcomeUnknown: it may have happened; repeat the same call later to settle it
        """
        run = self.run(deadline, raise_on_decline=raise_on_decline)
        return self.driver.run(self.planner.execute(operation, run, channel=channel, seller=seller), run)

    def iterate(
        self,
        operation: Listing[Page[T]],
        *,
        channel: str | None = None,
        seller: str | None = None,
        cursor: str | None = None,
        deadline: float = DEADLINE,
    ) -> Rows[T]:
        """Return every item of a listing, read page by page as it is asked for.

        What is wider than the vendor lists in one go (V1: 90 days, or three months of schedules; V2: 60,000 rows) is
        split into parts; a period without an end ends now, one without a beginning 90 days before its end.

        :param cursor: `cursor` of an earlier walk through the same listing, to go on behind its last item
        :param deadline: of one page
        :raises ConfigError: the cursor is not of this listing
        """
        walk = Walk(operation, cursor)

        def items() -> Iterator[T]:
            more = True
            while more:
                run = self.run(deadline)
                module, page = self.driver.run(
                    self.planner.page(walk, run, channel=channel, seller=seller), run
                )
                yield from walk.items(page)
                more = walk.turn(module, page)

        return Rows(walk, items())

    def reconcile(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        earlier: Reconciliation | None = None,
        progress: Callable[[Progress], None] | None = None,
        deadline: float = DEADLINE,
    ) -> Reconciliation:
        """Settle what is unknown by look-ups, then compare the ledger with every connection's payments of a period.

        Sends no write, so several hosts may do it at once. A connection that cannot be reached is in the result, not raised.

        :param since: aware datetime, inclusive; two days before `until` by default
        :param until: aware datetime; a minute ago by default, for lists trail what happens
        :param earlier: a result that is not `complete`, to go on from; it has its own period
        :param progress: called before each step, also with what is found so far
        :param deadline: seconds for each look-up and each page
        :raises LedgerUnusable: the ledger cannot be read or written
        """
        flow = self.reconciling(since, until, earlier, progress, deadline)
        return self.driver.run(flow, self.run(math.inf))

    def resolve(
        self,
        attempt: str,
        *,
        done: bool,
        by: str,
        because: str,
        vendor_ref: str | None = None,
        deadline: float = DEADLINE,
    ) -> Settled:
        """Record a person's decision about an attempt that stays unknown; looks it up once more first.

        What the look-up proves is written instead: compare `outcome` with what you decided.

        :param attempt: its id in the ledger
        :param done: True: it was paid (cancelled, issued ...); False: it did not happen and never will
        :param by: who decided
        :param because: why, such as what the PG's own console shows; kept with the attempt
        :param vendor_ref: what PortOne calls the result, where that is known
        :raises IntentConflict: it has ended already, or PortOne is about to decide
        :raises Busy: a call is working on it
        """
        run = self.run(deadline)
        flow = self.resolving(attempt, done=done, by=by, because=because, vendor_ref=vendor_ref, run=run)
        return self.driver.run(flow, run)

    def heal(self, since: datetime, *, deadline: float = DEADLINE) -> Healed:
        """List every payment made since then; what nobody was told of goes through the inbox, V1's failures and cancels too.

        Sends no write, and calls no handler: `Inbox.process` does. Lists go by when a payment was made, so go back as far
        as something may have been cancelled. A connection that cannot be reached is in the result, not raised.

        :param since: aware datetime
        :param deadline: seconds for each page
        :raises ConfigError: `since` has no time zone, or lies ahead
        :raises LedgerUnusable: the ledger cannot be read or written
        """
        return self.driver.run(self.healing(since, deadline), self.run(math.inf))

    def verify_payment(
        self, order_id: str, expected: Amount, *, channel: str | None = None, deadline: float = DEADLINE
    ) -> Payment:
        """Read what a buyer paid in a browser, and compare it with what the order asked for.

        The payment may still be waiting, or have failed: look at its `status` before you ship.

        :param expected: amount and currency of the order; its tax parts are compared where both tell them
        :param channel: through which to read, where nothing tells which connection it was paid on
        :raises AmountMismatch: another amount or currency was paid, or the payment is another order's; do not ship
        :raises NotFound: nobody has paid, or tried to
        """
        run = self.run(deadline)
        return self.driver.run(self.verifying(order_id, expected, channel, run), run)

    def close(self) -> None:
        """Close what this bridge opened."""
        self.driver.close()
        if self._own_ledger and self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncBridge(Base):
    """Does operations, from any task of one event loop. The same as `Bridge`, awaited."""

    def __init__(
        self,
        registry: Registry,
        config: Config,
        *,
        ledger: Ledger | None = None,
        client: httpx.AsyncClient | None = None,
        carrier: Carrier | None = None,
        observers: Sequence[Callable[[Event], None]] = (),
        context: Context | None = None,
        sleep: Callable[[float], Any] | None = None,
    ) -> None:
        super().__init__(registry, config, ledger=ledger, observers=observers, context=context)
        options = {} if sleep is None else {"sleep": sleep}
        self.driver = AsyncDriver(
            self.registry,
            lambda: self.ledger,
            client,
            carrier=carrier,
            monotonic=self.context.monotonic,
            **options,
        )

    @classmethod
    def from_config(cls, path: str | os.PathLike[str] | None = None, **options: Any) -> Self:
        """Return a bridge for a config file; as `Bridge.from_config`."""
        return cls(installed(), configs.read(path), **options)

    @classmethod
    def simulated(cls, config: Config | None = None, **options: Any) -> Self:
        """Return a bridge onto a simulator of its own; as `Bridge.simulated`."""
        from pgbridge.simulated import simulated_parts  # noqa: PLC0415
        from pgbridge.simulator.transport import AsyncSimulatorTransport  # noqa: PLC0415

        shared = options.pop("parts", None)
        parts = shared or simulated_parts(
            options.pop("registry", None) or installed(), config, options.pop("settings", None)
        )
        client = httpx.AsyncClient(transport=AsyncSimulatorTransport(parts.simulator))

        async def sleep(seconds: float) -> None:
            parts.simulator.advance(seconds)

        bridge = cls(
            parts.registry,
            parts.config,
            ledger=parts.ledger,
            client=client,
            context=parts.context,
            sleep=sleep,
            **options,
        )
        bridge.simulator, bridge._own_ledger = parts.simulator, shared is None
        return bridge

    @classmethod
    def of(cls, registry: Registry, config: Config, **options: Any) -> Self:
        """Return a bridge of exactly these plugins and settings, for tests."""
        return cls(registry, config, **options)

    async def execute(
        self,
        operation: Operation[R],
        *,
        channel: str | None = None,
        seller: str | None = None,
        deadline: float = DEADLINE,
        raise_on_decline: bool = True,
    ) -> R:
        """Do one operation and return its result; as `Bridge.execute`."""
        run = self.run(deadline, raise_on_decline=raise_on_decline)
        return await self.driver.run(
            self.planner.execute(operation, run, channel=channel, seller=seller), run
        )

    def iterate(
        self,
        operation: Listing[Page[T]],
        *,
        channel: str | None = None,
        seller: str | None = None,
        cursor: str | None = None,
        deadline: float = DEADLINE,
    ) -> AsyncRows[T]:
        """Return every item of a listing; as `Bridge.iterate`."""
        walk = Walk(operation, cursor)

        async def items() -> AsyncIterator[T]:
            more = True
            while more:
                run = self.run(deadline)
                module, page = await self.driver.run(
                    self.planner.page(walk, run, channel=channel, seller=seller), run
                )
                for item in walk.items(page):
                    yield item
                more = walk.turn(module, page)

        return AsyncRows(walk, items())

    async def reconcile(
        self,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        earlier: Reconciliation | None = None,
        progress: Callable[[Progress], None] | None = None,
        deadline: float = DEADLINE,
    ) -> Reconciliation:
        """Settle what is unknown and compare; as `Bridge.reconcile`."""
        flow = self.reconciling(since, until, earlier, progress, deadline)
        return await self.driver.run(flow, self.run(math.inf))

    async def resolve(
        self,
        attempt: str,
        *,
        done: bool,
        by: str,
        because: str,
        vendor_ref: str | None = None,
        deadline: float = DEADLINE,
    ) -> Settled:
        """Record a person's decision; as `Bridge.resolve`."""
        run = self.run(deadline)
        flow = self.resolving(attempt, done=done, by=by, because=because, vendor_ref=vendor_ref, run=run)
        return await self.driver.run(flow, run)

    async def heal(self, since: datetime, *, deadline: float = DEADLINE) -> Healed:
        """Let the inbox look at what nobody was told of; as `Bridge.heal`."""
        return await self.driver.run(self.healing(since, deadline), self.run(math.inf))

    async def verify_payment(
        self, order_id: str, expected: Amount, *, channel: str | None = None, deadline: float = DEADLINE
    ) -> Payment:
        """Read a payment and compare it with its order; as `Bridge.verify_payment`."""
        run = self.run(deadline)
        return await self.driver.run(self.verifying(order_id, expected, channel, run), run)

    async def close(self) -> None:
        """Close what this bridge opened."""
        await self.driver.close()
        if self._own_ledger and self._ledger is not None:
            self._ledger.close()
            self._ledger = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
