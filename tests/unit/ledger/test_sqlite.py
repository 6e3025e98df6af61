"""The file itself: kept through a power cut, shared by processes, refused when it cannot be trusted."""

import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pgbridge import Bridge, ConfigError, GetPayment, LedgerUnusable, Refused
from pgbridge.ledger.schema import MIGRATIONS
from pgbridge.ledger.sqlite import open_sqlite
from tests.closing import keep
from tests.unit.ledger.older import APART, check, fill, wish


@pytest.fixture
def path(tmp_path: Any) -> str:
    return f"{tmp_path}/ledger.sqlite3"


def opened(path: str) -> Any:
    ledger = open_sqlite(f"sqlite:///{path}")
    assert ledger is not None
    return ledger


def test_other_urls_are_others_business() -> None:
    assert open_sqlite("postgres://x/y") is None


def test_a_begin_survives_a_power_cut(path: str) -> None:
    ledger = opened(path)
    connection = ledger.database.connection
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert ledger.durable
    ledger.close()


def test_an_empty_file_is_brought_to_the_present(path: str) -> None:
    opened(path).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()
    opened(path).close()


def test_a_file_of_a_newer_version_is_refused(path: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(LedgerUnusable, match="newer pgbridge"):
        opened(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()


@pytest.mark.parametrize("error", [ConfigError, Refused])
def test_what_cannot_be_opened_is_refused(tmp_path: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="cannot be opened"):
        opened(f"{tmp_path}/missing/ledger.sqlite3")
    (tmp_path / "text").write_text("this is no database, but it is long enough to be looked at" * 50)
    with pytest.raises(error, match="no payment is sent without it"):
        opened(f"{tmp_path}/text")


def test_a_failing_statement_undoes_its_transaction(path: str, build: Any) -> None:
    ledger = opened(path)
    with pytest.raises(LedgerUnusable, match="cannot be written"), ledger.database.transaction() as run:
        run("INSERT INTO plans (id, kind, identity, created_at) VALUES ('p', 'k', 'i', 1)")
        run("INSERT INTO nothing VALUES (1)")
    with pytest.raises(KeyboardInterrupt), ledger.database.transaction() as run:
        run("INSERT INTO plans (id, kind, identity, created_at) VALUES ('p', 'k', 'i', 1)")
        raise KeyboardInterrupt
    assert ledger.begin(build.wish()).verdict == "new"
    with ledger.database.reading() as run:
        assert run("SELECT count(*) FROM plans") == [(0,)]
    ledger.close()


def test_reads_do_not_wait_for_a_writer(path: str, build: Any) -> None:
    ledger, other = opened(path), sqlite3.connect(path, isolation_level=None)
    ledger.begin(build.wish())
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE attempts SET state = 'unknown'")
    (intent,) = ledger.intents(order_id="order1")
    assert intent.attempts[0].state == "open"
    assert ledger.peek(build.wish(owner="other")).verdict == "busy"
    other.execute("COMMIT")
    other.close()
    ledger.close()


def test_a_ledger_that_cannot_be_written_refuses_writes(path: str, build: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("pgbridge.ledger.sqlite.PATIENCE", 0.05)
    ledger, other = opened(path), sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerUnusable, match="locked"):
        ledger.begin(build.wish())
    other.execute("ROLLBACK")
    other.close()
    assert ledger.begin(build.wish()).verdict == "new"
    ledger.close()


def test_a_closed_ledger_is_unusable(path: str) -> None:
    ledger = opened(path)
    ledger.close()
    with pytest.raises(LedgerUnusable):
        ledger.intents()


@pytest.mark.parametrize("url", ["memory://", "sqlite:///{}"])
def test_after_a_fork_the_child_goes_on_by_itself(url: str, path: str, build: Any) -> None:
    ledger = open_sqlite(url.format(path))
    assert ledger is not None
    ledger.begin(build.wish())
    ledger.database.lock.acquire()  # another thread may hold it at the moment of the fork
    child = os.fork()
    if child == 0:
        good = False
        try:
            seen = ledger.peek(build.wish(owner="other")).verdict == "busy"
            begun = ledger.begin(build.wish(identity="o2", order_id="o2", vendor_id="o2")).verdict == "new"
            good = seen and begun
        finally:
            os._exit(0 if good else 1)
    ledger.database.lock.release()
    assert os.waitpid(child, 0)[1] == 0
    shared = {"order1", "o2"} if ledger.durable else {"order1"}
    assert {intent.identity for intent in ledger.intents()} == shared
    ledger.close()


def test_a_child_closes_its_own_connection_not_its_parents(path: str, build: Any) -> None:
    ledger = opened(path)
    theirs = [line.connection for line in (ledger.database.writer, ledger.database.reader)]
    child = os.fork()
    if child == 0:
        good = False
        try:
            ledger.close()
            with pytest.raises(LedgerUnusable):
                ledger.intents()
            good = all(connection.execute("SELECT 1").fetchall() for connection in theirs)
        finally:
            os._exit(0 if good else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert ledger.begin(build.wish()).verdict == "new"
    ledger.close()


@pytest.mark.parametrize("version", [1, 3, APART])
def test_a_file_of_an_older_version_goes_on(version: int, path: str, monkeypatch: Any) -> None:
    with monkeypatch.context() as then:
        then.setattr("pgbridge.ledger.sqlite.MIGRATIONS", MIGRATIONS[:version])
        ledger = opened(path)
        with ledger.database.transaction() as run:
            fill(
                run,
                version,
                (lambda text: ledger._sealed(run, wish("o", fingerprint=text))) if version > 3 else str,
            )
        ledger.close()
    assert (b"1000/KRW" in Path(path).read_bytes()) == (version <= 3)
    later = opened(path)
    check(later, version)
    later.close()
    assert b"1000/KRW" not in Path(path).read_bytes()
    opened(path).close()


def test_two_ledgers_keep_one_fingerprint_differently(path: str, build: Any) -> None:
    kept = set()
    for name in ("a", "b"):
        ledger = opened(path + name)
        ledger.begin(build.wish())
        kept.add(ledger.intents()[0].fingerprint)
        ledger.close()
    assert len(kept) == 2


def test_without_its_key_a_ledger_is_unusable(path: str, build: Any) -> None:
    opened(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM meta")
    connection.close()
    ledger = opened(path)
    with pytest.raises(LedgerUnusable, match="fingerprint_key"):
        ledger.begin(build.wish())
    assert ledger.intents() == []
    ledger.close()


RACER = textwrap.dedent(
    """
    import sys
    from pgbridge.ledger.protocol import Wish
    from pgbridge.ledger.sqlite import open_sqlite
    ledger = open_sqlite("sqlite:///" + sys.argv[1])
    won = 0
    for number in range(40):
        wish = Wish(
            family="charge", identity=f"o{number}", fingerprint="", operation="x", owner=sys.argv[2], lease=100.0,
            order_id=f"o{number}", vendor_id=f"o{number}",
        )
        won += ledger.begin(wish).verdict == "new"
    print(won)
    """
)


def test_of_several_processes_one_begins_even_on_an_empty_file(path: str) -> None:
    racers = [
        subprocess.Popen([sys.executable, "-c", RACER, path, f"w{n}"], stdout=subprocess.PIPE, text=True)
        for n in range(3)
    ]
    told = [racer.communicate(timeout=60)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0, 0]
    assert sum(int(each) for each in told) == 40
    ledger = opened(path)
    assert [len(intent.attempts) for intent in ledger.intents()] == [1] * 40
    ledger.close()


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({"states": ("open", "unknown")}, "unknown_attempts"),
        ({"vendor_id": "order1"}, "attempts_by_vendor_id"),
        ({"order_id": "order1"}, "attempts_by_order"),
        ({"since": 1.0, "until": 2.0, "states": ("done",)}, "attempts_by_time"),
        ({"newest": True}, "attempts_by_time"),
        ({"newest": True, "after": "a"}, "attempts_by_time"),
    ],
)
def test_attempts_are_found_by_an_index(path: str, query: dict[str, Any], index: str) -> None:
    ledger, plans = opened(path), list[str]()
    connection, reading = ledger.database.connection, ledger.database.reading

    @contextmanager
    def explained() -> Iterator[Any]:
        with reading():
            yield (
                lambda sql, values=(): (
                    [plans.append(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
                    and []
                )
            )

    ledger.database.reading = explained
    assert ledger.attempts(**query) == []
    assert any(index in plan for plan in plans)
    assert not any(plan.startswith("SCAN") and " INDEX " not in plan for plan in plans)
    ledger.close()


def test_a_simulated_bridge_closes_the_ledger_it_made() -> None:
    with Bridge.simulated() as bridge:
        ledger = bridge.ledger
    with pytest.raises(LedgerUnusable):
        ledger.intents()


# A bridge whose ledger breaks.


def broken_bridge(how: str, path: str) -> Any:
    bridge = keep(Bridge.simulated())
    bridge.ledger.close()
    if how == "cannot be opened":
        bridge._ledger = None
        bridge.config = type(bridge.config)(
            **{f: getattr(bridge.config, f) for f in bridge.config.__struct_fields__ if f != "ledger_url"},
            ledger_url=f"sqlite:///{path}/missing/x",
        )
    else:
        ledger = opened(path)
        ledger.close()
        bridge._ledger = ledger
    return bridge


@pytest.mark.parametrize("how", ["cannot be opened", "is closed"])
def test_a_broken_ledger_refuses_writes_and_reads_go_on(
    how: str, path: str, charge_card: Callable[..., Any]
) -> None:
    good = keep(Bridge.simulated())
    good.execute(charge_card("order1"), channel="inicis")
    bridge = broken_bridge(how, path)
    bridge.driver.given = good.driver.given
    sent = len(good.simulator.attempts())
    with pytest.raises(LedgerUnusable):
        bridge.execute(charge_card("order2"), channel="inicis")
    assert len(good.simulator.attempts()) == sent
    events: list[Any] = []
    bridge.registry.observers = (events.append,)
    assert bridge.execute(GetPayment(order_id="order1"), channel="inicis").status == "paid"
    assert any("without the ledger" in event.detail for event in events)


@pytest.fixture
def charge_card() -> Callable[..., Any]:
    from pgbridge import Card, ChargeCard, Customer, krw

    card = Card(
        number="4111-1111-1111-1111",
        expiry="2030-12",
        birth_or_business_number="900101",
        password_digits="12",
    )
    buyer = Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678")

    def make(order_id: str) -> Any:
        return ChargeCard(order_id=order_id, order_name="Plan", amount=krw(1000), card=card, customer=buyer)

    return make


def test_tables_of_others_are_written_with_the_ledgers_own_safety(path: str) -> None:
    ledger = opened(path)
    add = "INSERT INTO facade_notes (kind, shop, subject, value) VALUES ('k', 's', ?, '1') ON CONFLICT DO NOTHING RETURNING value"
    assert ledger.transact(lambda run: run(add, ("a",))) == [("1",)]
    assert ledger.transact(lambda run: run(add, ("a",))) == []

    def broken(run: Any) -> None:
        run(add, ("b",))
        raise ValueError

    with pytest.raises(ValueError):
        ledger.transact(broken)
    count = "SELECT count(*) FROM facade_notes"
    assert ledger.consult(lambda run: run(count)) == [(1,)]
    ledger.close()
