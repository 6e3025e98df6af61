"""What no look-up can settle, a person decides; and it is recorded who."""

from __future__ import annotations

from pgbridge.context import Run
from pgbridge.errors import Busy, ConfigError, IntentConflict, TransportError
from pgbridge.ledger.protocol import Change
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.plan import Planner
from pgbridge.reconcile.result import Settled
from pgbridge.reconcile.settling import present, settle
from pgbridge.wire import Event, Flow, emit
from pgbridge.writing import ask

LONGEST = 500


def resolve(
    planner: Planner,
    attempt_id: str,
    *,
    done: bool,
    by: str,
    because: str,
    vendor_ref: str | None,
    run: Run,
) -> Flow[Settled]:
    """Look once more, then record the decision; see `Bridge.resolve`."""
    for name, text in (("by", by), ("because", because)):
        if not text.strip() or len(text) > LONGEST:
            raise ConfigError(f"{name}: 1 to {LONGEST} characters; it is kept with the attempt for ever")
    attempt = yield from ask("attempt", lambda ledger: ledger.attempt(attempt_id), quick=True)
    if attempt is None:
        raise ConfigError(f"attempt: the ledger has none with the id {attempt_id!r}")
    if attempt.state not in UNRESOLVED:
        raise IntentConflict(
            f"attempt {attempt_id} is {attempt.state} already; only what is open or unknown can be decided",
            reason="already_ended",
        )
    settled = yield from settle(planner, attempt, run)
    if settled.ended:
        return settled
    if settled.outcome == "busy":
        raise Busy(f"{attempt.identity} is being worked on by another call; wait until it ends")
    if settled.outcome == "pending":
        raise IntentConflict(
            f"{attempt.identity} is accepted and not decided yet: PortOne will, so nobody else may",
            reason="pending",
        )
    if settled.outcome == "unreachable" and not settled.detail.startswith("ConfigError"):
        raise TransportError(f"{attempt.identity} could not be looked up first ({settled.detail}); try again")
    change = Change(
        attempt=attempt_id,
        state="done" if done else "failed",
        owner=run.owner,
        proof="decided",
        vendor_ref=vendor_ref,
        note=because.strip(),
        by=by.strip(),
    )
    if not (yield from ask("finish", lambda ledger: ledger.finish(change))):
        raise Busy(f"{attempt.identity} was taken over by another call, or {vendor_ref} is another attempt's")
    row = yield from present(attempt)
    detail = f"{attempt.identity}: decided as {change.state} by {change.by}"
    yield from emit(
        Event(
            kind="warning",
            operation=row.operation,
            channel=row.channel,
            order_id=row.order_id,
            detail=detail,
        )
    )
    return Settled(attempt=row, outcome=change.state, detail=detail)
