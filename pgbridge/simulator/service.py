"""The simulator: one world, its faces, and requests in and answers out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from threading import Lock
from typing import TypeVar

from msgspec.structs import replace

from pgbridge.simulator import accounts, approvals, late, schedules, tills, windows
from pgbridge.simulator.cards import Outcome
from pgbridge.simulator.clock import Clock
from pgbridge.simulator.events import Event
from pgbridge.simulator.faces import Face
from pgbridge.simulator.faults import Faults, Plan
from pgbridge.simulator.grammar import Known, fault_of, plan_of
from pgbridge.simulator.http import Answer, NoAnswer, Request
from pgbridge.simulator.past import Past
from pgbridge.simulator.payments import Source
from pgbridge.simulator.requests import Requests
from pgbridge.simulator.settings import Settings
from pgbridge.simulator.state import Attempt, Bill, Failure
from pgbridge.simulator.trimming import trim
from pgbridge.simulator.webhooks import Outbox, Try, Webhook
from pgbridge.simulator.windows import Call, Check, Decision, Desk, Window
from pgbridge.simulator.world import LATE, SCHEDULE, World

T = TypeVar("T")
ADMIN = "_sim"
# A request may bring its own trouble: an effect of the fault grammar.
FAULT_HEADER = "pgbridge-fault"
ACTIONS: Mapping[str, Callable[[World, str, float], None]] = {SCHEDULE: schedules.due, LATE: late.due}
Handler = Callable[[Webhook, Mapping[str, str]], "int | None"]


class WrongFault(Exception):
    """A request brings trouble that is not spelt right."""


class Simulator:
    """A pretend PortOne. Safe to share between threads; `handle` does no I/O and never sleeps.

    :param faces: the APIs by path prefix, such as `{"v1": iamport_face, "v2": portone_face}`
    :param clock: the service's time; a standing clock at the real time by default
    :param seed: the same seed and the same requests give the same ids, the same trouble and the same log
    :param keep: how many payments (and of everything else that grows) are kept; the oldest are forgotten first
    """

    def __init__(
        self,
        faces: Mapping[str, Face],
        *,
        clock: Clock | None = None,
        seed: int = 0,
        settings: Settings = Settings(),
        keep: int | None = None,
    ) -> None:
        self.faces = dict(faces)
        self.seed, self.keep = seed, keep
        self.world = World(settings, Clock() if clock is None else clock, seed)
        self.world.listener = self._heard
        self.faults = Faults(seed)
        self.outbox = self.world.outbox = Outbox() if keep is None else Outbox(keep)
        self.requests: Requests | None = None
        self._past = Past()
        self._lock = Lock()
        self.state_file: Path | None = None
        self._handler: Handler | None = None
        # The last request and what it is called: server, faults and log ask one after the other.
        self._named: tuple[Request | None, str] = (None, "")
        self._wakers: list[Callable[[], None]] = []
        self._noting = any(each.url for each in (settings.v1_notices, settings.v2_notices))

    def handle(self, request: Request, whim: Outcome | None = None) -> Answer:
        """Answer one request. Whoever carries it honours `delay` (and `elapse`s it) and `dropped`.

        :param whim: what the PG makes of it, if it moves money or stores a card, whatever the card's number says
        """
        request = self.placed(request)
        prefix = request.path[1:].partition("/")[0]
        if prefix == ADMIN:
            from pgbridge.simulator import admin  # noqa: PLC0415 - it speaks of this class

            return admin.answer(self, request)
        with self._lock:
            self.world.whim, self.world.blind = whim, self.faults.blind
            try:
                answer = self._answer(request, prefix)
            except WrongFault as wrong:
                return Answer.of({"message": str(wrong)}, 400)
        self._hand_over()
        return answer

    def placed(self, request: Request) -> Request:
        """Return a request with the prefix of its face.

        Clients that know only the name of a host leave it out: V2's JavaScript SDK, most V1 clients. What they send with
        the request tells which API they speak.
        """
        prefix = request.path[1:].partition("/")[0]
        if prefix in self.faces or prefix == ADMIN:
            return request
        found = next((name for name, face in self.faces.items() if face.speaks(request)), None)
        return request if found is None else replace(request, path=f"/{found}{request.path}")

    def operation(self, request: Request) -> str:
        """Return what a request is called, with its API in front (`v2 instant`); nothing for an unknown path."""
        asked, called = self._named
        if asked is request:
            return called
        prefix, inner = apart(request)
        face = self.faces.get(prefix)
        name = "" if face is None else face.name(inner)
        called = f"{prefix} {name}" if name else ""
        self._named = (request, called)
        return called

    def inject(self, plan: Plan | str) -> int:
        """Let something go wrong; gives the number under which it is in force.

        :param plan: or the same in words, such as `instant: commit then drop 5%` (`pgbridge.simulator.grammar`)
        :raises ValueError: the words are wrong; names which, and what is allowed
        """
        return self.faults.add(plan_of(plan, self.known()) if isinstance(plan, str) else plan)

    def known(self) -> Known:
        """Return the names of all requests."""
        return Known(names={api: tuple(face.names) for api, face in self.faces.items()})

    def advance(self, seconds: float) -> None:
        """Move the clock. What falls due meanwhile happens at its own time: schedules, late outcomes, webhooks.

        :raises ValueError: that would be back
        """
        clock = self.world.clock
        if seconds < 0 or clock.running or self._handler is None:
            with self._lock:
                clock.advance(seconds)
                self._settle()
            self._hand_over()
            return
        ends = clock.now() + seconds
        while (moment := self._next()) is not None and moment <= ends:
            with self._lock:
                clock.set(max(moment, clock.now()))
                self._settle()
            self._hand_over()
        self.set(ends)

    def set(self, moment: float) -> None:
        """Move the clock to a moment, in UNIX seconds.

        :raises ValueError: that would be back
        """
        clock = self.world.clock
        if self._handler is not None and not clock.running and (gone := moment - clock.now()) > 0:
            first = self._next()
            if first is not None and first <= moment:
                self.advance(gone)
                return
        with self._lock:
            clock.set(moment)
            self._settle()
        self._hand_over()

    def elapse(self, seconds: float) -> None:
        """Let time pass that a carrier spent on a delayed answer; a running clock has counted it."""
        if not self.world.clock.running:
            self.advance(seconds)

    def notice(self) -> None:
        """Let reads that lag know from when on something holds that was changed by hand."""
        with self._lock:
            self._past.keep(self.world, self.faults.lag)

    def catch_up(self) -> None:
        """Let happen what fell due on a running clock."""
        with self._lock:
            self._settle()
        self._hand_over()

    def now(self) -> float:
        """Return the service's time in UNIX seconds."""
        return self.world.now()

    def next_due(self) -> float | None:
        """Return when something happens by itself next, webhooks left out."""
        return self.world.agenda.first()

    def attempts(self, order_id: str | None = None) -> list[Attempt]:
        """Return all attempts, or those of an order in any store, oldest first."""
        with self._lock:
            found = sorted(self.world.attempts.values(), key=lambda each: each.serial)
        return [each for each in found if order_id in (None, each.bill.order_id)]

    def deposit(
        self, order_id: str, amount: int | None = None, *, remitter: str = "홍길동", late: bool = False
    ) -> Attempt:
        """Pay into the virtual account of an order, in minor units; the whole amount by default.

        :param late: although the account expired or was closed, as a bank may that was not told in time
        :raises ValueError: no account of the order waits, the order is paid, or the amount is another one
        """

        def pay(world: World) -> Attempt:
            found = [each for each in world.attempts.values() if each.bill.order_id == order_id]
            if any(each.paid_at is not None for each in found):
                message = f"order {order_id!r} is paid already"
                raise ValueError(message)
            waiting = [each for each in found if each.waits(world.now())] or found
            if not waiting:
                message = f"order {order_id!r} is unknown"
                raise ValueError(message)
            with world.caused("buyer"):
                return accounts.deposit(world, waiting[-1], amount, remitter, late=late)

        return self.within(pay)

    def pay_at_till(self, order_id: str, *, pay_type: str = "cash") -> Attempt:
        """Pay the newest barcode of an order at a convenience store.

        The till first asks the shop, if the barcode has a `confirm_url`, and takes nothing unless that answers 200.

        :param order_id: or the id of the attempt
        :param pay_type: `cash` or `card`, as the shop is told
        :raises ValueError: none of them waits, or the shop refuses; the barcode then still waits
        """
        from pgbridge.simulator import courier  # noqa: PLC0415 - httpx is of no use to a simulator that is never asked

        def show(world: World) -> Attempt:
            found = [each for each in world.attempts.values() if order_id in (each.id, each.bill.order_id)]
            if not found:
                message = f"order {order_id!r} is unknown"
                raise ValueError(message)
            return tills.shown(world, found, pay_type)

        def pay(world: World) -> Attempt:
            with world.caused("buyer"):
                return tills.pay(world, attempt)

        attempt = self.within(show)
        url = attempt.barcode.confirm_url if attempt.barcode is not None else None
        # Outside the lock: the shop reads the payment before it answers.
        refused = courier.ask_at_till(self, attempt, url) if url is not None else None
        if refused is not None:
            message = (
                f"order {attempt.bill.order_id!r}: the shop refuses the payment at the till: {refused.reason}"
            )
            raise ValueError(message)
        return self.within(pay)

    def authenticate(self, bill: Bill, source: Source, *, charge: bool = True, key: bool = False) -> str:
        """Let a buyer agree in the window of a channel with manual approval; return the page's token.

        :raises Refusal: the order may not be charged
        """

        def agree(world: World) -> str:
            with world.caused("buyer"):
                return approvals.wait(world, bill, source, charge=charge, key=key).token

        return self.within(agree)

    def end_cancel(self, cancellation_id: str, *, succeeded: bool = True) -> Attempt:
        """Let a slow PG end a cancel that it was asked for.

        :raises ValueError: no cancel of that id waits
        """

        def end(world: World) -> Attempt:
            for attempt in world.attempts.values():
                if any(each.id == cancellation_id for each in attempt.cancellations):
                    with world.caused("pg"):
                        return late.decide(world, attempt, cancellation_id, succeeds=succeeded)[0]
            message = f"no cancel {cancellation_id!r} waits"
            raise ValueError(message)

        return self.within(end)

    def open_window(self, api: str, call: Call, check: Check) -> Window:
        """Open a payment window for a call of an API's browser SDK.

        :param check: the rules of the PG; what it finds is shown in the window
        :raises Refusal: no window opens
        """

        def open_now(world: World) -> Window:
            desk = self.desks[api]
            wish = desk.read(world, call)
            with world.caused("buyer"):
                return windows.open_window(world, call, wish, check(api, call, wish))

        return self.within(open_now)

    def decide(self, window_id: str, decision: Decision, refused: Failure | None = None) -> Window:
        """Let the person in a window choose; what is decided stays so.

        :param refused: why the shop, being asked, does not want the payment
        :raises KeyError: there is no such window
        :raises Refusal: what was typed in cannot be read
        """

        def decide_now(world: World) -> Window:
            window = world.windows[window_id]
            with world.caused("buyer"):
                desk = self.desks[window.wish.version.lower()]
                return windows.decide(world, desk, window, decision, refused)

        return self.within(decide_now)

    @property
    def desks(self) -> dict[str, Desk]:
        """The browser SDKs that are served, by API."""
        return {name: face.desk for name, face in self.faces.items() if face.desk is not None}

    def window(self, window_id: str) -> Window | None:
        """Return a window."""
        return self.world.windows.get(window_id)

    def within(self, act: Callable[[World], T]) -> T:
        """Do something to the world while nobody else does, and send what follows from it."""
        with self._lock:
            self._settle()
            found = act(self.world)
        self._hand_over()
        return found

    def events(self, after: int = 0) -> list[Event]:
        """Return what happened after the event of a number, oldest first; the oldest are forgotten."""
        return [each for each in self.world.events.copy() if each.serial > after]

    def webhooks(self) -> list[Webhook]:
        """Return the webhooks that are kept, sent or not, oldest first."""
        return self.outbox.all()

    def headers(self, webhook: Webhook, moment: float) -> dict[str, str]:
        """Return the headers of a webhook that is sent at a moment, in UNIX seconds."""
        face = self.faces.get(webhook.api)
        told = {} if face is None else face.sign(self.world, webhook, moment)
        return {"content-type": webhook.content_type, "user-agent": "pgbridge-simulator", **told}

    def on_webhook(self, handler: Handler | None) -> None:
        """Hand every webhook to a function instead of sending it: at once, and again while it does not take it.

        :param handler: takes the webhook and its headers, and returns the HTTP status that the shop answers (None is 200);
            what it raises counts as no answer
        """
        self._handler = handler
        self._noting = self._noting or handler is not None

    def keep_webhooks(self, wake: Callable[[], None]) -> None:
        """Keep all webhooks from now on, and call `wake` when one may be due."""
        self._noting = True
        self._wakers.append(wake)

    def counts(self) -> dict[str, int]:
        """Return how many there are of everything that grows."""
        world = self.world
        return {
            "payments": len(world.attempts),
            "billing_keys": len(world.billing_keys),
            "schedules": len(world.schedules),
            "webhooks": len(self.outbox.all()),
            "requests": 0 if self.requests is None else len(self.requests.all()),
            "kept_answers": len(world.replies),
        }

    def reset(self) -> None:
        """Forget everything that happened; clock, settings and whoever listens stay."""
        with self._lock:
            self._renew()

    def _renew(self) -> None:
        self.world = World(self.world.settings, self.world.clock, self.seed)
        self.world.listener, self.world.outbox = self._heard, self.outbox
        self.faults = Faults(self.seed)
        self.outbox.clear()
        self._past = Past()
        if self.requests is not None:
            self.requests.clear()

    def _answer(self, request: Request, prefix: str) -> Answer:
        plan = self._trouble(request)
        if plan is None:
            answer = self._process(request)
        else:
            fault, face = plan.fault, self.faces.get(prefix)
            answers = [self._process(request) for _ in range(fault.copies)] if fault.processed else [None]
            answer = fault.dress(answers[0], face.refuse if face is not None else None)
        if self.requests is not None:
            self.requests.add(self.now(), prefix, self.operation(request), request, answer, plan)
        return answer

    def _trouble(self, request: Request) -> Plan | None:
        if (text := request.headers.get(FAULT_HEADER)) is not None:
            try:
                return Plan(fault=fault_of(text), text=text)
            except ValueError as error:
                raise WrongFault(f"{FAULT_HEADER}: {error}") from None
        return self.faults.pick(request, self.operation) if self.faults.plans else None

    def _process(self, request: Request) -> Answer:
        self._settle()
        prefix, inner = apart(request)
        face = self.faces.get(prefix)
        if face is None:
            return Answer.of({"message": "there is nothing here"}, 404)
        faults = self.faults
        if not (faults.lag or faults.stale or self._past.kept):
            return self._ask(face, inner)
        self._past.keep(self.world, faults.lag)
        try:
            with ExitStack() as views:
                if request.method == "GET" and faults.lag:
                    views.enter_context(self._past.shown(self.world, faults.lag))
                if request.method == "GET" and faults.stale:
                    views.enter_context(self._past.hidden(self.world, faults.stale))
                return self._ask(face, inner)
        finally:
            self._past.keep(self.world, faults.lag)

    def _ask(self, face: Face, request: Request) -> Answer:
        try:
            return face.answer(self.world, request)
        except NoAnswer:
            return Answer(dropped=True)

    def _settle(self) -> None:
        world = self.world
        until, happened = world.clock.now(), False
        while (due := world.agenda.next(until)) is not None:
            moment, _, kind, name = due
            with world.at(moment):
                ACTIONS[kind](world, name, moment)
            happened = True
        if happened and self.faults.lag:
            self._past.keep(world, self.faults.lag)
        if self.keep is not None:
            trim(world, self.keep)

    def _next(self) -> float | None:
        moments = (self.world.agenda.first(), self.outbox.first())
        return min((each for each in moments if each is not None), default=None)

    def _heard(self, event: Event) -> None:
        api = event.version.lower()
        face = self.faces.get(api)
        if face is None or event.silent or not (self._noting or self._has_own_url(event)):
            return
        ids = self.world.ids
        for note in face.tell(self.world, event):
            for url in note.urls or (None,):
                self.outbox.add(note, event, serial=ids.message(), id=ids.message_id(), url=url)

    def _has_own_url(self, event: Event) -> bool:
        world = self.world
        if event.billing_key is not None:
            key = world.billing_keys.get((event.version, event.store_id, event.billing_key))
            return key is not None and bool(key.notice_urls)
        attempt = world.attempts.get(event.attempt_id or "")
        return attempt is not None and bool(attempt.bill.notice_urls)

    def _hand_over(self) -> None:
        if self.outbox.first() is None:
            return
        for wake in self._wakers:
            wake()
        if self._handler is None:
            return
        while True:
            with self._lock:
                now = self.now()
                webhook = self.outbox.take(now)
            if webhook is None:
                return
            tried = self._hand(self._handler, webhook, now)
            with self._lock:
                self.outbox.tried(webhook.serial, tried)

    def _hand(self, handler: Handler, webhook: Webhook, now: float) -> Try:
        try:
            status = handler(webhook, self.headers(webhook, now))
        except Exception as error:
            return Try(at=now, error=f"{type(error).__name__}: {error}")
        return Try(at=now, status=200 if status is None else status)


def apart(request: Request) -> tuple[str, Request]:
    """Return the prefix of a request's path, and the request without it."""
    prefix, slash, rest = request.path[1:].partition("/")
    return prefix, replace(request, path=f"/{rest}" if slash else "/")
