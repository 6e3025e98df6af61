"""The exported suite on each kind of ledger there is."""

import time
from pathlib import Path
from typing import Any

import pytest

from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.testing.ledger_conformance import Clock, LedgerConformance


class Reopened:
    """A ledger that is opened anew for every call: what it knows must be in the file."""

    def __init__(self, open: Any) -> None:
        self.open, self.durable, self.remote = open, True, False

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            ledger = self.open()
            try:
                return getattr(ledger, name)(*args, **kwargs)
            finally:
                ledger.close()

        return call


class TestMemory(LedgerConformance):
    def open(self, clock: Clock) -> Any:
        ledger = open_sqlite("memory://", clock)
        assert ledger is not None
        ledger.durable = True
        return ledger


class OnDisk(LedgerConformance):
    @pytest.fixture(autouse=True)
    def in_folder(self, tmp_path: Path) -> None:
        self.url = f"sqlite:///{tmp_path}/ledger.sqlite3"


class TestSqlite(OnDisk):
    def open(self, clock: Clock) -> Any:
        return open_sqlite(self.url, clock)


class TestSqliteReopened(OnDisk):
    def open(self, clock: Clock) -> Any:
        return Reopened(lambda: open_sqlite(self.url, clock))


class TestPostgres(LedgerConformance):
    @pytest.fixture(autouse=True)
    def on_server(self, postgres_url: str) -> None:
        self.url = postgres_url

    def open(self, clock: Clock) -> Any:
        from pgbridge.ledger.postgres import open_postgres

        return open_postgres(self.url, clock)


def test_all_threads_of_a_test_share_one_ledger() -> None:
    """Each thread with a ledger of its own would prove nothing about races, and leave the others open."""

    class Slow(TestMemory):
        opened = 0

        def open(self, clock: Clock) -> Any:
            self.opened += 1
            time.sleep(0.01)
            return super().open(clock)

    suite = Slow()
    suite.setup_method()
    suite.test_of_many_threads_one_begins()
    suite.teardown_method()
    assert suite.opened == 1


def test_a_suite_without_a_ledger_says_what_to_do() -> None:
    with pytest.raises(NotImplementedError, match="return an empty ledger"):
        LedgerConformance().open(Clock())
