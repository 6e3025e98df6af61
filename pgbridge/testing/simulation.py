"""The third driver: runs many flows against a simulator on one virtual clock, under a seeded scheduler."""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from random import Random
from typing import Any, Self

import msgspec

from pgbridge.config import Config
from pgbridge.context import Context, Run
from pgbridge.drivers.tokens import Tokens
from pgbridge.errors import PgbridgeError
from pgbridge.ledger.database import Execute
from pgbridge.ledger.protocol import Ledger
from pgbridge.ledger.sql import SqlLedger
from pgbridge.ledger.sqlite import SqliteDatabase
from pgbridge.operations.base import Operation
from pgbridge.plan import Planner
from pgbridge.reconcile import Reconciliation
from pgbridge.registry import Registry, installed
from pgbridge.simulated import default_config, seen_by_vendor, turned
from pgbridge.simulator import Clock, Settings, Simulator
from pgbridge.simulator.http import Request
from pgbridge.simulator.state import Attempt
from pgbridge.testing.network import Network
from pgbridge.testing.trouble import CALM, Chances, Rolled, Trouble
from pgbridge.testing.worker import Call, Clocks, with_tokens
from pgbridge.wire import Ask, Effect, Emit, Event, Flow, Send, Sleep

START = 1_767_225_600.0  # 2026-01-01T00:00:00Z
MOST_EVENTS = 50_000


class Endless(RuntimeError):
    """A simulation does not come to an end."""


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """What simulations may share, for nothing in it changes but which connections a planner has stopped."""

    registry: Registry
    config: Config
    settings: Settings


class Simulation:
    """A shop's workers, its ledger and a pretend PortOne, on one virtual clock.

    The same seed and the same calls give the same `log`, byte for byte.

    :param trouble: what goes wrong, and how often
    :param config: channels and routes; the ones of `Bridge.simulated()` by default
    :param lag: seconds by which the vendor's reads trail its writes
    :param live: live channels instead of test ones, so that V1 lists show them and absence proves something
    :param ledger: one of your own; it should take its time from `simulation.ledger_now`, so give a function that opens it
    :param chances: what befalls whom; by chance, as `trouble` has it, by default
    :param stage: registry, config and console, made before
    """

    def __init__(
        self,
        seed: int,
        *,
        trouble: Trouble = CALM,
        config: Config | None = None,
        registry: Registry | None = None,
        lag: float = 0.0,
        live: bool = False,
        ledger: Callable[[Callable[[], float]], Ledger] | None = None,
        chances: Chances | None = None,
        stage: Stage | None = None,
    ) -> None:
        self.random, self.trouble = Random(seed), trouble  # noqa: S311 - reproducible trouble, no secrets
        self.own_chances = chances
        stage = stage or staged(registry or installed(), config or default_config(), live=live)
        self.registry, self.config = stage.registry, stage.config
        self.simulator = Simulator(
            faces_of(self.registry), clock=Clock(START), seed=seed, settings=stage.settings
        )
        self.simulator.faults.lag = lag
        self.clocks = Clocks(self.now)
        opened = memory if ledger is None else ledger
        self.ledger: Ledger = opened(self.ledger_now)
        self.context = Context(monotonic=self.now, new_id=self.new_id, random=self.random.random)
        self.planner = Planner(self.config, self.registry)
        self.network = Network(self)
        self.tokens: dict[str, Tokens] = {}
        self.log: list[str] = []
        self.logging = True
        self.events: list[Event] = []
        self.calls: list[Call] = []
        #: Called with each request as it leaves, before anything can happen to it.
        self.departing: list[Callable[[Request], None]] = []
        #: Called after each run of a call; the newest word is `call.told[-1]`.
        self.telling: list[Callable[[Call], None]] = []
        self._queue: list[tuple[float, float, int, Callable[[], object]]] = []
        self._count = 0

    def close(self) -> None:
        """Close the ledger; one of your own too."""
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def chances(self) -> Chances:
        """What befalls whom."""
        return self.own_chances or Rolled(self.trouble, self.random)

    def now(self) -> float:
        """Return the virtual time, POSIX seconds."""
        return self.simulator.world.clock.now()

    def ledger_now(self) -> float:
        """Return the time on the ledger's clock, which may have jumped."""
        return self.clocks.ledger()

    def new_id(self) -> str:
        """Return the next id of this seed."""
        return uuid_of(self.random.getrandbits(128))

    def start(
        self,
        op: Operation[Any],
        *,
        at: float = 0.0,
        channel: str | None = None,
        worker: str = "worker",
        deadline: float = 90.0,
        raise_on_decline: bool = True,
        repeats: int = 0,
        pause: float = 0.0,
        dies_after: str = "",
        flow: Callable[[Run], Flow[Any]] | None = None,
        number: int | None = None,
    ) -> Call:
        """Let a worker make a call, `at` seconds from now.

        :param dies_after: the ledger call (such as `begin`), or `send`, in which the first run's worker dies
        :param repeats: how often a shop repeats it while it has no definite word, about `pause` seconds apart
        :param flow: makes the flow, where it is none that an operation alone makes
        :param number: which call this is, where that is not by the order of starting
        """
        number = len(self.calls) + 1 if number is None else number
        call = Call(
            f"call{number}",
            op,
            channel=channel,
            worker=worker,
            deadline=deadline,
            raise_on_decline=raise_on_decline,
            repeats=repeats,
            pause=pause,
            dies_after=dies_after,
            flow=flow,
        )
        call.number = number
        self.calls.append(call)
        self.after(at, lambda: self._begin(call), call)
        return call

    def insist(self, op: Operation[Any], *, repeats: int = 100, pause: float = 120.0, **options: Any) -> Call:
        """Make a call, and repeat it until there is a definite word; options as of `start`."""
        return self.start(op, repeats=repeats, pause=pause, **options)

    def befall(self, request: str, *fates: str) -> None:
        """Let given things happen to the next requests that fit, before chance is asked.

        :param request: a glob over method and path, such as `POST /v2/payments/*/cancel`
        :param fates: of the first, the second ...: one of `trouble.FATES`, `late:SECONDS`, or "" for nothing
        """
        self.network.befalls.append((request, list(fates)))

    def after(self, seconds: float, action: Callable[[], object], call: Call | None = None) -> None:
        """Do something later; what falls on one moment is done in random order."""
        self._count += 1
        heapq.heappush(self._queue, (self.now() + seconds, self.chances.tie(call), self._count, action))

    def run(self, *, seconds: float | None = None) -> None:
        """Let everything happen that is under way; with `seconds`, only so much time passes.

        :raises Endless: it does not come to an end
        """
        ends = None if seconds is None else self.now() + seconds
        for _ in range(MOST_EVENTS):
            if not self._queue or (ends is not None and self._queue[0][0] > ends):
                if ends is not None:
                    self._pass_until(ends)
                return
            moment, _, _, action = heapq.heappop(self._queue)
            self._pass_until(moment)
            action()
        raise Endless(f"the simulation did not end within {MOST_EVENTS} events")

    def paid(self, order_id: str) -> list[Attempt]:
        """Return the vendor's attempts that took money for an order, under any of its vendor ids."""
        return [a for a in self.attempts(order_id) if a.paid_at is not None]

    def attempts(self, order_id: str) -> list[Attempt]:
        """Return the vendor's attempts at an order, under any of its vendor ids, oldest first."""
        intents = self.ledger.intents(order_id=order_id)
        names = {order_id} | {a.vendor_id for i in intents for a in i.attempts}
        return [a for a in self.simulator.attempts() if a.bill.order_id in names]

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return self.now() - START

    def note(self, call: Call, what: Callable[[], str]) -> None:
        """Write a line of the log."""
        if self.logging:
            self.log.append(f"{self.elapsed:.3f} {call.name} {what()}")

    def resume(self, call: Call, seconds: float, answer: Any, failure: PgbridgeError | None = None) -> None:
        """Let a call go on later with an answer, unless its worker has died until then."""
        life = call.life
        self.after(seconds, lambda: self.step(call, life, answer, failure), call)

    def step(self, call: Call, life: int, answer: Any, failure: PgbridgeError | None) -> None:
        """Let a call go on until its next effect."""
        if call.running is None or life != call.life:
            return  # the worker died while this was on its way to it
        try:
            effect = call.running.send(answer) if failure is None else call.running.throw(failure)
        except StopIteration as done:
            self._told(call, done.value)
        except PgbridgeError as error:
            self._told(call, error)
        else:
            call.effects += 1
            if stall := self.chances.stall(call, effect, self.elapsed):
                self.note(call, lambda: f"stands still for {stall:.3f}")
                self.network.counts["stalled"] += 1
                self.after(stall, lambda: self._wake(call, life, effect, stall), call)
            else:
                self._reach(call, life, effect)

    def _pass_until(self, moment: float) -> None:
        if (gone := moment - self.now()) > 0.0:
            self.simulator.advance(gone)

    def _begin(self, call: Call) -> None:
        call.life += 1
        call.effects = 0
        now = self.clocks.worker(call.name)
        run = Run(
            context=self.context_of(call, now),
            policy=self.config.policy,
            ends=now() + call.deadline,
            owner=self.new_id(),
            raise_on_decline=call.raise_on_decline,
        )
        self.note(call, lambda: f"begins {call.op!r}")
        try:
            if call.flow is not None:
                flow = call.flow(run)
            else:
                flow = self.planner.execute(call.op, run, channel=call.channel)
        except PgbridgeError as error:
            self._told(call, error)
            return
        tokens = self.tokens.setdefault(call.worker, Tokens())
        call.running = with_tokens(flow, self.registry, tokens, run)
        self.step(call, call.life, None, None)

    def context_of(self, call: Call, now: Callable[[], float]) -> Context:  # noqa: ARG002 - for those that tell calls apart
        """Return clock, ids and chance of one run of a call."""
        return msgspec.structs.replace(self.context, monotonic=now)

    def _wake(self, call: Call, life: int, effect: Effect, stall: float) -> None:
        self.clocks.stall(call.name, stall)
        self._reach(call, life, effect)

    def _reach(self, call: Call, life: int, effect: Effect) -> None:
        if call.running is None or life != call.life:
            return
        dies = "after" if call.dies_in(effect) else self.chances.death(call, effect, self.elapsed)
        if dies != "before":
            self._perform(call, effect)
        if dies:
            self.note(call, lambda: "dies")
            self.network.counts["killed"] += 1
            call.running.close()
            self._told(call, None)

    def _told(self, call: Call, word: Any) -> None:
        call.running = None
        call.told.append(word)
        if word is not None:
            self.note(call, lambda: f"{type(word).__name__}: {shown(word)}")
        if not call.definite and len(call.told) <= call.repeats:
            pause = call.pause * (0.1 + 1.8 * self.chances.dice(call).random())
            self.after(pause, lambda: self._begin(call), call)
        else:
            call.over = True
        for listener in self.telling:
            listener(call)

    def _perform(self, call: Call, effect: Effect) -> None:
        if isinstance(effect, Send):
            self.network.carry(call, effect)
        elif isinstance(effect, Sleep):
            self.note(call, lambda: f"sleeps {effect.seconds:.3f}")
            self.resume(call, effect.seconds, None)
        elif isinstance(effect, Emit):
            self.events.append(effect.event)
            self.note(call, lambda: f"{effect.event.kind} {effect.event.detail}")
            self.resume(call, 0.0, None)
        else:
            assert isinstance(effect, Ask)
            answer, failure = None, None
            call.asked_at = self.now()
            try:
                answer = effect.call(self.ledger)
            except PgbridgeError as error:
                failure = error
            self.note(call, lambda: f"asks {effect.name}")
            self.resume(call, self.chances.latency(call), answer, failure)


def staged(registry: Registry, config: Config, *, live: bool, lists_tests: bool = True) -> Stage:
    """Return the config turned to the simulator, and what the pretend console then holds."""
    seen = [seen_by_vendor(registry, channel) for channel in config.channels.values()]
    channels = tuple(msgspec.structs.replace(channel, live=live) for channel in seen)
    settings = Settings(channels=channels, lists_tests=lists_tests)
    config = turned(config, settings)
    if not live:
        return Stage(registry=registry, config=config, settings=settings)
    connections = {
        name: msgspec.structs.replace(connection, environment="live")
        for name, connection in config.connections.items()
    }
    moved = {
        name: msgspec.structs.replace(channel, connection=connections[channel.connection.name])
        for name, channel in config.channels.items()
    }
    config = msgspec.structs.replace(config, connections=connections, channels=moved)
    return Stage(registry=registry, config=config, settings=settings)


def shown(word: Any) -> str:
    """Return a word as the log shows it: without the ids that a ledger makes up."""
    if isinstance(word, Reconciliation):
        found = (len(word.settled), len(word.open), len(word.differences))
        return "{} settled, {} of them open, {} differences".format(*found)
    return str(word)


def faces_of(registry: Registry) -> dict[str, Any]:
    """Return the simulated APIs by their prefix."""
    return {name: api.face() for name, api in registry.apis.items() if api.face is not None}


def uuid_of(bits: int) -> str:
    """Return 128 bits as a random UUID."""
    return str(uuid.UUID(int=bits, version=4))


class Small(SqliteDatabase):
    """A ledger in memory with small pages, so that an empty one is small."""

    def _prepare(self, connection: Any) -> None:
        connection.execute("PRAGMA page_size=512")
        super()._prepare(connection)


class Copied(SqliteDatabase):
    """A ledger in memory that begins as a copy of an empty one: making its tables takes longer than using them."""

    def _prepare(self, connection: Any) -> None:
        connection.deserialize(empty())

    def reading(self) -> AbstractContextManager[Execute]:
        """Run reads without a transaction: nobody else is there."""
        return nullcontext(self.writer.run)

    glance = reading


@cache
def empty() -> bytes:
    """Return an empty ledger as SQLite keeps it."""
    database = Small(":memory:")
    try:
        return database.connection.serialize()
    finally:
        database.close()


def memory(clock: Callable[[], float]) -> Ledger:
    """Return a ledger that outlives the workers of a simulation, so it may name new vendor ids."""
    ledger = SqlLedger(Copied(":memory:", clock))
    ledger.durable = True
    return ledger
