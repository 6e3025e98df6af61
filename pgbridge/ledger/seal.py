"""Fingerprints at rest are keyed: a copy of them alone tells nobody what was bought, or for how much.

The key is the ledger's own, made at random with its tables and kept in them, so all hosts on one database agree and
nothing needs to be configured. What it does not defend against: whoever has the whole ledger has the key too, and
amounts stand in its rows anyway (docs/explanation/security.md).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from pgbridge.errors import LedgerUnusable

Execute = Callable[..., Sequence[tuple[Any, ...]]]
KEY = "fingerprint_key"
# Rows in memory at a time while an older ledger is brought to the present.
BATCH = 5_000


@lru_cache(maxsize=64)  # a call seals its fingerprint more than once
def sealed(key: bytes, text: str) -> str:
    """Return what stands in the ledger for a text: equal for equal texts, in this ledger only."""
    return hmac.digest(key, text.encode(), "sha256").hex()


def key_of(run: Execute) -> bytes:
    """Return the ledger's key.

    :raises LedgerUnusable: it is gone, and without it no intent can be told from another
    """
    rows = run("SELECT value FROM meta WHERE name = ?", (KEY,))
    if not rows:
        raise LedgerUnusable(
            f"ledger: its table meta has lost {KEY}; no payment is sent without it: restore it from a backup"
        )
    return bytes.fromhex(rows[0][0])


def seal_all(run: Execute) -> None:
    """Make the key, and seal what an older version wrote in plain text."""
    key = secrets.token_bytes(32)
    run("INSERT INTO meta (name, value) VALUES (?, ?)", (KEY, key.hex()))
    after = ""
    while rows := run(
        "SELECT id, fingerprint FROM intents WHERE id > ? ORDER BY id LIMIT ?",
        (after, BATCH),
    ):
        for intent, fingerprint in rows:
            run("UPDATE intents SET fingerprint = ? WHERE id = ?", (sealed(key, fingerprint), intent))
        after = rows[-1][0]
