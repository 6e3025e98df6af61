"""The ledger in one SQLite file, or in memory."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from pgbridge.errors import LedgerUnusable
from pgbridge.ledger.database import Execute
from pgbridge.ledger.schema import MIGRATIONS
from pgbridge.ledger.sql import SqlLedger

# Seconds to wait for other processes that write to the same file.
PATIENCE = 30.0


class SqliteDatabase:
    """One file, shared by threads under a lock and reopened after a fork.

    `synchronous=FULL` because an attempt must survive a power cut before its first byte leaves.
    """

    def __init__(self, path: str, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.path, self.durable, self.remote = path, path != ":memory:", False
        self.lock = threading.RLock()
        self.pid = os.getpid()
        # Connections of the process this one was forked from: neither used nor closed here.
        self.inherited: list[sqlite3.Connection] = []
        self.connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self._unusable("opened", error) from None
        try:
            self._prepare(connection)
        except sqlite3.Error as error:
            connection.close()
            raise self._unusable("opened", error) from None
        except LedgerUnusable:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self.durable:
            self._patiently(connection, "PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        version = self._version(connection)
        if version < len(MIGRATIONS):
            connection.execute("BEGIN IMMEDIATE")
            run = run_on(connection)
            for steps in MIGRATIONS[self._version(connection) :]:
                for step in steps:
                    run(step) if isinstance(step, str) else step(run)
            connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
            connection.execute("COMMIT")

    def _version(self, connection: sqlite3.Connection) -> int:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise LedgerUnusable(
                f"ledger: {self.path} was written by a newer pgbridge (version {version}); update this one"
            )
        return version

    def _patiently(self, connection: sqlite3.Connection, statement: str) -> None:
        """Run a statement for which SQLite itself does not wait when another process holds the file."""
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                connection.execute(statement)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > ends:
                    raise
                time.sleep(0.01)
            else:
                return

    def _unusable(self, what: str, error: Exception) -> LedgerUnusable:
        return LedgerUnusable(
            f"ledger: {self.path} cannot be {what} ({error}); no payment is sent without it: "
            "see to the file, its folder and the disk"
        )

    def _mine(self) -> sqlite3.Connection:
        if self.pid != os.getpid():
            # A memory ledger was copied by the fork; a file must not be used through its parent's connection.
            if self.durable:
                self.inherited.append(self.connection)
                self.connection = self._open()
            self.pid = os.getpid()
        return self.connection

    @contextmanager
    def _locked(self) -> Iterator[sqlite3.Connection]:
        if self.pid != os.getpid():
            # Whoever held the lock when the process was forked does not live here.
            self.lock = threading.RLock()
        with self.lock:
            yield self._mine()

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """Run a write transaction."""
        with self._within("BEGIN IMMEDIATE", "written") as run:
            yield run

    @contextmanager
    def reading(self) -> Iterator[Execute]:
        """Run reads of one snapshot."""
        with self._within("BEGIN", "read") as run:
            yield run

    @contextmanager
    def _within(self, begin: str, what: str) -> Iterator[Execute]:
        with self._locked() as connection:
            try:
                connection.execute(begin)
                yield run_on(connection)
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back(connection)
                raise self._unusable(what, error) from None
            except BaseException:
                self._roll_back(connection)
                raise

    def _roll_back(self, connection: sqlite3.Connection) -> None:
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    def hold(self, run: Execute, *subjects: str) -> None:
        """Do nothing: a write transaction of SQLite has the whole file to itself."""

    def hold_attempt(self, run: Execute, attempt: str) -> None:
        """Do nothing, as `hold`."""

    def now(self, run: Execute | None = None) -> float:  # noqa: ARG002 - all that share the file share a clock
        """Return this machine's clock."""
        return self.clock()

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self.connection.close()


def run_on(connection: sqlite3.Connection) -> Execute:
    """Return the function that runs statements on a connection."""
    return lambda sql, values=(): connection.execute(sql, values).fetchall()


def open_sqlite(url: str, clock: Callable[[], float] = time.time) -> SqlLedger | None:
    """Open `sqlite:///relative.sqlite3`, `sqlite:////absolute.sqlite3` or `memory://`; None for other URLs.

    :raises LedgerUnusable: the file cannot be opened
    """
    if url.startswith("memory:"):
        return SqlLedger(SqliteDatabase(":memory:", clock))
    if url.startswith("sqlite:///"):
        return SqlLedger(SqliteDatabase(url.removeprefix("sqlite:///"), clock))
    return None
