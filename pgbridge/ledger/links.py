"""Where billing keys live, in plain SQL within a transaction of the ledger."""

from __future__ import annotations

from pgbridge.ledger.database import Execute
from pgbridge.ledger.protocol import Link

LINK = ("alias", "connection", "channel", "vendor_key", "group", "active", "created_at")
COLUMNS = "alias, connection, channel, vendor_key, grp, active, created_at"


def insert(run: Execute, link: Link, now: float) -> None:
    """Make a link the one active link of its alias."""
    run("UPDATE links SET active = 0 WHERE grp = ? AND alias = ?", (link.group, link.alias))
    run(
        f"INSERT INTO links ({COLUMNS}) VALUES (?, ?, ?, ?, ?, 1, ?)",  # noqa: S608
        (link.alias, link.connection, link.channel, link.vendor_key, link.group, now),
    )


def of_alias(run: Execute, alias: str, group: str) -> list[Link]:
    """Return the links of an alias, the active one first."""
    rows = run(
        f"SELECT {COLUMNS} FROM links WHERE grp = ? AND alias = ? ORDER BY active DESC, created_at DESC",  # noqa: S608
        (group, alias),
    )
    return [Link(**{**dict(zip(LINK, row, strict=True)), "active": bool(row[5])}) for row in rows]


def end(run: Execute, vendor_key: str, connection: str) -> None:
    """Make a key's link inactive."""
    run("UPDATE links SET active = 0 WHERE vendor_key = ? AND connection = ?", (vendor_key, connection))
