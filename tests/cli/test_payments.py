"""`pay`, `get`, `cancel` and `list` against a served simulator."""

import json
import os
import pty
import select
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from pgbridge.simulator import LOST_ANSWER, V2_SECRET, Plan, Simulator
from tests.cli.conftest import BUYER, CARD, Cli

pytestmark = pytest.mark.usefixtures("shop")
JSON = ("--format", "json")


def order() -> str:
    return f"order{uuid.uuid4().hex[:12]}"


def pay(order_id: str, *options: str, amount: str = "10000") -> tuple[str, ...]:
    return ("pay", "--order-id", order_id, "--amount", amount, "--order-name", "Desk lamp", *BUYER, *options)


def card(**changes: str) -> str:
    return json.dumps(CARD | changes)


def secrets_in(*texts: str) -> list[str]:
    known = (CARD["number"], CARD["number"].replace("-", ""), "홍길동", "buyer@shop.example", V2_SECRET)
    return [secret for secret in known for text in texts if secret in text]


@pytest.mark.parametrize("channel", ["inicis", "inicis-v1"])
def test_pay_read_cancel(cli: Cli, shop: Simulator, channel: str) -> None:
    name = order()
    paid = cli(*pay(name, "--channel", channel, *JSON), input=card())
    assert (paid.code, paid.err) == (0, "")
    assert (paid.json["status"], paid.json["amount"]["total"], paid.json["currency"]) == (
        "paid",
        10_000,
        "KRW",
    )
    assert len(shop.attempts(name)) == 1

    part = cli("cancel", name, "--amount", "4000", "--cancel-id", "a", *JSON)
    assert (part.code, part.json["status"], part.json["amount"]) == (0, "succeeded", 4_000)
    again = cli("cancel", name, "--amount", "4000", "--cancel-id", "a", *JSON)
    assert (again.code, again.json["id"], again.json["replayed"]) == (0, part.json["id"], True)

    read = cli("get", name, *JSON)
    assert (read.code, read.json["status"]) == (0, "partially_cancelled")
    assert [each["amount"] for each in read.json["cancellations"]] == [4_000]
    assert cli("cancel", name).code == 0
    shown = cli("get", name)
    assert shown.code == 0 and "cancelled" in shown.out and "10,000 KRW" in shown.out
    assert secrets_in(paid.out, part.out, read.out, shown.out) == []


def test_paying_twice_pays_once(cli: Cli, shop: Simulator) -> None:
    name = order()
    assert cli(*pay(name, *JSON), input=card()).json["replayed"] is False
    assert cli(*pay(name, *JSON), input=card()).json["replayed"] is True
    assert len(shop.attempts(name)) == 1


def test_a_decline_is_a_finding(cli: Cli) -> None:
    result = cli(*pay(order(), *JSON), input=card(number="4000-0000-0000-0102"))
    assert (result.code, result.err) == (1, "")
    assert (result.json["error"]["type"], result.json["error"]["pg_code"]) == ("Declined", "LIMIT_EXCEEDED")
    assert result.json["error"]["payment"]["status"] == "failed"
    text = cli(*pay(order()), input=card(number="4000-0000-0000-0102"))
    assert (text.code, text.out) == (1, "")
    assert "LIMIT_EXCEEDED" in text.err and secrets_in(text.err) == []


def test_what_breaks_a_rule_is_a_finding_and_not_sent(cli: Cli, shop: Simulator) -> None:
    name = order()
    arguments = ("pay", "--order-id", name, "--amount", "1000", "--order-name", "x", "--channel", "inicis")
    result = cli(*arguments, *JSON, input=card())
    assert result.code == 1
    fields = {violation["field"] for violation in result.json["error"]["violations"]}
    assert {"customer.email", "customer.phoneNumber"} <= fields
    assert shop.attempts(name) == []


def test_an_unknown_outcome_is_a_remote_failure_and_settles_later(cli: Cli, shop: Simulator) -> None:
    name = order()
    shop.inject(Plan(fault=LOST_ANSWER, method="POST", path="/v1/subscribe/payments/onetime"))
    shop.inject(Plan(fault=LOST_ANSWER, method="GET", path="/v1/payments/*", nth=2, times=1000))
    try:
        lost = cli(*pay(name, "--channel", "inicis-v1", "--deadline", "2", *JSON), input=card())
    finally:
        shop.faults.clear()
    assert (lost.code, lost.json["error"]["type"]) == (3, "OutcomeUnknown")
    assert lost.json["error"]["attempt"]["order_id"] == name
    settled = cli(*pay(name, "--channel", "inicis-v1", *JSON), input=card())
    assert (settled.code, settled.json["status"]) == (0, "paid")
    assert len(shop.attempts(name)) == 1


def test_a_card_is_kept_and_charged_again(cli: Cli) -> None:
    alias = f"alias{uuid.uuid4().hex[:8]}"
    first = cli(*pay(order(), "--save-as", alias, "--channel", "inicis-v1", *JSON), input=card())
    assert first.code == 0, first.out
    second = cli(*pay(order(), "--billing-key", alias, *JSON))
    assert (second.code, second.json["status"]) == (0, "paid")
    where = cli("route", "explain", "--billing-key", alias, *JSON)
    assert (where.code, where.json["channels"]) == (0, ["inicis-v1"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not valid JSON"),
        ("4111111111111111", "JSON object"),
        ('{"number": "4111111111111111"}', "expiry"),
        ('{"number": "4111111111111111", "expiry": "2030-12", "4111111111111111": 1}', "unknown field"),
        ('{"number": 4111111111111111, "expiry": "2030-12"}', "number"),
        ('{"card": "4111111111111111"}', "must be an object"),
    ],
    ids=["nothing", "no object", "too little", "too much", "no text", "no card"],
)
def test_card_data_that_is_none(cli: Cli, text: str, told: str) -> None:
    result = cli(*pay(order()), input=text)
    assert (result.code, result.out) == (2, "")
    assert told in result.err and "4111111111111111" not in result.err


def test_card_data_is_no_option(cli: Cli) -> None:
    help_text = cli("pay", "--help").out
    assert not [word for word in ("--card", "--number", "--cvc", "--expiry", "--birth") if word in help_text]


def test_a_card_is_asked_for_without_showing_it(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pgbridge.cli.main", *pay(order(), *JSON)],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=slave,
        text=True,
        start_new_session=True,
    )
    os.close(slave)
    shown = ""
    for question, answer in (
        ("Card number", CARD["number"]),
        ("Expiry", CARD["expiry"]),
        ("Birth", CARD["birth_or_business_number"]),
        ("password", CARD["password_digits"]),
        ("CVC", ""),
    ):
        before = len(shown)
        while question not in shown[before:] or not shown.endswith(": "):
            assert select.select([master], [], [], 20)[0], shown
            shown += os.read(master, 1000).decode()
        os.write(master, answer.encode() + b"\n")
    out, _ = process.communicate(timeout=20)
    os.close(master)
    assert (process.returncode, json.loads(out)["status"]) == (0, "paid")
    assert CARD["number"] not in shown and CARD["expiry"] not in shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (pay("x", amount="10.5"), "--amount"),
        (pay("x", "--currency", "NOPE"), "NOPE"),
        (pay("x", "--billing-key", "a", "--vendor-key", "b"), "one of them"),
        (pay("x", "--billing-key", "a", "--save-as", "b"), "--save-as"),
        (pay("x", "--channel", "nope"), "nope"),
        (pay("x", "--config", "/nowhere.toml"), "/nowhere.toml"),
        (("pay", "--order-id", "x"), "--amount"),
        (("get",), "ORDER_ID"),
        (("list", "--since", "yesterday"), "--since"),
        (("list", "--since", "2026-01-01T00:00:00"), "time zone"),
        (("cancel", "x", "--amount", "many", "--channel", "inicis"), "--amount"),
        (("frobnicate",), "frobnicate"),
    ],
    ids=lambda value: " ".join(value[:1] + value[-2:]) if isinstance(value, tuple) else "",
)
def test_wrong_usage(cli: Cli, arguments: tuple[str, ...], told: str) -> None:
    result = cli(*arguments, input=card())
    assert (result.code, result.out) == (2, "")
    assert told in result.err


def test_what_is_not_there(cli: Cli) -> None:
    result = cli("get", order(), "--channel", "inicis", *JSON)
    assert (result.code, result.json["error"]["type"]) == (3, "NotFound")


def test_a_partial_cancel_needs_its_id(cli: Cli) -> None:
    result = cli("cancel", order(), "--amount", "1", "--channel", "inicis")
    assert result.code == 1 and "cancel_id" in result.err


def test_list(cli: Cli) -> None:
    name = order()
    cli(*pay(name), input=card())
    found = cli("list", "--channel", "inicis", "--status", "paid", "--since", "2020-01-01", *JSON)
    assert found.code == 0, found.out
    assert name in [payment["order_id"] for payment in found.json["payments"]]
    limited = cli("list", "--channel", "inicis", "--limit", "1", *JSON)
    assert len(limited.json["payments"]) == 1
    assert name in cli("list", "--channel", "inicis").out


def test_simulated_needs_no_config(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PGBRIDGE_CONFIG")
    result: Any = cli(*pay(order(), "--simulated", *JSON), input=card())
    assert (result.code, result.json["status"]) == (0, "paid")
