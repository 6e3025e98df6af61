"""The outbox's rows, in plain SQL within a transaction of the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from pgbridge.ledger.database import Execute
from pgbridge.ledger.protocol import Effect

EFFECT = ("id", "subject", "connection", "event", "tries", "created_at")


def insert(run: Execute, effects: Sequence[Effect], now: float) -> None:
    """Store what is to be told, unless it has been stored before."""
    for number, effect in enumerate(effects):
        run(
            "INSERT INTO outbox (id, subject, connection, event, state, owner, due_at, tries, created_at, number) "
            "VALUES (?, ?, ?, ?, 'waiting', '', ?, 0, ?, ?) ON CONFLICT DO NOTHING",
            (effect.id, effect.subject, effect.connection, effect.event, now, now, number),
        )


def take(run: Execute, owner: str, now: float, lease: float) -> Effect | None:
    """Take the oldest effect that is due and has no earlier one of its subject waiting."""
    while True:
        rows = run(
            f"SELECT {', '.join(EFFECT)} FROM outbox o WHERE state = 'waiting' AND due_at <= ? AND NOT EXISTS ("  # noqa: S608
            "SELECT 1 FROM outbox e WHERE e.subject = o.subject AND e.state = 'waiting' AND "
            "(e.created_at, e.number) < (o.created_at, o.number)) ORDER BY due_at, created_at, number LIMIT 1",
            (now,),
        )
        if not rows:
            return None
        effect = Effect(**dict(zip(EFFECT, rows[0], strict=True)))
        if run.count(
            "UPDATE outbox SET owner = ?, due_at = ?, tries = tries + 1 WHERE id = ? AND due_at <= ? "
            "AND state = 'waiting'",
            (owner, now + lease, effect.id, now),
        ):
            return effect


def end(run: Execute, effect: str, owner: str) -> bool:
    """Note that an effect was told, if it is still held."""
    return bool(
        run.count(
            "UPDATE outbox SET state = 'done', note = NULL WHERE id = ? AND owner = ? AND state = 'waiting'",
            (effect, owner),
        )
    )


def postpone(run: Execute, effect: str, owner: str, due_at: float, note: str) -> None:
    """Let an effect wait, and nobody hold it."""
    run(
        "UPDATE outbox SET owner = '', due_at = ?, note = ? WHERE id = ? AND owner = ? AND state = 'waiting'",
        (due_at, note, effect, owner),
    )


def prune(run: Execute, before: float, limit: int) -> int:
    """Empty what was told, if it was stored before; return how many rows. Ids stay, so that nothing is told twice."""
    return run.count(
        "UPDATE outbox SET event = '' WHERE id IN (SELECT id FROM outbox WHERE state = 'done' AND event <> '' AND "
        "created_at < ? LIMIT ?)",
        (before, limit),
    )
