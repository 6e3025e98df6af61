"""Writes of several calls in one commit: each undone by itself, all safe at once, none told before."""

import resource
import sqlite3
import subprocess
import sys
import textwrap
from typing import Any

import pytest

from pgbridge import LedgerUnusable
from pgbridge.ledger.sqlite import open_sqlite
from tests.closing import keep


@pytest.fixture(params=["memory://", "sqlite:///{}/l.sqlite3"])
def ledger(request: Any, tmp_path: Any) -> Any:
    return keep(open_sqlite(request.param.format(tmp_path)))


def begin(ledger: Any, build: Any, name: str) -> Any:
    wish = build.wish(identity=name, order_id=name, vendor_id=name)
    return lambda: ledger.begin(wish).verdict


def test_each_tells_what_it_returned_or_raised(ledger: Any, build: Any) -> None:
    def broken(run: Any) -> None:
        run("UPDATE attempts SET identity = 'lost'")
        raise ValueError("mine")

    told = ledger.together(
        [
            begin(ledger, build, "o1"),
            lambda: ledger.transact(broken),
            lambda: ledger.transact(lambda run: run("INSERT INTO nothing VALUES (1)")),
            begin(ledger, build, "o1"),
            begin(ledger, build, "o2"),
        ]
    )
    assert (told[0], told[4]) == ("new", "new")
    assert isinstance(told[1], ValueError)
    assert isinstance(told[2], LedgerUnusable) and "nothing" in str(told[2])
    assert told[3] == "settle" or told[3] == "busy", "it sees what the one before it wrote"
    assert {intent.identity for intent in ledger.intents()} == {"o1", "o2"}


def test_what_they_read_is_what_they_wrote(ledger: Any, build: Any) -> None:
    seen = ledger.together(
        [begin(ledger, build, "o1"), lambda: len(ledger.intents()), lambda: ledger.held("x", "y")]
    )
    assert seen == ["new", 1, False]


def test_others_see_all_of_it_or_nothing(tmp_path: Any, build: Any) -> None:
    ledger = keep(open_sqlite(f"sqlite:///{tmp_path}/l.sqlite3"))
    other = sqlite3.connect(f"{tmp_path}/l.sqlite3")
    count = "SELECT count(*) FROM attempts"
    between = ledger.together(
        [begin(ledger, build, "o1"), lambda: other.execute(count).fetchone(), begin(ledger, build, "o2")]
    )
    assert between == ["new", (0,), "new"]
    assert other.execute(count).fetchone() == (2,)
    other.close()


def test_one_commit_for_all(tmp_path: Any, build: Any) -> None:
    ledger = keep(open_sqlite(f"sqlite:///{tmp_path}/l.sqlite3"))
    ledger.begin(build.wish(identity="first", order_id="first", vendor_id="first"))
    ran: list[str] = []
    ledger.database.connection.set_trace_callback(ran.append)
    assert set(ledger.together([begin(ledger, build, f"o{n}") for n in range(20)])) == {"new"}
    assert [line for line in ran if line in ("BEGIN IMMEDIATE", "COMMIT")] == ["BEGIN IMMEDIATE", "COMMIT"]
    assert ledger.database.connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_when_the_commit_fails_nobody_is_told_of_success(tmp_path: Any, build: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("pgbridge.ledger.sqlite.PATIENCE", 0.05)
    ledger = keep(open_sqlite(f"sqlite:///{tmp_path}/l.sqlite3"))

    def refuse(action: int, what: Any, *_: Any) -> int:
        return sqlite3.SQLITE_DENY if (action, what) == (sqlite3.SQLITE_TRANSACTION, "COMMIT") else 0

    ledger.database.connection.set_authorizer(refuse)
    told = ledger.together([begin(ledger, build, f"o{n}") for n in range(3)])
    assert [type(each) for each in told] == [LedgerUnusable] * 3
    assert len({id(each) for each in told}) == 3, "each has its own, for each gets its own traceback"
    ledger.database.connection.set_authorizer(None)
    assert ledger.intents() == []
    assert ledger.together([begin(ledger, build, "o1")]) == ["new"]


def test_a_file_somebody_else_holds_fails_all(tmp_path: Any, build: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("pgbridge.ledger.sqlite.PATIENCE", 0.05)
    ledger = keep(open_sqlite(f"sqlite:///{tmp_path}/l.sqlite3"))
    other = sqlite3.connect(f"{tmp_path}/l.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = ledger.together([begin(ledger, build, "o1"), begin(ledger, build, "o2")])
    assert [type(each) for each in told] == [LedgerUnusable] * 2
    other.execute("ROLLBACK")
    other.close()
    assert ledger.together([begin(ledger, build, "o1")]) == ["new"]


def test_when_sqlite_undoes_everything_by_itself_nobody_is_told_of_success(tmp_path: Any, build: Any) -> None:
    ledger = keep(open_sqlite(f"sqlite:///{tmp_path}/l.sqlite3"))

    def undone() -> None:
        # As SQLite does on a full disk or an error of the disk.
        def work(run: Any) -> None:
            run("ROLLBACK")
            run("INSERT INTO nothing VALUES (1)")

        ledger.transact(work)

    told = ledger.together([begin(ledger, build, "o1"), undone, begin(ledger, build, "o2")])
    assert [type(each) for each in told] == [LedgerUnusable] * 3
    assert ledger.intents() == []
    assert ledger.together([begin(ledger, build, "o1")]) == ["new"]


FULL = textwrap.dedent(
    """
    import resource, sys
    from pgbridge import LedgerUnusable
    from pgbridge.ledger.protocol import Wish
    from pgbridge.ledger.sqlite import open_sqlite

    ledger = open_sqlite("sqlite:///" + sys.argv[1])
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))

    def wish(name):
        return Wish(
            family="charge", identity=name, fingerprint="", operation="x", owner="w", lease=100.0,
            order_id=name, vendor_id=name,
        )

    for batch in range(200):
        names = [f"o{batch}x{n}" for n in range(10)]
        told = ledger.together([lambda name=name: ledger.begin(wish(name)).verdict for name in names])
        for name, each in zip(names, told):
            print(name, each if isinstance(each, str) else type(each).__name__)
        if told == [t for t in told if isinstance(t, LedgerUnusable)]:
            break
    """
)


def test_on_a_full_disk_what_was_told_is_there_and_nothing_else(tmp_path: Any) -> None:
    path = f"{tmp_path}/l.sqlite3"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FULL, path], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    told = dict(line.split() for line in done.stdout.splitlines())
    new = {name for name, word in told.items() if word == "new"}
    assert new and len(new) < len(told)
    ledger: Any = keep(open_sqlite(f"sqlite:///{path}"))
    assert {row.order_id for row in ledger.attempts(limit=5000)} == new
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
