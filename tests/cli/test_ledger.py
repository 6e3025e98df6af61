"""`ledger` and `reconcile` against a served simulator of their own, whose payments are an hour old."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pgbridge.ledger.protocol import Change
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.registry import installed
from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET, LOST_ANSWER, Clock, Plan, Simulator
from pgbridge.simulator.faults import Faults
from pgbridge.simulator.server import running
from pgbridge.testing.ledger_conformance import wish_for
from tests.cli.conftest import BUYER, CARD, CONFIG, Cli

JSON = ("--format", "json")
HOUR = 3600.0


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    faces = {name: api.face() for name, api in installed().apis.items() if api.face is not None}
    simulator = Simulator(faces, clock=Clock(time.time() - HOUR, running=True))
    secrets = {"CLI_TEST_KEY": V1_KEY, "CLI_TEST_SECRET": V1_SECRET, "CLI_TEST_V2": V2_SECRET}
    for name, value in {**secrets, "PGBRIDGE_CONFIG": str(tmp_path / "pgbridge.toml")}.items():
        monkeypatch.setenv(name, value)
    with running(simulator) as urls:
        (tmp_path / "pgbridge.toml").write_text(CONFIG.format(**urls))
        yield simulator


@pytest.fixture
def ledger(shop: Simulator, tmp_path: Path) -> Iterator[Any]:
    """The shop's ledger, as it was an hour ago."""
    opened = open_sqlite(f"sqlite:///{tmp_path}/pgbridge.sqlite3", lambda: time.time() - HOUR)
    assert opened is not None
    yield opened
    opened.close()


def begun(ledger: Any, name: str, state: str = "unknown", **fields: Any) -> str:
    names = {"identity": name, "order_id": name, "vendor_id": name, "channel": "inicis", "owner": "w"}
    attempt = ledger.begin(wish_for(**{**names, "amount": 10_000, **fields})).attempt
    if state != "open":
        assert ledger.finish(Change(attempt=attempt.id, state=state, owner="w"))
    return str(attempt.id)


def pay(cli: Cli, name: str) -> None:
    words = ("pay", "--order-id", name, "--amount", "10000", "--order-name", "Desk lamp", *BUYER)
    assert cli(*words, input=json.dumps(CARD)).code == 0


def test_list_show_and_export_tell_the_same(cli: Cli, ledger: Any, tmp_path: Path) -> None:
    pay(cli, "order1")
    unknown, failed = begun(ledger, "order2"), begun(ledger, "order3", "failed")
    rows = cli("ledger", "list", *JSON).json["attempts"]
    assert [row["order_id"] for row in rows] == ["order1", "order3", "order2"]
    assert (rows[0]["state"], rows[0]["amount"], rows[0]["sends"][0]["outcome"]) == (
        "done",
        10_000,
        "answered",
    )
    assert [
        row["id"]
        for row in cli("ledger", "list", "--state", "unknown", "--state", "failed", *JSON).json["attempts"]
    ] == [failed, unknown]
    assert [row["id"] for row in cli("ledger", "list", "--order", "order2", *JSON).json["attempts"]] == [
        unknown
    ]
    assert len(cli("ledger", "list", "--limit", "2", *JSON).json["attempts"]) == 2
    assert cli("ledger", "list", "--until", "2020-01-01", *JSON).json == {"attempts": []}
    assert cli("ledger", "list", "--family", "cancel").out == "No attempts.\n"
    table = cli("ledger", "list")
    assert "10,000 KRW" in table.out and unknown in table.out

    for name in (unknown, "order2"):
        assert cli("ledger", "show", name, *JSON).json["attempts"] == [rows[2]]
    shown = cli("ledger", "show", "order1")
    assert shown.code == 0 and "answered" in shown.out and "payments.charge_card" in shown.out

    lines = cli("ledger", "export")
    assert [json.loads(line) for line in lines.out.splitlines()] == rows[::-1]
    assert cli("ledger", "export", *JSON).json["attempts"] == rows[::-1]
    target = tmp_path / "rows.jsonl"
    assert cli("ledger", "export", "--output", str(target), "--state", "done").out == ""
    assert [json.loads(line) for line in target.read_text().splitlines()] == rows[:1]
    everything = "".join((lines.out, table.out, shown.out))
    for secret in (CARD["number"], "홍길동", "buyer@shop.example", V2_SECRET):
        assert secret not in everything


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "--state", "paid"), "--state: must be one of open"),
        (("list", "--since", "yesterday"), "--since"),
        (("show", "nothing"), "no attempt and no order 'nothing'"),
        (("export", "--output", "missing/rows.jsonl"), "--output"),
        (("resolve", "nothing", "--as", "paid", "--by", "kim", "--because", "x"), "none with the id"),
        (("resolve", "nothing", "--as", "maybe", "--by", "kim", "--because", "x"), "--as"),
        (("resolve", "nothing", "--as", "paid", "--by", "kim"), "--because"),
    ],
)
def test_wrong_calls_say_what_is_wrong(cli: Cli, ledger: Any, words: tuple[str, ...], told: str) -> None:
    result = cli("ledger", *words)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


def test_an_empty_export_is_still_a_document(cli: Cli, ledger: Any) -> None:
    assert cli("ledger", "export", *JSON).json == {"attempts": []}
    assert cli("ledger", "export").out == ""


def test_resolve_records_who_and_why(cli: Cli, ledger: Any) -> None:
    attempt = begun(ledger, "order1")
    words = ("--by", "kim", "--because", "the PG's console shows nothing")
    result = cli("ledger", "resolve", attempt, "--as", "failed", *words, *JSON)
    assert (result.code, result.json["outcome"]) == (0, "failed")
    row = cli("ledger", "show", attempt, *JSON).json["attempts"][0]
    assert (row["state"], row["proof"], row["decided_by"], row["note"]) == (
        "failed",
        "decided",
        "kim",
        "the PG's console shows nothing",
    )
    again = cli("ledger", "resolve", attempt, "--as", "paid", *words)
    assert again.code == 1 and "failed already" in again.err


def test_resolve_is_told_when_the_vendor_knows_better(cli: Cli, ledger: Any, shop: Simulator) -> None:
    pay(cli, "order1")
    (done,) = ledger.attempts(order_id="order1")
    ledger.database.connection.execute(
        "UPDATE attempts SET state = 'unknown', vendor_ref = NULL, claim = NULL"
    )
    result = cli("ledger", "resolve", done.id, "--as", "failed", "--by", "kim", "--because", "a guess")
    assert result.code == 1
    assert "The look-up proved it: done" in result.out
    right = begun(ledger, "order2", family="charge")
    paid = cli("ledger", "resolve", right, "--as", "paid", "--by", "kim", "--because", "seen", "--ref", "t9")
    assert paid.code == 0 and "kim" in paid.out and "t9" in paid.out


def test_reconcile_settles_compares_and_tells_by_its_exit_code(
    cli: Cli, ledger: Any, shop: Simulator, tmp_path: Path
) -> None:
    pay(cli, "order1")
    clean = cli("reconcile", *JSON)
    assert (clean.code, clean.json["clean"], clean.json["complete"], clean.json["compared"]) == (
        0,
        True,
        True,
        1,
    )
    attempt = begun(ledger, "order2")
    begun(ledger, "order3", "done")
    ledger.database.connection.execute(
        "UPDATE attempts SET state = 'failed', claim = NULL WHERE vendor_id = 'order1'"
    )
    result = cli("reconcile", *JSON)
    assert result.code == 1
    assert [(each["attempt"]["id"], each["outcome"]) for each in result.json["settled"]] == [
        (attempt, "unknown")
    ]
    found = {(each["kind"], each["vendor_id"]) for each in result.json["differences"]}
    assert found == {("different", "order1"), ("missing", "order3")}
    text = cli("reconcile")
    assert text.code == 1
    for word in ("Unresolved attempts", "Differences", "missing", "order3", "1 still open"):
        assert word in text.out


def test_reconcile_goes_on_after_a_remote_failure(
    cli: Cli, ledger: Any, shop: Simulator, tmp_path: Path
) -> None:
    kept = tmp_path / "progress.json"
    shop.inject(Plan(fault=LOST_ANSWER, method="GET", path="/v2/*", times=1000))
    broken = cli("reconcile", "--resume", str(kept), "--deadline", "1", *JSON)
    assert (broken.code, broken.json["complete"]) == (3, False)
    assert [each["place"] for each in broken.json["unreachable"]] == ["v2"]
    assert kept.exists()
    refused = cli("reconcile", "--resume", str(kept), "--since", "2026-01-01")
    assert refused.code == 2 and "its own period" in refused.err
    shop.faults = Faults()
    done = cli("reconcile", "--resume", str(kept), *JSON)
    assert (done.code, done.json["complete"], done.json["until"]) == (0, True, broken.json["until"])
    assert not kept.exists()
    kept.write_text("something else")
    wrong = cli("reconcile", "--resume", str(kept))
    assert wrong.code == 2 and "not the progress" in wrong.err
    lost = cli("reconcile", "--resume", str(tmp_path / "missing" / "progress.json"))
    assert lost.code == 2 and "cannot be written" in lost.err


def test_reconcile_shows_a_bar_on_a_terminal(ledger: Any, shop: Simulator) -> None:
    begun(ledger, "order1")
    main, side = pty.openpty()
    command = [sys.executable, "-m", "pgbridge.cli.main", "reconcile"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=side, env={**os.environ, "TERM": "xterm"}
    )
    os.close(side)
    seen = b""
    try:
        while select.select([main], [], [], 30.0)[0]:
            if not (chunk := os.read(main, 4096)):
                break
            seen += chunk
    except OSError:
        pass  # the other side is closed
    out, _ = process.communicate(timeout=30)
    os.close(main)
    assert process.returncode == 1, seen
    # Its first and last states are always drawn; what comes between, only as often as the screen is.
    assert re.search(rb"(\d+)/\1\b", seen) and "1 still open" in out.decode()


def test_the_ledger_in_postgresql_is_listed_too(
    cli: Cli, shop: Simulator, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_URL", postgres_url)
    config = tmp_path / "pgbridge.toml"
    config.write_text(config.read_text() + '[ledger]\nurl = {env = "LEDGER_URL"}\n')
    pay(cli, "order1")
    (row,) = cli("ledger", "list", *JSON).json["attempts"]
    assert (row["order_id"], row["state"]) == ("order1", "done")
    assert cli("reconcile", *JSON).json["clean"]
