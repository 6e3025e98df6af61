"""What the SQL ledger needs of a database, and what stands still while something is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from pgbridge.ledger.protocol import Wish

Row = tuple[Any, ...]
LATER = re.compile(r"(R[0-9]+)+$")


class Execute(Protocol):
    """Runs statements with `?` marks."""

    def __call__(self, sql: str, values: Sequence[Any] = ()) -> Sequence[Row]:
        """Return the rows of a statement."""

    def count(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Return how many rows a statement has changed; it costs less than to let it return them."""


class Raced(Exception):
    """Another host wrote first: nothing was written here, so decide anew."""


class Database(Protocol):
    """Safe write transactions and `?` parameters.

    Both kinds of transaction give a function that runs a statement and returns its rows, and raise `LedgerUnusable`, or
    `Raced` where doing it again will see what another host wrote.

    :ivar remote: behind a network, so asking it takes a while
    """

    durable: bool
    remote: bool

    def transaction(self) -> AbstractContextManager[Execute]:
        """Run a write transaction, committed safely at the end."""

    def reading(self) -> AbstractContextManager[Execute]:
        """Run reads that see one state of the database, and lock nobody out."""

    def glance(self) -> AbstractContextManager[Execute]:
        """Run one read, which sees one state of the database without a transaction too."""

    def stroke(self) -> AbstractContextManager[Execute]:
        """Run one statement that writes, a transaction of its own, committed safely; reads may come before it."""

    def hold(self, run: Execute, *subjects: str) -> None:
        """Wait until no other transaction holds one of these subjects, and hold them until the end of this one."""

    def hold_wish(self, run: Execute, wish: Wish) -> None:
        """Hold the subjects of a wish, as `hold` does: see `subjects_of`."""

    def hold_attempt(self, run: Execute, attempt: str) -> None:
        """Hold the subject of an attempt's intent, as `hold` does: see `subject_of`."""

    def now(self, run: Execute | None = None) -> float:
        """Return the time on the database's clock, POSIX seconds; with a `run`, within its transaction."""

    def close(self) -> None:
        """Close it."""


def subject_of(order_id: str | None, identity: str) -> str:
    """Return what stands still while something is written about an intent: everything about its order.

    Vendor ids of later attempts (`order1R2`) belong to the first one, for another order might be named like them.
    """
    return f"order/{LATER.sub('', identity if order_id is None else order_id)}"


def subjects_of(wish: Wish) -> set[str]:
    """Return what must stand still while it is decided about a wish."""
    return {subject_of(wish.order_id, wish.identity), subject_of(wish.vendor_id or None, wish.identity)}
