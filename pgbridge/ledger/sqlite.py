"""The ledger in one SQLite file, or in memory."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

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
            raise self.unusable("opened", error) from None
        try:
            self._prepare(connection)
        except sqlite3.Error as error:
            connection.close()
            raise self.unusable("opened", error) from None
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

    def unusable(self, what: str, error: Exception) -> LedgerUnusable:
        """Return the error for a file that cannot be used."""
        return LedgerUnusable(
            f"ledger: {self.path} cannot be {what} ({error}); no payment is sent without it: "
            "see to the file, its folder and the disk"
        )

    def mine(self) -> sqlite3.Connection:
        """Return the connection of this process."""
        if self.pid != os.getpid():
            # A memory ledger was copied by the fork; a file must not be used through its parent's connection.
            if self.durable:
                self.inherited.append(self.connection)
                self.connection = self._open()
            self.pid = os.getpid()
        return self.connection

    def locked(self) -> threading.RLock:
        """Return the lock of this process."""
        if self.pid != os.getpid():
            # Whoever held the lock when the process was forked does not live here.
            self.lock = threading.RLock()
        return self.lock

    def transaction(self) -> AbstractContextManager[Execute]:
        """Run a write transaction."""
        return Within(self, "BEGIN IMMEDIATE", "written")

    def reading(self) -> AbstractContextManager[Execute]:
        """Run reads of one snapshot."""
        return Within(self, "BEGIN", "read")

    def glance(self) -> AbstractContextManager[Execute]:
        """Run one read."""
        return Within(self, "", "read")

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


class Within:
    """One use of the connection, alone: a transaction, or a single read.

    A class, for generators would cost as much as the statements.
    """

    __slots__ = ("begin", "connection", "database", "lock", "what")

    def __init__(self, database: SqliteDatabase, begin: str, what: str) -> None:
        """Remember what to begin with, if anything."""
        self.database, self.begin, self.what = database, begin, what
        self.connection: sqlite3.Connection | None = None

    def __enter__(self) -> Execute:
        """Wait for the others, and begin."""
        self.lock = self.database.locked()
        self.lock.acquire()
        try:
            connection = self.connection = self.database.mine()
            if self.begin:
                connection.execute(self.begin)
        except BaseException as error:
            self._give_up(error)
            raise
        return run_on(connection)

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Commit, or undo everything."""
        if error is not None:
            self._give_up(error)
            return
        try:
            if self.begin and self.connection is not None:
                self.connection.execute("COMMIT")
        except BaseException as broken:
            self._give_up(broken)
            raise
        self.lock.release()

    def _give_up(self, error: BaseException) -> None:
        """Undo what was begun, and tell it by our name when it was the database."""
        try:
            with suppress(sqlite3.Error):
                if self.connection is not None and self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
        finally:
            self.lock.release()
        if isinstance(error, sqlite3.Error):
            raise self.database.unusable(self.what, error) from None


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
