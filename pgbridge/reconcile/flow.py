"""The whole reconciliation: settle, look after plans, compare day by day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from pgbridge.context import Run
from pgbridge.errors import ConfigError, LedgerUnusable, PgbridgeError
from pgbridge.plan import Planner
from pgbridge.reconcile.listing import window_of
from pgbridge.reconcile.places import Place, places_of, windows
from pgbridge.reconcile.plans import open_plans
from pgbridge.reconcile.result import Progress, Reconciliation, Settled, Unreachable
from pgbridge.reconcile.settling import settle, waiting
from pgbridge.wire import Flow
from pgbridge.writing import ask

DEFAULT_PERIOD = timedelta(days=2)
# Seconds before now in which a list may still lack what is there.
FRESH = 60.0
Report = Callable[[Progress], None]


def reconcile(
    planner: Planner,
    runs: Callable[[], Run],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    earlier: Reconciliation | None = None,
    report: Report | None = None,
) -> Flow[Reconciliation]:
    """Settle what is unresolved and compare a period; see `Bridge.reconcile`.

    :param runs: gives each look-up a deadline of its own
    """
    now = yield from ask("now", lambda ledger: ledger.now(), quick=True)
    work = Work(planner, runs, begun(now, planner, since, until, earlier), report)
    yield from work.settle_all(now)
    plans = yield from open_plans(now - planner.config.policy.quiet_time)
    work.add(plans=plans)
    for place in work.places:
        yield from work.compare_place(place)
    ends = work.so_far.until
    work.add(complete=all(work.so_far.reached[place.name] >= ends for place in work.places))
    work.tell("finished")
    return work.so_far


def begun(
    now: float,
    planner: Planner,
    since: datetime | None,
    until: datetime | None,
    earlier: Reconciliation | None,
) -> Reconciliation:
    """Return a result with nothing found yet, or an earlier one to go on from.

    :raises ConfigError: the period is not one
    """
    for name, moment in (("since", since), ("until", until)):
        if moment is not None and moment.tzinfo is None:
            raise ConfigError(f"{name}: give it a time zone, such as datetime(2026, 1, 31, tzinfo=UTC)")
    if earlier is not None:
        if (since, until) != (None, None):
            raise ConfigError("earlier: it has its own period; leave since and until out")
        return msgspec.structs.replace(earlier, settled=(), plans=(), unreachable=(), complete=False)
    last = datetime.fromtimestamp(now - max(FRESH, planner.config.policy.lookup_lag), UTC)
    until = min(until, last) if until is not None else last
    since = since if since is not None else until - DEFAULT_PERIOD
    if since >= until:
        raise ConfigError("since: must lie before until, and before the last minute")
    return Reconciliation(since=since.astimezone(UTC), until=until.astimezone(UTC))


class Work:
    """What is found so far, and how much there is to do."""

    def __init__(
        self, planner: Planner, runs: Callable[[], Run], so_far: Reconciliation, report: Report | None
    ) -> None:
        self.planner, self.runs, self.so_far, self.report = planner, runs, so_far, report
        self.places = places_of(planner)
        self.done = 0
        reached = {place.name: so_far.reached.get(place.name, so_far.since) for place in self.places}
        self.add(reached=reached)
        self.total = sum(len(windows(moment, so_far.until)) for moment in reached.values())

    def add(self, **changes: object) -> None:
        """Note what was found."""
        self.so_far = msgspec.structs.replace(self.so_far, **changes)

    def tell(self, doing: str) -> None:
        """Tell the caller how far this is; nothing is half done now."""
        if self.report is not None:
            self.report(Progress(done=self.done, total=self.total, doing=doing, so_far=self.so_far))

    def settle_all(self, now: float) -> Flow[None]:
        """Settle every attempt that no call holds."""
        attempts = yield from waiting(now)
        self.total += len(attempts)
        for attempt in attempts:
            self.tell(f"settling {attempt.identity}")
            settled: Settled = yield from settle(self.planner, attempt, self.runs())
            self.done += 1
            self.add(settled=(*self.so_far.settled, settled))

    def compare_place(self, place: Place) -> Flow[None]:
        """Compare one list of payments, from where it was left."""
        for since, until in windows(self.so_far.reached[place.name], self.so_far.until):
            self.tell(f"comparing {place.name}, {since:%Y-%m-%d}")
            try:
                found = yield from window_of(self.planner, place, since, until, self.runs)
            except LedgerUnusable:
                raise
            except PgbridgeError as error:
                reason = f"{type(error).__name__}: {error}"
                self.add(unreachable=(*self.so_far.unreachable, Unreachable(place=place.name, reason=reason)))
                return
            self.done += 1
            self.add(
                differences=tuple(dict.fromkeys((*self.so_far.differences, *found.differences))),
                compared=self.so_far.compared + found.compared,
                unproven=self.so_far.unproven + found.unproven,
                reached={**self.so_far.reached, place.name: until},
            )
