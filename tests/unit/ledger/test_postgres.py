"""PostgreSQL itself: shared by hosts, reconnected, forked, refused when it cannot be trusted."""

import asyncio
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from pgbridge import AsyncBridge, Bridge, Card, ChargeCard, ConfigError, Customer, LedgerUnusable, krw
from pgbridge.ledger.opening import open_ledger
from pgbridge.ledger.protocol import Change
from pgbridge.ledger.schema import MIGRATIONS
from pgbridge.ledger.database import subject_of
from pgbridge.registry import installed
from pgbridge.testing.ledger_conformance import wish_for
from tests.closing import kept_parts
from tests.unit.ledger.older import APART, check, fill, wish

psycopg = pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")


@pytest.fixture
def ledger(postgres_url: str) -> Iterator[Any]:
    opened: Any = open_ledger(postgres_url, installed())
    yield opened
    opened.close()


def order(number: int, **fields: Any) -> Any:
    name = f"o{number}"
    return wish_for(identity=name, order_id=name, vendor_id=name, **fields)


def direct(url: str, *statements: str) -> list[Any]:
    """Run statements beside the ledger, in its schema."""
    base, _, schema = url.partition("&schema=")
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"SET search_path TO {schema}")
        cursors = [connection.execute(statement) for statement in statements]
        return cursors[-1].fetchall() if cursors[-1].description else []


def test_a_begin_survives_a_power_cut(ledger: Any, postgres_url: str) -> None:
    assert ledger.durable and ledger.remote
    with ledger.database.transaction() as run:
        assert run("SHOW synchronous_commit") == [("on",)]
        assert run("SHOW fsync") == [("on",)]
    careless: Any = open_ledger(f"{postgres_url}&options=-csynchronous_commit%3Doff", installed())
    with careless.database.transaction() as run:
        assert run("SHOW synchronous_commit") == [("on",)]
    careless.close()


def test_a_schema_of_its_own_comes_to_the_present_and_no_further(ledger: Any, postgres_url: str) -> None:
    assert direct(postgres_url, "SELECT number FROM version") == [(len(MIGRATIONS),)]
    again = open_ledger(postgres_url, installed())
    again.close()
    direct(postgres_url, f"UPDATE version SET number = {len(MIGRATIONS) + 1}")
    with pytest.raises(LedgerUnusable, match="newer pgbridge"):
        open_ledger(postgres_url, installed())


@pytest.mark.parametrize("version", [1, APART])
def test_an_older_schema_is_migrated_with_what_it_holds(
    version: int, postgres_url: str, monkeypatch: Any
) -> None:
    with monkeypatch.context() as then:
        then.setattr("pgbridge.ledger.postgres.MIGRATIONS", MIGRATIONS[:version])
        ledger: Any = open_ledger(postgres_url, installed())
        with ledger.database.transaction() as run:
            fill(
                run,
                version,
                (lambda text: ledger._sealed(run, wish("o", fingerprint=text))) if version > 3 else str,
            )
        ledger.close()
    later = open_ledger(postgres_url, installed())
    check(later, version)
    later.close()


def test_leases_go_by_the_servers_clock(ledger: Any, monkeypatch: Any) -> None:
    before = ledger.now()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    attempt = ledger.begin(order(1)).attempt
    assert before <= attempt.begun_at <= ledger.now()
    assert attempt.lease_until == pytest.approx(attempt.begun_at + 120.0)
    assert ledger.held(attempt.id, "w2")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://shop:hunter22@127.0.0.1:1/db",
        "postgresql://shop:hunter22@127.0.0.1/db?connect_timeout=a%20word",
        "postgresql://shop:hunter22@127.0.0.1/db?no_such_option=hunter22",
        "postgresql://shop:hunter22@127.0.0.1/db?sslmode",
        "postgresql://shop:hunter22@127.0.0.1/db?schema=Robert';--",
        "postgresql://shop:hunter22@[::1/db",
    ],
)
def test_what_cannot_be_reached_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(LedgerUnusable) as caught:
        open_ledger(url, installed())
    assert isinstance(caught.value, ConfigError)
    assert "hunter22" not in str(caught.value)
    assert "ledger" in str(caught.value)


def test_without_the_extra_it_says_what_to_install(monkeypatch: Any) -> None:
    monkeypatch.delitem(sys.modules, "pgbridge.ledger.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(ConfigError, match=r"pgbridge\[postgres\]"):
        open_ledger("postgresql://localhost/db", installed())


def test_other_schemes_are_nobodys() -> None:
    with pytest.raises(ConfigError, match="nothing here opens mysql:") as caught:
        open_ledger("mysql://shop:hunter22@host/db", installed())
    assert "hunter22" not in str(caught.value)


def test_dropped_connections_are_replaced(ledger: Any, postgres_url: str) -> None:
    with ledger.database.reading(), ledger.database.reading():
        pass  # two connections, idle from here on
    ledger.begin(order(1))
    direct(
        postgres_url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pgbridge'",
    )
    assert ledger.begin(order(2)).verdict == "new"
    assert len(ledger.intents()) == 2


def test_a_connection_dropped_at_work_is_told_and_the_next_call_goes_on(
    ledger: Any, postgres_url: str
) -> None:
    with pytest.raises(LedgerUnusable, match="cannot be written"), ledger.database.transaction() as run:
        (pid,) = run("SELECT pg_backend_pid()")[0]
        direct(postgres_url, f"SELECT pg_terminate_backend({pid})")
        run("SELECT 1")
    assert ledger.begin(order(1)).verdict == "new"


def test_a_failing_statement_undoes_its_transaction(ledger: Any) -> None:
    with pytest.raises(LedgerUnusable, match="cannot be written"), ledger.database.transaction() as run:
        run("INSERT INTO plans (id, kind, identity, created_at) VALUES ('p', 'k', 'i', 1)")
        run("INSERT INTO nothing VALUES (1)")
    with pytest.raises(KeyboardInterrupt), ledger.database.transaction() as run:
        run("INSERT INTO plans (id, kind, identity, created_at) VALUES ('p', 'k', 'i', 1)")
        raise KeyboardInterrupt
    with ledger.database.reading() as run:
        assert run("SELECT count(*) FROM plans") == [(0,)]


def test_a_closed_ledger_is_unusable(ledger: Any) -> None:
    ledger.close()
    with pytest.raises(LedgerUnusable, match="closed"):
        ledger.intents()


def test_more_threads_than_connections_wait_for_each_other(ledger: Any) -> None:
    with ThreadPoolExecutor(30) as pool:
        verdicts = list(pool.map(lambda number: ledger.begin(order(number)).verdict, range(60)))
    assert verdicts == ["new"] * 60
    assert len(ledger.database.idle) <= 10


def test_when_all_connections_are_stuck_it_says_so(ledger: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("pgbridge.ledger.postgres.PATIENCE", 0.05)
    for _ in range(10):
        assert ledger.database.places.acquire(timeout=1)
    with pytest.raises(LedgerUnusable, match="were in use"):
        ledger.intents()


def test_unique_keys_decide_where_nothing_else_does(ledger: Any, monkeypatch: Any) -> None:
    """With the locks off, what is left are the unique keys: losers decide anew, and nobody crashes."""
    monkeypatch.setattr(type(ledger.database), "hold", lambda *_: None)
    monkeypatch.setattr(type(ledger.database), "hold_attempt", lambda *_: None)

    def begin(number: int) -> str:
        return ledger.begin(wish_for(owner=f"w{number}")).verdict

    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(begin, range(32)))
    assert sorted(verdicts) == ["busy"] * 31 + ["new"]


def test_what_always_collides_is_refused_in_the_end(ledger: Any) -> None:
    ledger.begin(wish_for(attempt_id="same"))
    with pytest.raises(LedgerUnusable, match="races in a row"):
        ledger.begin(wish_for(attempt_id="same", identity="o2", order_id="o2", vendor_id="o2"))


@pytest.mark.parametrize(
    ("order_id", "identity", "subject"),
    [
        ("order1", "x", "order/order1"),
        ("order1R2", "x", "order/order1"),
        ("order1R2R13", "x", "order/order1"),
        ("order1R", "x", "order/order1R"),
        ("R2D2", "x", "order/R2D2"),
        ("orderR2x", "x", "order/orderR2x"),
        (None, "aliasR2", "order/alias"),
        ("주문R3", "x", "order/주문"),
    ],
)
def test_server_and_client_hold_one_subject(
    ledger: Any, order_id: str | None, identity: str, subject: str
) -> None:
    assert subject_of(order_id, identity) == subject
    attempt = ledger.begin(wish_for(order_id=order_id, identity=identity, vendor_id="")).attempt
    with ledger.database.transaction() as run, ThreadPoolExecutor(1) as pool:
        ledger.database.hold(run, subject)
        waiting = pool.submit(ledger.finish, Change(attempt=attempt.id, state="done"))
        deadline = time.monotonic() + 10.0
        asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while run(asked) == [(0,)]:
            assert time.monotonic() < deadline and not waiting.done(), "nobody waits for the subject"
            time.sleep(0.01)
        run("SELECT 1")
        assert not waiting.done()
        run("COMMIT")
        assert waiting.result(timeout=10)


def test_after_a_fork_the_child_goes_on_by_itself(ledger: Any) -> None:
    ledger.begin(order(1))
    ledger.database.lock_of_pool.acquire()  # another thread may hold it at the moment of the fork
    child = os.fork()
    if child == 0:
        good = False
        try:
            busy = ledger.begin(msgspec.structs.replace(order(1), owner="other")).verdict == "busy"
            good = busy and ledger.begin(order(2)).verdict == "new"
        finally:
            os._exit(0 if good else 1)
    ledger.database.lock_of_pool.release()
    assert os.waitpid(child, 0)[1] == 0
    assert {intent.identity for intent in ledger.intents()} == {"o1", "o2"}


RACER = textwrap.dedent(
    """
    import sys
    from pgbridge.ledger.postgres import open_postgres
    from pgbridge.ledger.protocol import Change
    from pgbridge.testing.ledger_conformance import wish_for
    ledger = open_postgres(sys.argv[1])
    owner, won, claimed = sys.argv[2], 0, 0
    for number in range(40):
        name = f"o{number}"
        begun = ledger.begin(wish_for(owner=owner, identity=name, order_id=name, vendor_id=name))
        if begun.verdict == "new":
            won += 1
            ledger.answered(begun.attempt.id, 1, "answered")
            # Two successes of one name: the claim belongs to one row.
            claimed += ledger.finish(Change(attempt=begun.attempt.id, state="done", vendor_ref=f"t{number // 2}"))
    ledger.close()
    print(won, claimed)
    """
)


def test_of_several_processes_one_begins_even_on_an_empty_schema(postgres_url: str) -> None:
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, postgres_url, f"w{n}"], stdout=subprocess.PIPE, text=True
        )
        for n in range(4)
    ]
    told = [racer.communicate(timeout=60)[0].split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * 4
    assert sum(int(won) for won, _ in told) == 40
    assert sum(int(claimed) for _, claimed in told) == 20
    ledger = open_ledger(postgres_url, installed())
    assert [len(intent.attempts) for intent in ledger.intents()] == [1] * 40
    ledger.close()


CHARGE = ChargeCard(
    order_id="order1",
    order_name="Plan",
    amount=krw(1000),
    card=Card(
        number="4111-1111-1111-1111",
        expiry="2030-12",
        birth_or_business_number="900101",
        password_digits="12",
    ),
    customer=Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678"),
)


def test_hosts_that_share_it_charge_once(postgres_url: str) -> None:
    """Two bridges, each with its own connections, on one simulated PortOne."""
    first = Bridge.simulated()
    parts = kept_parts(installed(), None)
    second = Bridge.of(parts.registry, first.config, client=first.driver.given, context=first.context)
    first.ledger.close()
    for bridge in (first, second):
        bridge._ledger, bridge._own_ledger = None, True
        bridge.config = msgspec.structs.replace(bridge.config, ledger_url=postgres_url)
    paid = first.execute(CHARGE, channel="inicis")
    again = second.execute(CHARGE, channel="inicis")
    assert (paid.replayed, again.replayed, again.attempt_id) == (False, True, paid.attempt_id)
    assert len(first.simulator.attempts()) == 1
    first.close()
    second.close()


def test_the_async_driver_never_asks_it_on_its_loop(postgres_url: str) -> None:
    asked = set()

    async def charge() -> Any:
        async with AsyncBridge.simulated() as bridge:
            ledger: Any = open_ledger(postgres_url, installed())
            bridge.ledger.close()
            bridge._ledger = ledger
            reading, writing = ledger.database.reading, ledger.database.transaction

            def noted(way: Any) -> Any:
                def transaction() -> Any:
                    try:
                        asyncio.get_running_loop()
                    except RuntimeError:
                        asked.add("thread")
                    else:
                        asked.add("loop")
                    return way()

                return transaction

            ledger.database.reading, ledger.database.transaction = noted(reading), noted(writing)
            try:
                return await bridge.execute(CHARGE, channel="inicis")
            finally:
                ledger.close()

    assert asyncio.run(charge()).status == "paid"
    assert asked == {"thread"}
