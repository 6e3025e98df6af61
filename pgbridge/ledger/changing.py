"""How attempts change their state, in plain SQL within a transaction of the ledger; `transitions.TABLE` says what may."""

from __future__ import annotations

from functools import cache
from itertools import compress

from pgbridge.ledger.database import Execute
from pgbridge.ledger.protocol import Change, Wish
from pgbridge.ledger.rows import Standing, claim_of, marks, standing_of
from pgbridge.ledger.transitions import STATES, befores, may


def finish(run: Execute, change: Change, now: float) -> bool:
    """Write a state by compare-and-set; False when it must not be written."""
    ref = change.vendor_ref if change.state == "done" else None
    attempt = standing_of(run, change.attempt, ref)
    if attempt is not None and change.late and change.state == "done" and ref is None and attempt.vendor_ref:
        # A late truth is that of the result which the row names.
        ref = attempt.vendor_ref
        attempt = standing_of(run, change.attempt, ref)
    written = attempt is not None and write(run, attempt, change, ref, now)
    if change.answered is not None and not (written and change.answered[0] == 1):
        answered(run, change.attempt, *change.answered, now)
    return written


PLAIN_ENDS = frozenset(state for state in STATES if may("open", state, is_owner=True, late=False))


def is_plain(change: Change) -> bool:
    """Tell whether a change is how most attempts end: by the answer to their first send."""
    if change.late or change.attempts is not None or change.by is not None:
        return False
    return change.state in PLAIN_ENDS and (change.answered is None or change.answered[0] == 1)


def finish_plainly(run: Execute, change: Change, now: float) -> bool:
    """Write how the only attempt of an intent ended while it is open and its owner's, all in one statement.

    False when it is not so, or another row claims the result: nothing is written, and `finish` weighs the rest.
    """
    ref = change.vendor_ref if change.state == "done" else None
    heard = (None, None) if change.answered is None else (change.answered[1], now)
    told = (change.proof, change.vendor_ref, change.note, *heard, ref)
    values = [change.state, *[each for each in told if each is not None], change.attempt, change.owner]
    if ref is not None:
        values.append(ref)
    return run.count(plainly(tuple([each is not None for each in told])), values) > 0


PLAIN = (
    "proof = ?",
    "vendor_ref = ?",
    "note = ?",
    "outcome = coalesce(outcome, ?)",
    "answered_at = coalesce(answered_at, ?)",
    "claim = connection || '/' || family || '/' || ?",
)


@cache
def plainly(told: tuple[bool, ...]) -> str:
    """Return the statement of `finish_plainly`: it writes nothing that is not told, for then its indexes cost nothing either.

    :param told: which of `PLAIN`
    """
    sets = ", ".join(("state = ?", *compress(PLAIN, told)))
    statement = (
        f"UPDATE attempts SET {sets} WHERE id = ? AND owner = ? AND state = 'open' AND number = 1 "  # noqa: S608
        "AND NOT EXISTS (SELECT 1 FROM attempts o WHERE o.identity = attempts.identity AND o.family = attempts.family "
        "AND o.number > 1)"
    )
    if not told[-1]:
        return statement
    return (
        f"{statement} AND NOT EXISTS (SELECT 1 FROM attempts o "  # noqa: S608
        "WHERE o.claim = attempts.connection || '/' || attempts.family || '/' || ?)"
    )


def write(run: Execute, attempt: Standing, change: Change, ref: str | None, now: float) -> bool:
    """Write a state over how an attempt stands, and how its first send was answered, unless it must not be."""
    if is_stale(run, attempt, change):
        return False
    if attempt.claimed:
        return False
    claim = None if ref is None else claim_of(attempt.connection, attempt.family, ref)
    number, outcome = change.answered or (0, None)
    heard = (outcome, now) if number == 1 else (None, None)
    run(
        "UPDATE attempts SET state = ?, proof = coalesce(?, proof), vendor_ref = coalesce(?, vendor_ref), "
        "note = coalesce(?, note), claim = ?, outcome = coalesce(outcome, ?), answered_at = coalesce(answered_at, ?) "
        "WHERE id = ?",
        (change.state, change.proof, change.vendor_ref, change.note, claim, *heard, attempt.id),
    )
    if change.by is not None:
        run(
            "UPDATE attempts SET decided_by = ?, decided_at = ? WHERE id = ?",
            (change.by, now, attempt.id),
        )
    if change.state == "done" and not change.late and attempt.tried > 1:
        supersede(run, attempt)
    return True


def answered(run: Execute, attempt: str, number: int, outcome: str, now: float) -> None:
    """Record how a send was answered; the first word stands."""
    if number == 1:
        run(
            "UPDATE attempts SET outcome = ?, answered_at = ? WHERE id = ? AND sent > 0 AND outcome IS NULL",
            (outcome, now, attempt),
        )
        return
    run(
        "UPDATE resends SET outcome = ?, answered_at = ? WHERE attempt = ? AND number = ? AND outcome = 'open'",
        (outcome, now, attempt, number),
    )


def is_stale(run: Execute, attempt: Standing, change: Change) -> bool:
    """Tell whether a row is not any more what a change was made for."""
    is_owner = attempt.owner == change.owner
    if not may(attempt.state, change.state, is_owner=is_owner, late=change.late):
        return True
    if change.late and attempt.state == "failed":
        # It is no late truth of this one when another attempt has done it.
        done = "SELECT 1 FROM attempts WHERE family = ? AND identity = ? AND id <> ? AND state = 'done'"
        if run(done, (attempt.family, attempt.identity, attempt.id)):
            return True
    if change.attempts is None:
        return False
    return attempt.tried != change.attempts


def supersede(run: Execute, done: Standing) -> None:
    """Close what is unresolved under a vendor id of which one attempt is done."""
    before = befores("superseded", "supersede")
    run(
        "UPDATE attempts SET state = 'superseded' WHERE family = ? AND identity = ? AND vendor_id = ? "  # noqa: S608
        f"AND connection = ? AND id <> ? AND state IN ({marks(before)})",
        (done.family, done.identity, done.vendor_id, done.connection, done.id, *before),
    )


def make_way(run: Execute, wish: Wish) -> None:
    """Let what was tried before make way for a new attempt."""
    # A lease that ran out makes way; what it sent stays on record, unless repeating it is harmless.
    gone = "superseded" if wish.repeatable else "unknown"
    move(run, wish, befores(gone, "begin"), gone)
    if wish.renew or wish.repeatable:
        let_go(run, "family = ? AND identity = ?", (wish.family, wish.identity), "begin")


def move(run: Execute, wish: Wish, before: tuple[str, ...], after: str) -> None:
    """Write a state over others of an intent."""
    run(
        f"UPDATE attempts SET state = ? WHERE family = ? AND identity = ? AND state IN ({marks(before)})",  # noqa: S608
        (after, wish.family, wish.identity, *before),
    )


def let_go(run: Execute, which: str, values: tuple[str, ...], by: str) -> None:
    """Write that what was done has been taken back, or is to be done anew.

    :param which: the condition that names its attempts, with these values
    """
    before = befores("released", by)
    run(
        f"UPDATE attempts SET state = 'released', claim = NULL WHERE {which} AND state IN ({marks(before)})",  # noqa: S608
        (*values, *before),
    )
