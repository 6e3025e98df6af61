"""`pgbridge api` and `pgbridge operations`."""

import json
from typing import Any

import pytest

from pgbridge.catalogue import kinds
from tests.cli.conftest import CARD

CHARGE = {
    "order_name": "Monthly plan",
    "amount": {"total": 11_000},
    "customer": {"name": "홍길동", "email": "b@shop.example", "phone": "010-0000-1234"},
}


def charge(cli: Any, order: str, **more: Any) -> Any:
    fields = {**CHARGE, "order_id": order, "card": CARD}
    return cli(
        "api",
        "payments.charge_card",
        *("--channel", "inicis", "--file", "-", "--format", "json"),
        input=json.dumps(fields | more),
    )


def test_an_operation_from_standard_input(cli: Any, shop: Any) -> None:
    done = charge(cli, "api0001")
    assert (done.code, done.json["status"], done.json["amount"]["total"]) == (0, "paid", 11_000)
    assert CARD["number"] not in done.out + done.err
    vendor = cli(
        "api",
        "payments.get",
        *("--json", '{"order_id": "api0001"}', "--vendor", "--format", "json", "--channel", "inicis"),
    )
    assert (vendor.json["id"], vendor.json["status"]) == ("api0001", "PAID")


def test_the_fields_from_an_option_and_the_card_from_standard_input(cli: Any, shop: Any) -> None:
    fields = json.dumps({**CHARGE, "order_id": "api0002"})
    done = cli(
        *("api", "payments.charge_card", "--channel", "inicis", "--json", fields), input=json.dumps(CARD)
    )
    assert done.code == 0, done.err
    assert "status" in done.out
    assert "paid" in done.out


def test_a_file(cli: Any, shop: Any, tmp_path: Any) -> None:
    charge(cli, "api0003")
    path = tmp_path / "cancel.json"
    path.write_text(json.dumps({"order_id": "api0003", "amount": 1_100, "cancel_id": "c1"}))
    done = cli("api", "payments.cancel", "--file", str(path), "--format", "json")
    assert (done.code, done.json["amount"], done.json["cancel_id"]) == (0, 1_100, "c1")


@pytest.mark.parametrize(
    ("name", "fields", "path"),
    [
        ("payments.charge_card", {"card": CARD}, "card"),
        ("benepia.points", {"account": {"user": "u", "password": "p4ssword"}}, "account.password"),
        ("identity.otp.confirm", {"otp": "123456"}, "otp"),
        ("auth.refresh", {"refresh_token": "tok3n"}, "refresh_token"),
    ],
)
def test_nothing_secret_comes_from_the_command_line(
    cli: Any, shop: Any, name: str, fields: Any, path: str
) -> None:
    done = cli("api", name, "--json", json.dumps(fields), "--format", "json")
    assert done.code == 2
    assert f"{path} must not stand on a command line" in done.json["error"]["message"]
    for secret in (CARD["number"], "p4ssword", "123456", "tok3n"):
        assert secret not in done.out + done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("payment.cancel",), "did you mean payments.cancel"),
        (("payments.get", "--json", "[1]"), "must be a JSON object"),
        (("payments.get", "--json", "{"), "not valid JSON"),
        (("payments.get", "--json", "{}", "--file", "-"), "give one of them"),
        (("payments.get", "--json", '{"orderid": "a"}'), "no field orderid"),
        (("payments.cancel", "--json", '{"refund_account": {"bnk": "x"}}'), "no field refund_account.bnk"),
        (("payments.cancel", "--json", '{"order_id": "a", "amount": "1"}'), "amount"),
        (("payments.capture", "--json", "{}"), "order_id"),
        (("payments.get", "--file", "nowhere.json"), "cannot be read"),
    ],
)
def test_a_slip_of_the_pen_is_named(cli: Any, shop: Any, arguments: Any, said: str) -> None:
    done = cli("api", *arguments)
    assert done.code == 2
    assert said in done.err


def test_how_it_ends_shows_in_the_exit_code(cli: Any, shop: Any) -> None:
    declined = charge(cli, "api0004", card={**CARD, "number": "4000-0000-0000-0101"})
    assert (declined.code, declined.json["error"]["type"]) == (1, "Declined")
    missing = cli("api", "payments.get", "--channel", "inicis", "--json", '{"order_id": "nobody"}')
    assert missing.code == 3
    lacking = cli(*("api", "payments.capture", "--channel", "inicis-v1", "--json", '{"order_id": "api0001"}'))
    assert lacking.code == 2
    assert "captures each payment by itself" in lacking.err


def test_a_listing_streams_its_rows(cli: Any, shop: Any) -> None:
    for number in range(3):
        charge(cli, f"apilist{number}")
    listed = ("api", "payments.list", "--channel", "inicis", "--json", '{"size": 2}')
    rows = [json.loads(line) for line in cli(*listed, "--format", "json").out.splitlines()]
    assert {f"apilist{n}" for n in range(3)} <= {row["order_id"] for row in rows}
    assert all("wire" not in row for row in rows)
    two = cli(*listed, "--limit", "2")
    assert len(two.out.splitlines()) == 2
    raw = cli(*listed, "--limit", "1", "--vendor", "--format", "json")
    assert "transactionId" in json.loads(raw.out)


def test_an_error_amid_a_stream_is_one_more_line(cli: Any, shop: Any) -> None:
    for number in range(3):
        charge(cli, f"apibreak{number}")
    shop.inject("v2 list_payments: 429 retry after 200 s next 9 after 1")
    listed = ("api", "payments.list", "--channel", "inicis", "--json", '{"size": 2}', "--format", "json")
    broken = cli(*listed)
    *rows, last = [json.loads(line) for line in broken.out.splitlines()]
    assert [set(row) & {"order_id", "error"} for row in rows] == [{"order_id"}] * 2
    assert (broken.code, last["error"]["http_status"], last["error"]["exit_code"]) == (3, 429, 3)
    shop.faults.plans.clear()


def test_what_has_no_answer_has_no_vendor_json(cli: Any, shop: Any) -> None:
    done = cli("api", "codes.banks", "--channel", "inicis", "--vendor")
    assert done.code == 2
    assert "leave it out" in done.err
    names = cli("api", "codes.banks", "--channel", "inicis")
    assert "SHINHAN" in names.out


def test_a_call_for_the_browser_sends_nothing(cli: Any, shop: Any) -> None:
    before = len(shop.attempts())
    fields = {"order_id": "window1", "order_name": "n", "amount": {"total": 1_000}, "method": "card"}
    fields |= {"customer": CHARGE["customer"], "redirect_url": "https://shop.example/done"}
    done = cli(
        *(
            "api",
            "browser.payment",
            "--channel",
            "inicis-v1",
            "--json",
            json.dumps(fields),
            "--format",
            "json",
        )
    )
    assert done.code == 0, done.out
    assert "IMP.request_pay" in done.out
    assert len(shop.attempts()) == before


def test_help_shows_every_field_and_who_takes_it(cli: Any) -> None:
    done = cli("api", "payments.cancel", "--help")
    assert done.code == 0
    for said in (
        "refund_account.bank",
        "currentCancellableAmount",
        "checksum",
        "whole number",
        "minor unit",
        "POST /payments/cancel",
        "the ledger sees to it",
    ):
        assert said in done.out
    lacking = cli("api", "payments.capture", "--help")
    assert "no: V1 captures each payment by itself" in lacking.out


def test_help_lists_every_operation(cli: Any) -> None:
    done = cli("api", "--help")
    assert done.code == 0
    assert all(name in done.out for name in kinds())


def test_every_operation_has_help(cli: Any) -> None:
    for name in kinds():
        done = cli("api", name, "--help")
        assert done.code == 0, name
        assert name in done.out


def test_the_support_table(cli: Any) -> None:
    table = cli("operations", "payments", "--format", "json").json["operations"]
    assert {row["operation"] for row in table} == {name for name in kinds() if name.startswith("payments.")}
    capture = next(row for row in table if row["operation"] == "payments.capture")
    assert capture["apis"]["v2"]["endpoints"] == ["POST /payments/{paymentId}/capture"]
    assert not capture["apis"]["v1"]["supported"]
    able = {r["operation"] for r in cli("operations", "--api", "v1", "--format", "json").json["operations"]}
    lacking = cli("operations", "--api", "v1", "--missing", "--format", "json").json["operations"]
    assert able | {row["operation"] for row in lacking} == set(kinds())
    assert all(row["apis"]["v1"]["alternative"] for row in lacking)
    assert "payments.cancel.stop" in cli("operations", "payments.cancel").out
    for wrong in (("operations", "nothing"), ("operations", "--api", "v3"), ("operations", "--missing")):
        assert cli(*wrong).code == 2
