"""The simulator: one world, its faces, and requests in and answers out."""

from collections.abc import Mapping
from contextlib import ExitStack
from threading import Lock
from typing import Protocol

from msgspec.structs import replace

from pgbridge.simulator import accounts, approvals, cancels, schedules, tills
from pgbridge.simulator.cards import Outcome
from pgbridge.simulator.clock import Clock
from pgbridge.simulator.faults import Faults, Plan
from pgbridge.simulator.http import Answer, NoAnswer, Request
from pgbridge.simulator.past import Past
from pgbridge.simulator.payments import Source
from pgbridge.simulator.settings import Settings
from pgbridge.simulator.state import Attempt, Bill
from pgbridge.simulator.world import World


class Face(Protocol):
    """One API of the world; the request's path comes without the prefix of the face."""

    def __call__(self, world: World, request: Request, /) -> Answer:
        """Answer a request."""
        ...


class Simulator:
    """A pretend PortOne. Safe to share between threads; `handle` does no I/O and never sleeps.

    :param faces: the APIs by path prefix, such as `{"v1": iamport_face, "v2": portone_face}`
    :param clock: the service's time; a standing clock at the real time by default
    :param seed: the same seed and the same requests give the same ids
    """

    def __init__(
        self,
        faces: Mapping[str, Face],
        *,
        clock: Clock | None = None,
        seed: int = 0,
        settings: Settings = Settings(),
    ) -> None:
        self.faces = dict(faces)
        self.world = World(settings, Clock() if clock is None else clock, seed)
        self.faults = Faults()
        self._past = Past()
        self._lock = Lock()

    def handle(self, request: Request, whim: Outcome | None = None) -> Answer:
        """Answer one request. Whoever carries it honours `delay` (and `elapse`s it) and `dropped`.

        :param whim: what the PG makes of it, if it moves money or stores a card, whatever the card's number says
        """
        with self._lock:
            self.world.whim, self.world.blind = whim, self.faults.blind
            fault = self.faults.pick(request)
            if fault is None:
                return self._process(request)
            answers = [self._process(request) for _ in range(fault.copies)] if fault.processed else [None]
            return fault.dress(answers[0])

    def inject(self, plan: Plan) -> None:
        """Let something go wrong."""
        self.faults.add(plan)

    def advance(self, seconds: float) -> None:
        """Move the clock; schedules that fall due are charged at their own time."""
        with self._lock:
            self.world.clock.advance(seconds)
            schedules.settle(self.world)

    def elapse(self, seconds: float) -> None:
        """Let time pass that a carrier spent on a delayed answer; a running clock has counted it."""
        if not self.world.clock.running:
            self.advance(seconds)

    def now(self) -> float:
        """Return the service's time in UNIX seconds."""
        return self.world.now()

    def attempts(self, order_id: str | None = None) -> list[Attempt]:
        """Return all attempts, or those of an order in any store, oldest first."""
        with self._lock:
            found = sorted(self.world.attempts.values(), key=lambda each: each.serial)
        return [each for each in found if order_id in (None, each.bill.order_id)]

    def deposit(self, order_id: str, amount: int | None = None, *, remitter: str = "홍길동") -> Attempt:
        """Pay into the virtual account of an order, in minor units; the whole amount by default.

        :raises ValueError: no account of the order waits, the order is paid, or the amount is another one
        """
        with self._lock:
            found = [each for each in self.world.attempts.values() if each.bill.order_id == order_id]
            if any(each.paid_at is not None for each in found):
                message = f"order {order_id!r} is paid already"
                raise ValueError(message)
            waiting = [each for each in found if each.waits(self.world.now())] or found
            if not waiting:
                message = f"order {order_id!r} is unknown"
                raise ValueError(message)
            return accounts.deposit(self.world, waiting[-1], amount, remitter)

    def pay_at_till(self, order_id: str) -> Attempt:
        """Pay the newest barcode of an order at a convenience store.

        :raises ValueError: none of them waits
        """
        with self._lock:
            found = [each for each in self.world.attempts.values() if each.bill.order_id == order_id]
            waiting = [each for each in found if tills.waits(self.world, each)] or found
            if not waiting:
                message = f"order {order_id!r} is unknown"
                raise ValueError(message)
            return tills.pay(self.world, waiting[-1])

    def authenticate(self, bill: Bill, source: Source, *, charge: bool = True, key: bool = False) -> str:
        """Let a buyer agree in the window of a channel with manual approval; return the page's token.

        :raises Refusal: the order may not be charged
        """
        with self._lock:
            return approvals.wait(self.world, bill, source, charge=charge, key=key).token

    def end_cancel(self, cancellation_id: str, *, succeeded: bool = True) -> Attempt:
        """Let a slow PG end a cancel that it was asked for.

        :raises ValueError: no cancel of that id waits
        """
        with self._lock:
            for attempt in self.world.attempts.values():
                for each in attempt.cancellations:
                    if (each.id, each.status) == (cancellation_id, "REQUESTED"):
                        return cancels.finish(self.world, attempt, each, succeeded=succeeded)[0]
        message = f"no cancel {cancellation_id!r} waits"
        raise ValueError(message)

    def _process(self, request: Request) -> Answer:
        schedules.settle(self.world)
        _, prefix, *rest = request.path.split("/", 2) if "/" in request.path else ("", "", "")
        face = self.faces.get(prefix)
        if face is None:
            return Answer.of({"message": "there is nothing here"}, 404)
        inner = replace(request, path="/" + "".join(rest))
        self._past.keep(self.world, self.faults.lag)
        try:
            with ExitStack() as views:
                if request.method == "GET" and self.faults.lag:
                    views.enter_context(self._past.shown(self.world, self.faults.lag))
                if request.method == "GET" and self.faults.stale:
                    views.enter_context(self._past.hidden(self.world, self.faults.stale))
                return face(self.world, inner)
        except NoAnswer:
            return Answer(dropped=True)
        finally:
            self._past.keep(self.world, self.faults.lag)
