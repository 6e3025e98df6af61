"""The inbox's rows, in plain SQL within a transaction of the ledger."""

from __future__ import annotations

from pgbridge.ledger.database import Execute
from pgbridge.ledger.protocol import Entry

ENTRY = ("id", "connection", "event", "dedupe", "poke", "tries", "received_at")


class Stale(Exception):
    """What was read does not stand any more: nothing of it is written."""


def insert(run: Execute, entry: Entry, now: float) -> bool:
    """Store an entry, unless it is known or one like it waits."""
    return bool(
        run.count(
            "INSERT INTO inbox (id, connection, dedupe, poke, event, state, owner, due_at, tries, received_at) "
            "VALUES (?, ?, ?, ?, ?, 'waiting', '', ?, 0, ?) ON CONFLICT DO NOTHING",
            (entry.id, entry.connection, entry.dedupe, entry.poke, entry.event, now, now),
        )
    )


def take(run: Execute, owner: str, now: float, lease: float, limit: int) -> list[Entry]:
    """Take what is due: a poke that comes from here on is a new one, for this read may not see its cause."""
    rows = run(
        f"SELECT {', '.join(ENTRY)} FROM inbox WHERE state IN ('waiting', 'working') AND due_at <= ? "  # noqa: S608
        "ORDER BY received_at, id LIMIT ?",
        (now, limit),
    )
    entries = [Entry(**dict(zip(ENTRY, row, strict=True))) for row in rows]
    # Another host may have taken one since: only who changes the row has it.
    return [
        entry
        for entry in entries
        if run.count(
            "UPDATE inbox SET state = 'working', owner = ?, due_at = ?, tries = tries + 1 "
            "WHERE id = ? AND due_at <= ? AND state IN ('waiting', 'working')",
            (owner, now + lease, entry.id, now),
        )
    ]


def end(run: Execute, entry: str, owner: str) -> None:
    """End an entry.

    :raises Stale: another worker has it
    """
    if not run.count(
        "UPDATE inbox SET state = 'done', note = NULL WHERE id = ? AND owner = ? AND state = 'working'",
        (entry, owner),
    ):
        raise Stale


def postpone(run: Execute, entry: str, owner: str, due_at: float, note: str, *, drop: bool) -> None:
    """Let an entry wait, or give it up."""
    run(
        "UPDATE inbox SET state = ?, due_at = ?, note = ? WHERE id = ? AND owner = ? AND state = 'working'",
        ("dropped" if drop else "working", due_at, note, entry, owner),
    )


def prune(run: Execute, before: float, limit: int) -> int:
    """Delete what ended, if it came before; return how many rows."""
    return run.count(
        "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state IN ('done', 'dropped') AND "
        "received_at < ? LIMIT ?)",
        (before, limit),
    )
