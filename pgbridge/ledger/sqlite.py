"""The ledger in one SQLite file, or in memory."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pgbridge.errors import ConfigError
from pgbridge.ledger.schema import MIGRATIONS
from pgbridge.ledger.sql import SqlLedger


class SqliteDatabase:
    """One file, shared by threads under a lock and reopened after a fork.

    `synchronous=FULL` because an attempt must survive a power cut before its first byte leaves.
    """

    def __init__(self, path: str) -> None:
        self.path, self.durable = path, path != ":memory:"
        self.lock = threading.Lock()
        self.pid = os.getpid()
        self.connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            if self.durable:
                connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(MIGRATIONS):
                raise ConfigError(f"ledger: {self.path} was written by a newer pgbridge (version {version})")
            for statements in MIGRATIONS[version:]:
                for statement in statements:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise ConfigError(
                f"ledger: cannot open {self.path}: {error}; no payment is sent without it"
            ) from None
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Callable[..., Sequence[tuple[Any, ...]]]]:
        """Run a write transaction."""
        with self.lock:
            if self.pid != os.getpid():
                self.connection, self.pid = self._open(), os.getpid()
            connection = self.connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield lambda sql, values=(): connection.execute(sql, values).fetchall()
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self.connection.close()


def open_sqlite(url: str, clock: Callable[[], float] = time.time) -> SqlLedger | None:
    """Open `sqlite:///relative.sqlite3`, `sqlite:////absolute.sqlite3` or `memory://`; None for other URLs.

    :raises ConfigError: the file cannot be opened
    """
    if url.startswith("memory:"):
        return SqlLedger(SqliteDatabase(":memory:"), clock)
    if url.startswith("sqlite:///"):
        return SqlLedger(SqliteDatabase(url.removeprefix("sqlite:///")), clock)
    return None
