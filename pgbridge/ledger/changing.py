"""How attempts change their state, in plain SQL within a transaction of the ledger; `transitions.TABLE` says what may."""

from __future__ import annotations

from pgbridge.ledger.database import Execute
from pgbridge.ledger.protocol import Change, Intent, Wish
from pgbridge.ledger.rows import Standing, claim_of, insert_intent, marks, standing_of
from pgbridge.ledger.transitions import befores, may


def finish(run: Execute, change: Change, now: float) -> bool:
    """Write a state by compare-and-set; False when it must not be written."""
    if change.answered is not None:
        answered(run, change.attempt, *change.answered, now)
    attempt = standing_of(run, change.attempt)
    if attempt is None or is_stale(run, attempt, change):
        return False
    claim = None
    if change.state == "done" and (ref := change.vendor_ref or (attempt.vendor_ref if change.late else None)):
        claim = claim_of(attempt.connection, attempt.family, ref)
        if run("SELECT 1 FROM attempts WHERE claim = ? AND id <> ?", (claim, attempt.id)):
            return False
    run(
        "UPDATE attempts SET state = ?, proof = coalesce(?, proof), vendor_ref = coalesce(?, vendor_ref), "
        "note = coalesce(?, note), claim = ? WHERE id = ?",
        (change.state, change.proof, change.vendor_ref, change.note, claim, attempt.id),
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
    run(
        "UPDATE sends SET outcome = ?, answered_at = ? WHERE attempt = ? AND number = ? AND outcome = 'open'",
        (outcome, now, attempt, number),
    )


def is_stale(run: Execute, attempt: Standing, change: Change) -> bool:
    """Tell whether a row is not any more what a change was made for."""
    is_owner = attempt.owner == change.owner
    if not may(attempt.state, change.state, is_owner=is_owner, late=change.late):
        return True
    if change.late and attempt.state == "failed":
        # It is no late truth of this one when another attempt has done it.
        done = "SELECT 1 FROM attempts WHERE intent = ? AND id <> ? AND state = 'done'"
        if run(done, (attempt.intent, attempt.id)):
            return True
    if change.attempts is None:
        return False
    return attempt.tried != change.attempts


def supersede(run: Execute, done: Standing) -> None:
    """Close what is unresolved under a vendor id of which one attempt is done."""
    before = befores("superseded", "supersede")
    run(
        "UPDATE attempts SET state = 'superseded' WHERE intent = ? AND vendor_id = ? AND connection = ? AND "  # noqa: S608
        f"id <> ? AND state IN ({marks(before)})",
        (done.intent, done.vendor_id, done.connection, done.id, *before),
    )


def make_way(run: Execute, wish: Wish, intent: Intent | None, now: float) -> str:
    """Let what was tried before make way for a new attempt, and return the id of the intent."""
    if intent is None:
        return insert_intent(run, wish.family, wish.identity, wish.fingerprint, wish.order_id, now)
    run("UPDATE intents SET fingerprint = ? WHERE id = ?", (wish.fingerprint, intent.id))
    # A lease that ran out makes way; what it sent stays on record, unless repeating it is harmless.
    gone = "superseded" if wish.repeatable else "unknown"
    move(run, intent.id, befores(gone, "begin"), gone)
    if wish.renew or wish.repeatable:
        let_go(run, "intent", intent.id, "begin")
    return intent.id


def move(run: Execute, intent: str, before: tuple[str, ...], after: str) -> None:
    """Write a state over others of an intent."""
    run(
        f"UPDATE attempts SET state = ? WHERE intent = ? AND state IN ({marks(before)})",  # noqa: S608
        (after, intent, *before),
    )


def let_go(run: Execute, column: str, value: str, by: str) -> None:
    """Write that what was done has been taken back, or is to be done anew.

    :param column: `intent`, for all of its attempts, or `id`, for one
    """
    before = befores("released", by)
    run(
        f"UPDATE attempts SET state = 'released', claim = NULL WHERE {column} = ? AND state IN ({marks(before)})",  # noqa: S608
        (value, *before),
    )
