"""The ledger in one SQLite file, or in memory."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any
from weakref import WeakSet

from pgbridge.errors import LedgerUnusable
from pgbridge.ledger.database import Execute, Row
from pgbridge.ledger.protocol import Wish
from pgbridge.ledger.schema import MIGRATIONS
from pgbridge.ledger.sql import SqlLedger

# Seconds to wait for other processes that write to the same file.
PATIENCE = 30.0


class Line:
    """One connection to the file: used by one thread at a time, and opened anew after a fork."""

    def __init__(self, opened: Callable[[], sqlite3.Connection], *, durable: bool) -> None:
        self.opened, self.durable = opened, durable
        self.lock = threading.RLock()
        # Connections of the process this one was forked from: neither used nor closed here.
        self.inherited: list[sqlite3.Connection] = []
        self.stale = False
        self.connection = opened()
        self.run: Execute = Running(self.connection)
        # The thread that does a `Together`, or 0; and whether SQLite has undone all of that by itself.
        self.gathering, self.lost = 0, False
        LINES.add(self)

    def leave_parent(self) -> None:
        """Belong to the new process: whoever held the lock when it was forked does not live here."""
        self.lock, self.gathering = threading.RLock(), 0
        # A memory ledger was copied by the fork; a file must not be used through its parent's connection.
        self.stale = self.durable

    def reopen(self) -> None:
        """Open a connection of this process."""
        self.inherited.append(self.connection)
        self.connection, self.stale = self.opened(), False
        self.run = Running(self.connection)

    def gathers(self) -> bool:
        """Tell whether what this thread does is part of a `Together`."""
        return self.gathering != 0 and self.gathering == threading.get_ident()


LINES: WeakSet[Line] = WeakSet()


def leave_parent() -> None:
    """Let every line of a forked process be its own."""
    for line in LINES:
        line.leave_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=leave_parent)


class Running:
    """Runs statements on a connection, one at a time."""

    __slots__ = ("cursor", "execute")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.cursor = connection.cursor()
        self.execute = self.cursor.execute

    def __call__(self, sql: str, values: Sequence[Any] = ()) -> Sequence[Row]:
        """Return the rows of a statement."""
        return self.execute(sql, values).fetchall()

    def count(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Return how many rows a statement has changed."""
        return self.execute(sql, values).rowcount


class SqliteDatabase:
    """One file, shared by threads: one line for what writes, one for what only reads, which so waits for no disk.

    `synchronous=FULL` because an attempt must survive a power cut before its first byte leaves.
    """

    def __init__(self, path: str, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.path, self.durable, self.remote = path, path != ":memory:", False
        self.writer = Line(self._open, durable=self.durable)
        self.reader = Line(self._open, durable=True) if self.durable else self.writer

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection that writes."""
        return self.writer.connection

    @property
    def lock(self) -> threading.RLock:
        """The lock of what writes."""
        return self.writer.lock

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
            run = Running(connection)
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

    def transaction(self) -> AbstractContextManager[Execute]:
        """Run a write transaction."""
        return Within(self, self.writer, "BEGIN IMMEDIATE", "written")

    def reading(self) -> AbstractContextManager[Execute]:
        """Run reads of one snapshot."""
        if self.writer.gathers():
            return Within(self, self.writer, "", "read")
        return Within(self, self.reader, "BEGIN", "read")

    def glance(self) -> AbstractContextManager[Execute]:
        """Run one read: on the line that writes while nobody does, for that has at hand what was written last."""
        return Glance(self, self.writer, "", "read")

    def stroke(self) -> AbstractContextManager[Execute]:
        """Run one statement that writes: SQLite makes it a transaction, under the same lock as `transaction`."""
        if self.writer.gathers():
            return self.transaction()
        return Within(self, self.writer, "", "written")

    def together(self) -> AbstractContextManager[Execute]:
        """Run several write transactions of this thread as one, committed safely once for all of them.

        Each is undone by itself when it fails. What one wrote is safe when the block has ended, and only then.
        """
        return Together(self, self.writer, "BEGIN IMMEDIATE", "written")

    def hold(self, run: Execute, *subjects: str) -> None:
        """Do nothing: a write transaction of SQLite has the whole file to itself."""

    def hold_wish(self, run: Execute, wish: Wish) -> None:
        """Do nothing, as `hold`."""

    def hold_attempt(self, run: Execute, attempt: str) -> None:
        """Do nothing, as `hold`."""

    def now(self, run: Execute | None = None) -> float:  # noqa: ARG002 - all that share the file share a clock
        """Return this machine's clock."""
        return self.clock()

    def close(self) -> None:
        """Close the file."""
        for line in (self.writer, self.reader):
            with line.lock:
                line.connection.close()


class Within:
    """One use of a line, alone: a transaction, or a single read.

    A class, for generators would cost as much as the statements.
    """

    __slots__ = ("begin", "database", "end", "line", "lock", "what")

    def __init__(self, database: SqliteDatabase, line: Line, begin: str, what: str) -> None:
        """Remember what to begin with, if anything."""
        self.database, self.line, self.begin, self.what = database, line, begin, what
        self.end = "COMMIT"

    def __enter__(self) -> Execute:
        """Wait for the others, and begin."""
        line = self.line
        self.lock = line.lock
        self.lock.acquire()
        return self.started(line)

    def started(self, line: Line) -> Execute:
        """Begin on a line that is this thread's now."""
        try:
            if line.stale:
                line.reopen()
            if self.begin:
                self.start(line.run)
        except BaseException as error:
            self._give_up(error)
            raise
        return line.run

    def start(self, run: Execute) -> None:
        """Begin; within a `Together` as a part of it."""
        if self.line.gathering:
            if self.line.lost:
                raise sqlite3.OperationalError("what this was part of was undone")
            self.begin, self.end = "SAVEPOINT part", "RELEASE part"
        run.count(self.begin)

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Commit, or undo everything."""
        if error is not None:
            self._give_up(error)
            return
        try:
            if self.begin:
                self.line.run.count(self.end)
        except BaseException as broken:
            self._give_up(broken)
            raise
        self.lock.release()

    def undo(self, connection: sqlite3.Connection) -> None:
        """Undo what was begun."""
        if not self.line.gathering:
            connection.execute("ROLLBACK")
        elif self.end == "RELEASE part":
            connection.execute("ROLLBACK TO part")
            connection.execute("RELEASE part")

    def _give_up(self, error: BaseException) -> None:
        """Undo, and tell it by our name when it was the database."""
        connection = self.line.connection
        try:
            # In a new process it may still be its parent's.
            if not self.line.stale:
                with suppress(sqlite3.Error):
                    if connection.in_transaction:
                        self.undo(connection)
                # A full disk, for one, makes SQLite undo the whole transaction.
                if self.line.gathering and not connection.in_transaction:
                    self.line.lost = True
        finally:
            self.lock.release()
        if isinstance(error, sqlite3.Error):
            raise self.database.unusable(self.what, error) from None


class Glance(Within):
    """One read, on the line that writes if it is free, else on the one that reads."""

    __slots__ = ()

    def __enter__(self) -> Execute:
        """Take a line."""
        line = self.line
        self.lock = line.lock
        if not self.lock.acquire(blocking=False):
            line = self.line = self.database.reader
            self.lock = line.lock
            self.lock.acquire()
        return self.started(line)


class Together(Within):
    """The transaction that others are parts of."""

    __slots__ = ()

    def start(self, run: Execute) -> None:
        """Begin, for parts to come."""
        run.count(self.begin)
        self.line.gathering, self.line.lost = threading.get_ident(), False

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Commit, unless SQLite has undone it."""
        self.line.gathering = 0
        if error is None and self.line.lost:
            error = sqlite3.OperationalError("SQLite has undone the transaction")
        super().__exit__(kind, error, trace)


def open_sqlite(url: str, clock: Callable[[], float] = time.time) -> SqlLedger | None:
    """Open `sqlite:///relative.sqlite3`, `sqlite:////absolute.sqlite3` or `memory://`; None for other URLs.

    :raises LedgerUnusable: the file cannot be opened
    """
    if url.startswith("memory:"):
        return SqlLedger(SqliteDatabase(":memory:", clock))
    if url.startswith("sqlite:///"):
        return SqlLedger(SqliteDatabase(url.removeprefix("sqlite:///"), clock))
    return None
