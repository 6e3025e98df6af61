"""One run of a schedule: the shop, the trouble, the recovery, and what the watch saw."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.context import Context, Run
from pgbridge.ledger.protocol import Change, Ledger
from pgbridge.ledger.sql import SqlLedger
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.reconcile import reconcile
from pgbridge.registry import installed
from pgbridge.routing import Route
from pgbridge.simulated import default_config
from pgbridge.testing.luck import Luck
from pgbridge.testing.proof import shop, strangers
from pgbridge.testing.proof.chances import IDS, Keyed
from pgbridge.testing.proof.hooks import Hooks
from pgbridge.testing.proof.reached import reached
from pgbridge.testing.proof.schedule import Planned, Schedule
from pgbridge.testing.proof.watch import Watch
from pgbridge.testing.simulation import Copied, Endless, Simulation, Stage, staged, uuid_of
from pgbridge.testing.worker import Call
from pgbridge.wire import Flow

# A patient worker waits so long between two tries, for an hour of tries seconds apart would prove no more.
PATIENT_PAUSE = 900.0
# A call that was taken out of a schedule, so that the others keep their numbers.
NOTHING = "nothing"
# Seconds after the last lease before the recovery, and the least there are.
REST = 30.0


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of a schedule.

    :ivar violations: every rule that was broken, in plain words
    :ivar faults: how often what befell
    :ivar words: how often callers were told what
    :ivar states: in which state the ledger's rows are, by family
    :ivar cases: which rare cases were reached
    :ivar unknown: rows that are still not known to have ended, by API
    :ivar script: everything that went wrong, so that it can be replayed exactly
    """

    violations: list[str]
    faults: Counter[str]
    words: Counter[str]
    states: Counter[str]
    cases: Counter[str]
    unknown: Counter[str]
    script: dict[str, str]
    log: list[str]


class Counting(SqlLedger):
    """A ledger that counts verdicts that were stale when they were to be written."""

    stale = 0

    def finish(self, change: Change) -> bool:
        """Write, and count what was refused."""
        written = super().finish(change)
        if not written and change.attempts is not None:
            self.stale += 1
        return written


class Play(Simulation):
    """A simulation of one schedule."""

    def __init__(self, schedule: Schedule, *, log: bool) -> None:
        self.keyed = Keyed(schedule)
        stage = stage_of(
            schedule.route, schedule.codes, schedule.live, schedule.lists_tests, schedule.patient
        )
        super().__init__(
            schedule.seed, trouble=schedule.trouble, chances=self.keyed, stage=stage, ledger=counting
        )
        self.schedule, self.logging = schedule, log
        faults = self.simulator.faults
        faults.lag, faults.stale, faults.blind = schedule.lag, schedule.stale, schedule.blind
        self.clocks.suspends = schedule.suspends
        self.watch = Watch(self, schedule)
        self.hooks = Hooks(self)

    def context_of(self, call: Call, now: Callable[[], float]) -> Context:
        """Return ids and chance that depend on the call alone."""
        luck = Luck(self.schedule.seed, call.number, call.life, IDS)
        return Context(monotonic=now, new_id=lambda: uuid_of(luck.id()), random=luck.random)

    def plan_all(self) -> None:
        """Plan everything that is to happen."""
        for place, planned in enumerate(self.schedule.calls, start=1):
            if planned.does == NOTHING:
                continue
            if planned.does in strangers.DEEDS:
                self.after(planned.at, lambda planned=planned: self.strange(planned))  # type: ignore[misc]
            elif planned.does == "reconcile":
                self.reconciling(at=planned.at, number=place)
            elif planned.does == "webhook":
                self.after(planned.at, lambda planned=planned, place=place: self.hooks.tell(planned, place))  # type: ignore[misc]
            elif planned.does == "process":
                nothing: Any = None
                self.start(
                    nothing, at=planned.at, worker=planned.worker, number=place, flow=self.hooks.process
                )
            else:
                self.start(
                    shop.DEEDS[planned.does](planned),
                    at=planned.at,
                    channel=planned.channel,
                    worker=planned.worker,
                    deadline=planned.deadline,
                    repeats=planned.repeats,
                    pause=planned.pause,
                    number=place,
                )
        for jump in self.schedule.jumps:
            self.after(jump.at, lambda jump=jump: self.jump(jump.seconds))  # type: ignore[misc]

    def strange(self, planned: Planned) -> None:
        """Let something happen that the ledger has no part in."""
        attempts, refunds = set(self.simulator.world.attempts), self.refund_ids()
        self.simulator.notice()
        strangers.DEEDS[planned.does](self, planned)
        self.simulator.notice()
        self.watch.foreign |= set(self.simulator.world.attempts) - attempts
        self.watch.hand |= self.refund_ids() - refunds
        self.network.counts[planned.does] += 1

    def refund_ids(self) -> set[str]:
        """Return the vendor's ids of all refunds."""
        return {c.id for a in self.simulator.attempts() for c in a.cancellations}

    def jump(self, seconds: float) -> None:
        """Put the ledger's clock forward or back."""
        self.clocks.skew += seconds
        self.network.counts["ledger clock forward" if seconds > 0.0 else "ledger clock back"] += 1

    def whole(self) -> None:
        """Let everything happen, recover, and look at what became of it."""
        self.plan_all()
        self.run()
        self.watch.known("before the recovery")
        self.keyed.calm = True
        self.run(seconds=self.until_free())
        number = len(self.schedule.calls) + 1
        recovery = self.reconciling(number=number)
        self.run()
        self.watch.settled(recovery.told[-1])
        self.hooks.recover(number + 1)
        self.watch.check_all()
        for each in self.hooks.check():
            self.watch.say(each)

    def until_free(self) -> float:
        """Return how long some call that has died may still hold a row."""
        held = [row.lease_until for row in self.ledger.attempts(states=("open",), limit=1000)]
        return max(0.0, max(held, default=0.0) - self.ledger_now()) + REST

    def reconciling(self, *, at: float = 0.0, number: int) -> Call:
        """Reconcile, in a worker of its own."""
        nothing: Any = None
        return self.start(
            nothing, at=at, worker="reconciler", deadline=math.inf, number=number, flow=self.reconciled
        )

    def reconciled(self, run: Run) -> Flow[Any]:
        """Return the flow of a reconciliation."""

        def runs() -> Run:
            context = run.context
            return msgspec.structs.replace(run, ends=context.monotonic() + 90.0, owner=context.new_id())

        return reconcile(self.planner, runs, since=shop.moment(-7200.0))


def play(schedule: Schedule, *, log: bool = False) -> Outcome:
    """Run a schedule to its end, recover, and say what was broken."""
    it = Play(schedule, log=log)
    try:
        try:
            it.whole()
        except Endless as error:
            it.watch.say(str(error))
        except Exception as error:
            it.watch.say(f"crashed: {type(error).__name__}: {error}")
        ledger: Any = it.ledger
        rows = [a for intent in ledger.intents(limit=1000) for a in intent.attempts]
        cases = reached(it, rows)
        cases["a verdict that is stale when it is written"] += ledger.stale
        return Outcome(
            violations=it.watch.broken,
            faults=+it.network.counts,
            words=it.watch.words,
            states=Counter(f"{a.family} {a.state}" for a in rows),
            cases=+cases,
            unknown=Counter(a.api for a in rows if a.state in UNRESOLVED),
            script=it.keyed.drawn,
            log=it.log,
        )
    finally:
        it.close()


def counting(clock: Callable[[], float]) -> Ledger:
    """Open a ledger in memory that outlives its workers."""
    ledger = Counting(Copied(":memory:", clock))
    ledger.durable = True
    return ledger


@cache
def stage_of(
    route: tuple[str, ...],
    codes: tuple[str, ...],
    live: bool,  # noqa: FBT001
    lists_tests: bool,  # noqa: FBT001
    patient: bool,  # noqa: FBT001
) -> Stage:
    """Return the config of a schedule; schedules with the same one share it."""
    config = default_config()
    if route:
        first, *rest = route
        ways = Route(
            name="proof", weights={first: 1.0}, fallback=tuple(rest), failover_codes=frozenset(codes)
        )
        config = msgspec.structs.replace(config, routes=(ways,))
    if patient:
        policy = msgspec.structs.replace(config.policy, backoff_cap=PATIENT_PAUSE)
        config = msgspec.structs.replace(config, policy=policy)
    return staged(installed(), config, live=live, lists_tests=lists_tests)
