"""The third driver: runs many flows against a simulator on one virtual clock, under a seeded scheduler."""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Callable
from fnmatch import fnmatchcase
from random import Random
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec

from pgbridge.config import Config
from pgbridge.context import Context, Run
from pgbridge.drivers.http import base_url
from pgbridge.drivers.tokens import Tokens
from pgbridge.errors import NoAnswer, NotSent, PgbridgeError
from pgbridge.ledger.protocol import Ledger
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.operations.base import Operation
from pgbridge.plan import Planner
from pgbridge.registry import Registry, installed
from pgbridge.simulated import default_config, seen_by_vendor, turned
from pgbridge.simulator import Clock, Settings, Simulator
from pgbridge.simulator.http import Answer, Request
from pgbridge.simulator.state import Attempt
from pgbridge.testing.trouble import CALM, Trouble
from pgbridge.testing.worker import Call, with_tokens
from pgbridge.wire import Ask, Effect, Emit, Event, Send, Sleep, WireResponse

START = 1_767_225_600.0  # 2026-01-01T00:00:00Z
MOST_EVENTS = 200_000
PAGE = b"<html><head><title>502</title></head><body>502 Bad Gateway</body></html>"


class Simulation:
    """A shop's workers, its ledger and a pretend PortOne, on one virtual clock.

    The same seed and the same calls give the same `log`, byte for byte.

    :param trouble: what goes wrong, and how often
    :param config: channels and routes; the ones of `Bridge.simulated()` by default
    :param lag: seconds by which the vendor's reads trail its writes
    :param live: live channels instead of test ones, so that V1 lists show them and absence proves something
    :param ledger: one of your own; it should take its time from `simulation.now`, so give a function that opens it
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
    ) -> None:
        self.random, self.trouble = Random(seed), trouble  # noqa: S311 - reproducible trouble, no secrets
        self.registry = registry or installed()
        self.config, settings = dressed(self.registry, config or default_config(), live=live)
        faces = {name: api.face() for name, api in self.registry.apis.items() if api.face is not None}
        self.simulator = Simulator(faces, clock=Clock(START), seed=seed, settings=settings)
        self.simulator.faults.lag = lag
        self.ledger: Ledger = ledger(self.now) if ledger is not None else memory(self.now)
        self.context = Context(monotonic=self.now, new_id=self.new_id, random=self.random.random)
        self.planner = Planner(self.config, self.registry)
        self.tokens: dict[str, Tokens] = {}
        self.log: list[str] = []
        self.events: list[Event] = []
        self.calls: list[Call] = []
        #: Called with each request as it leaves, before anything can happen to it.
        self.departing: list[Callable[[Request], None]] = []
        #: Called after each run of a call; the newest word is `call.told[-1]`.
        self.telling: list[Callable[[Call], None]] = []
        self._befalls: list[tuple[str, list[str]]] = []
        self._queue: list[tuple[float, float, int, Callable[[], None]]] = []
        self._count = 0

    def close(self) -> None:
        """Close the ledger; one of your own too."""
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def now(self) -> float:
        """Return the virtual time, POSIX seconds."""
        return self.simulator.now()

    def new_id(self) -> str:
        """Return the next id of this seed."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

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
    ) -> Call:
        """Let a worker make a call, `at` seconds from now.

        :param dies_after: the ledger call (such as `begin`), or `send`, in which the first run's worker dies
        :param repeats: how often a shop repeats it while it has no definite word, about `pause` seconds apart
        """
        call = Call(
            f"call{len(self.calls) + 1}",
            op,
            channel=channel,
            worker=worker,
            deadline=deadline,
            raise_on_decline=raise_on_decline,
            repeats=repeats,
            pause=pause,
            dies_after=dies_after,
        )
        self.calls.append(call)
        self.after(at, lambda: self._begin(call))
        return call

    def insist(self, op: Operation[Any], *, repeats: int = 100, pause: float = 120.0, **options: Any) -> Call:
        """Make a call, and repeat it until there is a definite word; options as of `start`."""
        return self.start(op, repeats=repeats, pause=pause, **options)

    def befall(self, request: str, *fates: str) -> None:
        """Let given things happen to the next requests that fit, before chance is asked.

        :param request: a glob over method and path, such as `POST /v2/payments/*/cancel`
        :param fates: of the first, the second ...: one of `trouble.FATES`, or "" for nothing
        """
        self._befalls.append((request, list(fates)))

    def after(self, seconds: float, action: Callable[[], None]) -> None:
        """Do something later; what falls on one moment is done in random order."""
        self._count += 1
        heapq.heappush(self._queue, (self.now() + seconds, self.random.random(), self._count, action))

    def run(self, *, seconds: float | None = None) -> None:
        """Let everything happen that is under way; with `seconds`, only so much time passes.

        :raises RuntimeError: it does not come to an end
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
        raise RuntimeError(f"the simulation did not end within {MOST_EVENTS} events")

    def paid(self, order_id: str) -> list[Attempt]:
        """Return the vendor's attempts that took money for an order, under any of its vendor ids."""
        return [a for a in self.attempts(order_id) if a.paid_at is not None]

    def attempts(self, order_id: str) -> list[Attempt]:
        """Return the vendor's attempts at an order, under any of its vendor ids, oldest first."""
        intents = self.ledger.intents(order_id=order_id)
        names = {order_id} | {a.vendor_id for i in intents for a in i.attempts}
        return [a for a in self.simulator.attempts() if a.bill.order_id in names]

    def _pass_until(self, moment: float) -> None:
        if (gone := moment - self.now()) > 0.0:
            self.simulator.advance(gone)

    @property
    def _elapsed(self) -> float:
        return self.now() - START

    def _note(self, call: Call, what: str) -> None:
        self.log.append(f"{self._elapsed:.3f} {call.name} {what}")

    def _begin(self, call: Call) -> None:
        run = Run(
            context=self.context,
            policy=self.config.policy,
            ends=self.now() + call.deadline,
            owner=self.new_id(),
            raise_on_decline=call.raise_on_decline,
        )
        self._note(call, f"begins {call.op!r}")
        call.life += 1
        try:
            flow = self.planner.execute(call.op, run, channel=call.channel)
        except PgbridgeError as error:
            self._told(call, error)
            return
        tokens = self.tokens.setdefault(call.worker, Tokens())
        call.flow = with_tokens(flow, self.registry, tokens, run)
        self._step(call, call.life, None, None)

    def _step(self, call: Call, life: int, answer: Any, failure: PgbridgeError | None) -> None:
        if call.flow is None or life != call.life:
            return  # the worker died while this was on its way to it
        try:
            effect = call.flow.send(answer) if failure is None else call.flow.throw(failure)
        except StopIteration as done:
            self._told(call, done.value)
        except PgbridgeError as error:
            self._told(call, error)
        else:
            struck = self.trouble.kills(self.random, self._elapsed)
            dies = call.dies_in(effect)
            if dies or not struck or self.random.random() < 0.5:
                self._perform(call, effect)
            if dies or struck:
                self._note(call, "dies")
                call.flow.close()
                self._told(call, None)

    def _resume(self, call: Call, seconds: float, answer: Any, failure: PgbridgeError | None = None) -> None:
        life = call.life
        self.after(seconds, lambda: self._step(call, life, answer, failure))

    def _told(self, call: Call, word: Any) -> None:
        call.flow = None
        call.told.append(word)
        if word is not None:
            self._note(call, f"{type(word).__name__}: {word}")
        if not call.definite and len(call.told) <= call.repeats:
            self.after(call.pause * (0.1 + 1.8 * self.random.random()), lambda: self._begin(call))
        else:
            call.over = True
        for listener in self.telling:
            listener(call)

    def _perform(self, call: Call, effect: Effect) -> None:
        if isinstance(effect, Send):
            self._carry(call, effect)
        elif isinstance(effect, Sleep):
            self._note(call, f"sleeps {effect.seconds:.3f}")
            self._resume(call, effect.seconds, None)
        elif isinstance(effect, Emit):
            self.events.append(effect.event)
            self._note(call, f"{effect.event.kind} {effect.event.detail}")
            self._resume(call, 0.0, None)
        else:
            assert isinstance(effect, Ask)
            answer, failure = None, None
            try:
                answer = effect.call(self.ledger)
            except PgbridgeError as error:
                failure = error
            self._note(call, f"asks {effect.name}")
            self._resume(call, 0.0, answer, failure)

    def _carry(self, call: Call, effect: Send) -> None:
        """Carry a request to the simulator and its answer back, or do not."""
        connection, random = effect.connection, self.random
        timeout = connection.read_timeout if effect.timeout is None else effect.timeout
        wire = effect.request
        path = urlsplit(base_url(connection, self.registry.api(connection.api))).path + wire.path
        request = Request(
            method=wire.method, path=path, query=wire.query, headers=dict(wire.headers), body=wire.content
        )
        fate = self._fate(request)
        self._note(call, f"sends {request!r} {fate}".rstrip())
        for listener in self.departing:
            listener(request)
        if fate == "not_sent":
            self._resume(call, random.random(), None, NotSent("refused by the simulation"))
            return
        waited = NoAnswer("lost by the simulation")
        there, back = 0.3 * random.random(), 0.3 * random.random()
        if fate == "late":
            there = timeout + self.trouble.longest_delay * random.random()
        if fate == "duplicated":
            self._arrive_after(there + 30.0 * random.random(), call, request)
        if fate in ("lost_request", "late"):
            self._resume(call, timeout, None, waited)
            if fate == "late":
                self._arrive_after(there, call, request)
            return
        life = call.life

        def arrive() -> None:
            answer = self._arrive(call, request)
            left = max(0.0, timeout - there)
            if fate == "lost_answer" or answer.dropped or back + answer.delay > left:
                self.after(left * random.random(), lambda: self._step(call, life, None, waited))
                return
            response = dressed_as(answer, fate, random)
            self.after(back + answer.delay, lambda: self._step(call, life, response, None))

        self.after(there, arrive)

    def _fate(self, request: Request) -> str:
        chance = self.trouble.fate(self.random, self._elapsed)
        for pattern, fates in self._befalls:
            if fates and fnmatchcase(f"{request.method} {request.path}", pattern):
                return fates.pop(0)
        return chance

    def _arrive_after(self, seconds: float, call: Call, request: Request) -> None:
        def arrive() -> None:
            self._arrive(call, request)

        self.after(seconds, arrive)

    def _arrive(self, call: Call, request: Request) -> Answer:
        answer = self.simulator.handle(request)
        self._note(call, f"arrived {request!r}: {answer.status}{' dropped' * answer.dropped}")
        return answer


def dressed(registry: Registry, config: Config, *, live: bool) -> tuple[Config, Settings]:
    """Return the config turned to the simulator, and what the pretend console then holds."""
    seen = [seen_by_vendor(registry, channel) for channel in config.channels.values()]
    settings = Settings(channels=tuple(msgspec.structs.replace(channel, live=live) for channel in seen))
    config = turned(config, settings)
    if not live:
        return config, settings
    connections = {
        name: msgspec.structs.replace(connection, environment="live")
        for name, connection in config.connections.items()
    }
    channels = {
        name: msgspec.structs.replace(channel, connection=connections[channel.connection.name])
        for name, channel in config.channels.items()
    }
    return msgspec.structs.replace(config, connections=connections, channels=channels), settings


def dressed_as(answer: Answer, fate: str, random: Random) -> WireResponse:
    """Return an answer as it comes back."""
    status, body, headers = answer.status, answer.body, dict(answer.headers)
    if fate == "server_error":
        status, body = random.choice((500, 502, 503)), random.choice((b"", b'{"message":"unavailable"}'))
    elif fate == "html":
        status, body, headers = random.choice((200, 502)), PAGE, {"content-type": "text/html"}
    return WireResponse(status=status, body=body, headers=headers)


def memory(clock: Callable[[], float]) -> Ledger:
    """Return a ledger that outlives the workers of a simulation, so it may name new vendor ids."""
    ledger = open_sqlite("memory://", clock)
    assert ledger is not None
    ledger.durable = True
    return ledger
