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
        self.lock, self.gathering, self.lost = threading.RLock(), 0, False
        # A memory ledger was copied by the fork; a file must not be used through its parent's connection.
        self.stale = self.durable

    def reopen(self) -> None:
        """Open a connection of this process."""
        self.inherited.append(self.connection)
        self.connection, self.stale = self.opened(), False
        self.run = Running(self.connection)

    def still_whole(self) -> None:
        """Let nothing be part of a `Together` that SQLite has undone: it would be written by itself."""
        if self.lost:
            raise sqlite3.OperationalError("what this was part of was undone")

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
        # Made once, for making them costs as much as a statement.
        self._writing = Within(path, self.writer, "BEGIN IMMEDIATE", "written")
        self._striking = Within(path, self.writer, "", "written")
        self._gathering = Together(path, self.writer, "BEGIN IMMEDIATE", "written")
        self._reading = Within(path, self.reader, "BEGIN", "read")
        self._at_hand = Within(path, self.writer, "", "read")
        self._aside = Within(path, self.reader, "", "read")

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
            raise unusable(self.path, "opened", error) from None
        try:
            self._prepare(connection)
        except sqlite3.Error as error:
            connection.close()
            raise unusable(self.path, "opened", error) from None
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

    def transaction(self) -> AbstractContextManager[Execute]:
        """Run a write transaction."""
        return self._writing

    def reading(self) -> AbstractContextManager[Execute]:
        """Run reads of one snapshot."""
        return self._at_hand if self.writer.gathers() else self._reading

    def glance(self) -> AbstractContextManager[Execute]:
        """Run one read: on the line that writes while nobody does, for that has at hand what was written last."""
        lock = self.writer.lock
        if lock.acquire(blocking=False):
            lock.release()
            return self._at_hand
        return self._aside

    def stroke(self) -> AbstractContextManager[Execute]:
        """Run one statement that writes: SQLite makes it a transaction, under the same lock as `transaction`.

        Within a `together` it is a part that needs no name, for a statement that fails undoes itself.
        """
        return self._striking

    def together(self) -> AbstractContextManager[Execute]:
        """Run several write transactions of this thread as one, committed safely once for all of them.

        Each is undone by itself when it fails. What one wrote is safe when the block has ended, and only then.
        """
        return self._gathering

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
        """Close the file; what was inherited by a fork is its parent's to close."""
        for line in (self.writer, self.reader):
            with line.lock:
                if line.stale:
                    line.reopen()
                line.connection.close()


class Within:
    """One way to use a line, alone: for a transaction, or for a single read. It keeps nothing, so any thread may enter it.

    A class, for generators would cost as much as the statements.
    """

    __slots__ = ("begin", "line", "path", "what")

    def __init__(self, path: str, line: Line, begin: str, what: str) -> None:
        """Remember what to begin with, if anything."""
        self.path, self.line, self.begin, self.what = path, line, begin, what

    def __enter__(self) -> Execute:
        """Wait for the others, and begin."""
        line = self.line
        line.lock.acquire()
        try:
            if line.stale:
                line.reopen()
            if line.gathering:
                line.still_whole()
            if self.begin:
                self.start(line)
        except BaseException as error:
            self._give_up(error)
            raise
        return line.run

    def start(self, line: Line) -> None:
        """Begin; within a `Together` as a part of it."""
        line.run.count("SAVEPOINT part" if line.gathering else self.begin)

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """Commit, or undo everything."""
        if error is not None:
            self._give_up(error)
            return
        line = self.line
        if self.begin:
            try:
                line.run.count("RELEASE part" if line.gathering else "COMMIT")
            except BaseException as broken:
                self._give_up(broken)
                raise
        line.lock.release()

    def undo(self, run: Execute) -> None:
        """Undo what was begun."""
        if not self.line.gathering:
            run.count("ROLLBACK")
        elif self.begin:
            run.count("ROLLBACK TO part")
            run.count("RELEASE part")

    def _give_up(self, error: BaseException) -> None:
        """Undo, and tell it by our name when it was the database."""
        line = self.line
        try:
            # In a new process it may still be its parent's.
            if not line.stale:
                with suppress(sqlite3.Error):
                    if line.connection.in_transaction:
                        self.undo(line.run)
                # A full disk, for one, makes SQLite undo the whole transaction.
                if line.gathering and not line.connection.in_transaction:
                    line.lost = True
        finally:
            line.lock.release()
        if isinstance(error, sqlite3.Error):
            raise unusable(self.path, self.what, error) from None


class Together(Within):
    """The transaction that others are parts of."""

    __slots__ = ()

    def start(self, line: Line) -> None:
        """Begin, for parts to come."""
        line.run.count(self.begin)
        line.gathering, line.lost = threading.get_ident(), False

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Commit, unless SQLite has undone it."""
        line = self.line
        if error is None and line.lost:
            error = sqlite3.OperationalError("SQLite has undone the transaction")
        line.gathering = 0
        super().__exit__(kind, error, trace)


def unusable(path: str, what: str, error: Exception) -> LedgerUnusable:
    """Return the error for a file that cannot be used."""
    return LedgerUnusable(
        f"ledger: {path} cannot be {what} ({error}); no payment is sent without it: see to the file, its folder and the disk"
    )


def open_sqlite(url: str, clock: Callable[[], float] = time.time) -> SqlLedger | None:
    """Open `sqlite:///relative.sqlite3`, `sqlite:////absolute.sqlite3` or `memory://`; None for other URLs.

    :raises LedgerUnusable: the file cannot be opened
    """
    if url.startswith("memory:"):
        return SqlLedger(SqliteDatabase(":memory:", clock))
    if url.startswith("sqlite:///"):
        return SqlLedger(SqliteDatabase(url.removeprefix("sqlite:///"), clock))
    return None
