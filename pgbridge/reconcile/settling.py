"""One unresolved attempt: take it over, look it up, write down what is proven."""

from __future__ import annotations

from pgbridge.context import Run
from pgbridge.errors import LedgerUnusable, PgbridgeError
from pgbridge.ledger.decide import unresolved
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.attempt import Attempt
from pgbridge.plan import Planner
from pgbridge.reconcile.result import Settled
from pgbridge.wire import Flow
from pgbridge.writing import ask
from pgbridge.writing.seam import close
from pgbridge.writing.settling import look, settle_done, settle_failed, tell_received

PAGE = 500
UNSETTLED = ("pending", "foreign")


def waiting(now: float) -> Flow[list[Attempt]]:
    """Return every unresolved attempt that no call holds, oldest first."""
    found: list[Attempt] = []
    after: str | None = None
    while True:
        page = yield from ask(
            "attempts",
            lambda ledger, after=after: ledger.attempts(states=UNRESOLVED, after=after, limit=PAGE),  # type: ignore[misc]
            quick=True,
        )
        found += [each for each in page if each.state != "open" or each.lease_until <= now]
        if len(page) < PAGE:
            return found
        after = page[-1].id


def settle(planner: Planner, attempt: Attempt, run: Run) -> Flow[Settled]:
    """Settle an attempt, and those under the same vendor id with it, as far as a look-up proves anything."""
    intent = yield from ask(
        "intent", lambda ledger: ledger.intent(attempt.family, attempt.identity), quick=True
    )
    row = yield from present(attempt)
    if row.state not in UNRESOLVED:
        return Settled(attempt=row, outcome=ended(row))
    for each in unresolved(intent.attempts) if intent is not None else ():
        # Whoever looks up must be the one who may write `failed`.
        if not (yield from ask("take", lambda ledger, each=each: ledger.take(each.id, run.owner))):  # type: ignore[misc]
            row = yield from present(attempt)
            outcome = "busy" if row.state in UNRESOLVED else ended(row)
            return Settled(attempt=row, outcome=outcome)
    outcome, detail = "unknown", ""
    try:
        outcome = yield from looked_up(planner, attempt, run)
    except LedgerUnusable:
        raise
    except PgbridgeError as error:
        outcome = "unreachable"
        detail = f"{type(error).__name__}: {error}"
    row = yield from present(attempt)
    return Settled(attempt=row, outcome=outcome if row.state in UNRESOLVED else ended(row), detail=detail)


def looked_up(planner: Planner, attempt: Attempt, run: Run) -> Flow[str]:
    """Look up, write, and return what to call it while it is unresolved.

    :raises TransportError: the vendor does not answer
    """
    found = yield from look(planner, attempt, run)
    verdict, item = found.verdict, found.verdict.item
    if verdict.outcome == "done" and item is not None:
        written = yield from settle_done(planner, found, run)
        yield from tell_received(planner, item.result, planner.channel_of(attempt), attempt)
    else:
        written = yield from settle_failed(found, run)
    if not written:
        return "busy"
    for each in unresolved(found.group):
        # A call that died left it open: what is known of it is that nothing is.
        ref = item.id if item is not None and verdict.outcome == "pending" else None
        if each.state == "open":
            yield from close(each, run, "unknown", ref=ref, note=verdict.outcome)
    return verdict.outcome if verdict.outcome in UNSETTLED else "unknown"


def present(attempt: Attempt) -> Flow[Attempt]:
    """Return an attempt's row as it is now."""
    row = yield from ask("attempt", lambda ledger: ledger.attempt(attempt.id), quick=True)
    return attempt if row is None else row


def ended(row: Attempt) -> str:
    """Return what a row that ended means: one that another send stands for was done."""
    return "failed" if row.state == "failed" else "done"
