"""The ledger in PostgreSQL, for many hosts. Needs the extra `postgres` (psycopg)."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pgbridge.errors import LedgerUnusable
from pgbridge.ledger.database import LATER, Execute, Raced, Row, subjects_of
from pgbridge.ledger.protocol import Wish
from pgbridge.ledger.schema import MIGRATIONS
from pgbridge.ledger.sql import SqlLedger

# Seconds to wait for a connection, for another host's lock, and for a network that went silent.
CONNECT, PATIENCE = 10, 30.0
# Connections of one process at most; more callers at once wait for each other.
MOST = 10
NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
HOLD = "pg_advisory_xact_lock(hashtextextended({}, 7238))"
# Another host was first; what was decided does not stand any more.
RACES = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
)


@lru_cache(maxsize=512)
def translated(sql: str) -> str:
    """Return a statement of ours as psycopg takes it."""
    return sql.replace("%", "%%").replace("?", "%s")


class PostgresDatabase:
    """One schema of a PostgreSQL database, through a few connections shared by threads and reopened after a fork.

    All that is written about one order runs one after the other, on all hosts: whoever writes holds its subjects by
    advisory locks first, then reads what is committed. Unique keys hold where that should ever not be enough.
    """

    durable, remote = True, True

    def __init__(self, url: str, clock: Callable[[], float] | None = None) -> None:
        """Connect, and bring the schema to the present.

        :param clock: instead of the database's own, for tests
        """
        self.clock = clock
        self.conninfo, self.schema, self.place = read_url(url)
        self.pid, self.closed = os.getpid(), False
        self.lock_of_pool, self.places = threading.Lock(), threading.BoundedSemaphore(MOST)
        self.idle: list[psycopg.Connection[Row]] = []
        # Connections of the process this one was forked from: neither used nor closed here.
        self.inherited: list[psycopg.Connection[Row]] = []
        self.begin = ""
        connection = self._open()
        try:
            self._prepare(connection)
        except psycopg.Error as error:
            connection.close()
            raise self._unusable("prepared", error) from None
        except LedgerUnusable:
            connection.close()
            raise
        self.idle.append(connection)

    def _open(self) -> psycopg.Connection[Row]:
        try:
            return psycopg.connect(self.conninfo, autocommit=True)
        except psycopg.Error as error:
            raise self._unusable("reached", error) from None

    def _prepare(self, connection: psycopg.Connection[Row]) -> None:
        """Create what is missing, one host at a time; look at what is durable."""
        if self._version(connection) < len(MIGRATIONS):
            with connection.transaction():
                connection.execute(f"SELECT {HOLD.format('%s')}", (f"schema/{self.schema}",))
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {self.schema}".encode())
                connection.execute(f"SET LOCAL search_path TO {self.schema}".encode())
                connection.execute(b"CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL)")
                version, run = self._version(connection), Running(connection)
                for steps in MIGRATIONS[version:]:
                    for step in steps:
                        # Ids are bytes, not words: no locale has a say in how they sort.
                        run(re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', step)) if isinstance(step, str) else step(
                            run
                        )
                connection.execute(b"DELETE FROM version")
                connection.execute("INSERT INTO version VALUES (%s)", (len(MIGRATIONS),))
        local = [f"SET LOCAL search_path TO {self.schema}", f"SET LOCAL lock_timeout = '{PATIENCE:.0f}s'"]
        found = connection.execute(b"SHOW synchronous_commit").fetchone()
        if found is not None and found[0] == "off":
            # An attempt must survive a power cut before its first byte leaves.
            local.append("SET LOCAL synchronous_commit = on")
        self.begin = "; ".join(local)

    def _version(self, connection: psycopg.Connection[Row]) -> int:
        table = f"{self.schema}.version"
        if connection.execute("SELECT to_regclass(%s)", (table,)).fetchone() == (None,):
            return 0
        found = connection.execute(f"SELECT max(number) FROM {table}".encode()).fetchone()  # noqa: S608
        version = int(found[0] or 0) if found else 0
        if version > len(MIGRATIONS):
            raise LedgerUnusable(
                f"ledger: {self.place} was written by a newer pgbridge (version {version}); update this one"
            )
        return version

    def _unusable(self, what: str, error: Exception) -> LedgerUnusable:
        """Return what to tell; psycopg's first line names host, user and reason, never the password."""
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return LedgerUnusable(
            f"ledger: {self.place} cannot be {what} ({reason}); no payment is sent without it: "
            "see to the server, its address and the rights of this user"
        )

    def _take(self, begin: str) -> psycopg.Connection[Row]:
        """Return a connection in a new transaction: an idle one if it still lives, else another."""
        while True:
            with self.lock_of_pool:
                if self.closed:
                    raise LedgerUnusable(f"ledger: {self.place} is closed")
                connection = self.idle.pop() if self.idle else None
            fresh = connection is None
            connection = connection or self._open()
            try:
                connection.execute(f"{begin}; {self.begin}".encode())
            except psycopg.Error as error:
                connection.close()
                if fresh:
                    raise self._unusable("used", error) from None
                # It was dropped while it was idle, and nothing was begun on it: the next one, or a new one.
            else:
                return connection

    def _give(self, connection: psycopg.Connection[Row]) -> None:
        with self.lock_of_pool:
            if not self.closed and not connection.closed and self.pid == os.getpid():
                self.idle.append(connection)
                return
        connection.close()

    def _see_to_fork(self) -> None:
        if self.pid != os.getpid():
            # Whoever held a lock or a connection when the process was forked does not live here.
            self.lock_of_pool, self.places = threading.Lock(), threading.BoundedSemaphore(MOST)
            self.inherited.extend(self.idle)
            self.idle, self.pid = [], os.getpid()

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """Run a write transaction; each statement sees what is committed when it begins."""
        with self._within("BEGIN ISOLATION LEVEL READ COMMITTED", "written") as run:
            yield run

    @contextmanager
    def reading(self) -> Iterator[Execute]:
        """Run reads of one snapshot."""
        with self._within("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "read") as run:
            yield run

    def glance(self) -> AbstractContextManager[Execute]:
        """Run one read; beside it there may be the clock's."""
        return self.reading()

    def stroke(self) -> AbstractContextManager[Execute]:
        """Run one statement that writes; beside it there may be locks, and the clock's."""
        return self.transaction()

    @contextmanager
    def _within(self, begin: str, what: str) -> Iterator[Execute]:
        self._see_to_fork()
        places = self.places
        if not places.acquire(timeout=PATIENCE):
            raise LedgerUnusable(
                f"ledger: all {MOST} connections to {self.place} were in use for {PATIENCE:.0f} s"
            )
        try:
            connection = self._take(begin)
            try:
                yield Running(connection)
                connection.execute(b"COMMIT")
            except psycopg.Error as error:
                self._roll_back(connection)
                if what == "written" and isinstance(error, RACES):
                    raise Raced(type(error).__name__) from None
                raise self._unusable(what, error) from None
            except BaseException:
                self._roll_back(connection)
                raise
            finally:
                self._give(connection)
        finally:
            places.release()

    def _roll_back(self, connection: psycopg.Connection[Row]) -> None:
        """End what failed; a connection of which that is not certain is not used again."""
        with suppress(psycopg.Error):
            connection.execute(b"ROLLBACK")
            if connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
                return
        connection.close()

    def hold(self, run: Execute, *subjects: str) -> None:
        """Hold subjects until the end of the transaction, always in one order so that nobody waits in a circle."""
        for subject in sorted(set(subjects)):
            run(f"SELECT {HOLD.format('?')}", (subject,))

    def hold_wish(self, run: Execute, wish: Wish) -> None:
        """Hold the subjects of a wish."""
        self.hold(run, *subjects_of(wish))

    def hold_attempt(self, run: Execute, attempt: str) -> None:
        """Hold the subject of an attempt's intent, as `database.subject_of` names it."""
        subject = "'order/' || regexp_replace(coalesce(order_id, identity), ?, '')"
        run(
            f"SELECT {HOLD.format(subject)} FROM attempts WHERE id = ?",  # noqa: S608
            (LATER.pattern, attempt),
        )

    def now(self, run: Execute | None = None) -> float:
        """Return the server's clock, which all hosts share."""
        if self.clock is not None:
            return self.clock()
        if run is None:
            with self.reading() as reading:
                return self.now(reading)
        return float(run("SELECT extract(epoch FROM clock_timestamp())::double precision")[0][0])

    def close(self) -> None:
        """Close the connections; those in use close when they are given back."""
        self._see_to_fork()
        with self.lock_of_pool:
            self.closed, idle, self.idle = True, self.idle, []
        for connection in idle:
            connection.close()


class Running:
    """Runs statements on a connection."""

    __slots__ = ("connection",)

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self.connection = connection

    def __call__(self, sql: str, values: Sequence[Any] = ()) -> Sequence[Row]:
        """Return the rows of a statement."""
        cursor = self.connection.execute(translated(sql).encode(), tuple(values))
        return cursor.fetchall() if cursor.description else []

    def count(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Return how many rows a statement has changed."""
        return self.connection.execute(translated(sql).encode(), tuple(values)).rowcount


def read_url(url: str) -> tuple[str, str, str]:
    """Return libpq's connection string, our schema, and the place as it may be shown.

    :raises LedgerUnusable: it is no such URL; the text, which may hold a password, is not quoted
    """
    try:
        base, _, text = url.partition("?")
        query = dict(parse_qsl(text, strict_parsing=bool(text)))
        schema = query.pop("schema", "pgbridge")
        given = conninfo_to_dict(f"{base}?{urlencode(query)}")
    except (ValueError, psycopg.Error):
        raise LedgerUnusable(
            "ledger.url: not a PostgreSQL URL; write postgresql://USER@HOST:PORT/DATABASE, percent-encoded"
        ) from None
    if not NAME.fullmatch(schema):
        raise LedgerUnusable("ledger.url: schema: use lower-case letters, digits and _, at most 63 of them")
    defaults: dict[str, Any] = {
        "application_name": "pgbridge",
        "connect_timeout": CONNECT,
        "tcp_user_timeout": int(PATIENCE * 1000),
    }
    where = f"{given.get('host', 'localhost')}/{given.get('dbname', '')}"
    return make_conninfo("", **{**defaults, **given}), schema, f"postgresql://{where} (schema {schema})"


def open_postgres(url: str, clock: Callable[[], float] | None = None) -> SqlLedger:
    """Open `postgresql://USER@HOST/DATABASE?schema=pgbridge`; what libpq knows (PGPASSWORD, sslmode ...) works.

    :raises LedgerUnusable: the server cannot be reached, or its schema not prepared
    """
    return SqlLedger(PostgresDatabase(url, clock))
