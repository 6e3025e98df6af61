"""`check`, `translate`, `route explain`, `providers` and what holds for every command."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from pgbridge import ConfigError, hookimpl
from pgbridge.cli import app as app_module
from pgbridge.cli.main import run
from pgbridge.cli.wireform import for_rules
from pgbridge.registry import Registry, installed
from pgbridge.rules import CONTRACTS
from tests.cli.conftest import Cli

REQUESTS = Path(__file__).parents[2] / "examples" / "requests"
KEY_IN = REQUESTS / "inicis-v2-key-in-card.json"
JSON = ("--format", "json")
RULES = ("--api", "v2", "--provider", "inicis-v2", "--operation", "instant")


def body(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(KEY_IN.read_text(encoding="utf-8"))["request"]["body"]
    return {name: value for name, value in (found | changes).items() if value is not None}


def test_check_finds_nothing(cli: Cli) -> None:
    result = cli("check", str(KEY_IN), "--contract", "key-in")
    assert (result.code, result.err) == (0, "")
    assert "nothing wrong" in result.out


@pytest.mark.parametrize("whole", [True, False], ids=["whole request", "body"])
def test_check_names_field_rule_and_fix(cli: Cli, whole: bool) -> None:
    wrong: Any = body(customer={"name": {"full": "홍길동"}})
    if whole:
        wrong = {"method": "POST", "path": "/payments/A/instant", "body": wrong}
    text = cli("check", *RULES, input=json.dumps(wrong))
    assert text.code == 1
    assert "customer.email" in text.out and "inicis-v2." in text.out and "홍길동" not in text.out
    found = cli("check", "-", *RULES, *JSON, input=json.dumps(wrong)).json
    assert found["ok"] is False
    errors = {each["field"] for each in found["violations"] if each["severity"] == "error"}
    assert errors == {"customer.email", "customer.phoneNumber"}


def test_rules_see_path_and_query_beside_the_body() -> None:
    example = json.loads(KEY_IN.read_text(encoding="utf-8"))
    example["request"]["path"] = "/payments/A%2FB/instant"
    example["request"]["query"] = {"x": "y"}
    seen = for_rules(example, "v2", "instant")
    assert seen == {**example["request"]["body"], "paymentId": "A/B", "x": "y"}
    assert "paymentId" not in for_rules(example, "v2", "cancel")


def test_check_warnings_count_if_asked(cli: Cli) -> None:
    assert cli("check", str(KEY_IN)).code == 0
    assert cli("check", str(KEY_IN), "--strict").code == 1
    assert cli("check", str(KEY_IN), "--strict", *(f"--contract={name}" for name in CONTRACTS)).code == 0


def test_check_knows_the_platform(cli: Cli) -> None:
    arguments = ("check", "--api", "v2", "--provider", "inicis-v2", "--operation", "browser_payment", *JSON)
    found = {
        platform: {v["rule"] for v in cli(*arguments, "--platform", platform, input="{}").json["violations"]}
        for platform in ("pc", "mobile")
    }
    assert found["pc"] != found["mobile"]


@pytest.mark.parametrize(
    ("arguments", "input", "told"),
    [
        (("check", "--api", "v3", "--provider", "nice", "--operation", "onetime"), "{}", "v3"),
        (("check", "--api", "v1", "--provider", "nope", "--operation", "onetime"), "{}", "nope"),
        (("check", "--api", "v2", "--provider", "inicis-v2", "--operation", "nope"), "{}", "nope"),
        (("check", *RULES, "--platform", "fridge"), "{}", "fridge"),
        (("check", *RULES, "--contract", "nope"), "{}", "nope"),
        (("check",), "{}", "--api"),
        (("check", *RULES), "[]", "JSON object"),
        (("check", *RULES), "{", "JSON"),
        (("check", "/nowhere.json", *RULES), "", "/nowhere.json"),
        (("translate", "--operation", "payments.charge_card"), "{}", "--from"),
        (("translate", "--from", "v1"), "{}", "--operation"),
        (("translate", "--from", "v1", "--operation", "payments.charge_card"), "{}", "request"),
        (("translate", "--from", "v1", "--operation", "nope.nope"), '{"method":"GET","path":"/x"}', "nope"),
        (
            ("translate", "--from", "v9", "--to", "v1", "--operation", "x.y"),
            '{"method":"GET","path":"/"}',
            "v9",
        ),
        (("translate", "--from", "v1", "--operation", "payments.get"), '{"request": {"path": 1}}', "form"),
        (
            ("translate", "--from", "v1", "--operation", "payments.get"),
            '{"request": {"method": "GET", "path": "/payments/a", "query": [1]}}',
            "query",
        ),
        (
            ("translate", "--from", "v1", "--operation", "payments.get"),
            '{"request": {"method": "GET", "path": "/payments/a"}, "context": 1}',
            "context",
        ),
        (
            ("translate", "--from", "v1", "--operation", "payments.get"),
            '{"request": {"method": "GET", "path": "/payments/a"}, "context": {"refs": {"a": 1}}}',
            "context.refs",
        ),
        (("check", *RULES), '{"method": "POST", "path": "/x", "body": [1]}', "body"),
        (("route", "explain", "--simulated", "--operation", "payments.get"), "", "not routed"),
        (("route", "explain", "--simulated", "--seller", "nobody"), "", "nobody"),
        (("route", "explain", "--simulated", "--billing-key", "nobody"), "", "nobody"),
        (("providers", "show", "nope"), "", "nope"),
        (("providers", "show", "nice-v2"), "", "--api"),
        (("providers", "--api", "v9"), "", "v9"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_wrong_usage(cli: Cli, arguments: tuple[str, ...], input: str, told: str, form: str) -> None:
    result = cli(*arguments, "--format", form, input=input)
    assert result.code == 2
    if form == "text":
        assert result.out == "" and told in result.err
    else:
        assert result.err == "" and told in result.json["error"]["message"]


@pytest.mark.parametrize("path", sorted(REQUESTS.glob("*.json")), ids=lambda path: path.stem)
def test_translate_there_and_back(cli: Cli, path: Path) -> None:
    example = json.loads(path.read_text(encoding="utf-8"))
    there = cli("translate", str(path), *JSON)
    assert (there.code, there.err) == (0, "")
    request = there.json["wire"]["request"]
    if request["path"].endswith("/customers/"):
        request["path"] += "chosen"
    back = cli(
        *("translate", "--operation", example["neutral"], *JSON),
        *("--from", "v2" if example["api"] == "v1" else "v1", "--to", example["api"]),
        input=json.dumps({"request": request, "context": example["context"]}),
    )
    assert back.code == 0, back.out
    assert back.json["wire"]["request"]["method"] == example["request"]["method"]


def test_translate_tells_what_is_lost(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "context.json").write_text('{"channels": {"nice": "channel-key-1"}}')
    request = {
        "method": "POST",
        "path": "/subscribe/payments/onetime",
        "body": {
            **{"merchant_uid": "a", "amount": 100, "card_number": "4111-1111-1111-1111", "expiry": "2030-12"},
            **{"name": "x", "pg": "nice", "customer_uid": "keep-me"},
        },
    }
    options = (
        "--operation",
        "payments.charge_card",
        "--from",
        "v1",
        "--context",
        str(tmp_path / "context.json"),
    )
    found = cli("translate", *options, *JSON, input=json.dumps(request))
    assert found.json["wire"]["request"]["body"]["channelKey"] == "channel-key-1"
    assert found.json["lossy"] == ["save_as: has no place in v2"]
    assert found.json["warnings"] == [
        "PortOne V2 answers a charge with a summary, so the payment is read after it"
    ]
    text = cli("translate", *options, input=json.dumps(request))
    assert text.code == 0 and "/payments/a/instant" in text.out and "Lost on the way to v2" in text.out
    assert "Different on v2:\n- PortOne V2 answers a charge" in text.out


def test_translate_tells_what_nobody_reads(cli: Cli) -> None:
    example = json.loads(KEY_IN.read_text(encoding="utf-8"))
    example["request"]["body"]["notAField"] = 1
    lossy = cli("translate", *JSON, input=json.dumps(example)).json["lossy"]
    assert any("notAField" in line and "not read" in line for line in lossy)


def test_translate_answers(cli: Cli) -> None:
    answer = {"status": 404, "body": {"code": -1, "message": "none", "response": None}}
    found = cli("translate", "--operation", "payments.get", "--from", "v1", *JSON, input=json.dumps(answer))
    response = found.json["wire"]["response"]
    assert (response["status"], response["body"]["type"]) == (404, "PAYMENT_NOT_FOUND")


def test_route_explain(cli: Cli) -> None:
    found = cli("route", "explain", "--simulated", *JSON)
    assert (found.code, found.json["channels"]) == (0, ["inicis", "nice"])
    assert [each["about"] for each in found.json["reasons"]] == ["inicis", "nice"]
    text = cli("route", "explain", "--simulated", "--operation", "virtual_accounts.issue", "--amount", "500")
    assert text.code == 0 and "inicis takes it" in text.out


def test_providers(cli: Cli) -> None:
    found = cli("providers", *JSON).json["providers"]
    assert [(each["api"], each["slug"]) for each in found] == installed().providers()
    provider = installed().provider("v2", "inicis-v2")
    one = next(each for each in found if (each["api"], each["slug"]) == ("v2", "inicis-v2"))
    assert (one["rule_count"], set(one["operations"])) == (len(provider.rules), set(provider.operations))
    assert "CARD" in one["methods"]
    assert {each["api"] for each in cli("providers", "--api", "v1", *JSON).json["providers"]} == {"v1"}
    text = cli("providers").out
    assert all(slug in text for _, slug in installed().providers())


def test_rules_of_a_provider(cli: Cli) -> None:
    found = cli("providers", "show", "inicis-v2", "--api", "v2", *JSON).json["rules"]
    provider = installed().provider("v2", "inicis-v2")
    assert {each["id"] for each in found} == {f"inicis-v2.{rule.id}" for rule in provider.rules}
    assert all(each["severity"] in ("error", "warning") and each["what"] for each in found)
    some = cli("providers", "show", "inicis-v2", "--operation", "cancel", *JSON).json["rules"]
    assert 0 < len(some) < len(found) and all("cancel" in each["operations"] for each in some)
    text = cli("providers", "show", "inicis-v2")
    assert text.code == 0 and all(each["id"] in text.out for each in found)


def test_every_command_has_help_and_a_format(cli: Cli) -> None:
    shown = cli("--help").out
    for name in (
        "demo",
        "check",
        "translate",
        "pay",
        "cancel",
        "get",
        "list",
        "route",
        "simulate",
        "providers",
    ):
        assert name in shown
        path = ("route", "explain") if name == "route" else (name,)
        assert "--format" in cli(*path, "--help").out


@pytest.mark.parametrize(
    ("module", "command", "extra"),
    [("typer", "providers", "cli"), ("rich", "providers", "cli"), ("uvicorn", "simulate", "server")],
)
def test_without_an_extra_it_says_what_to_install(module: str, command: str, extra: str) -> None:
    code = (
        f"import sys; sys.modules[{module!r}] = None; from pgbridge.cli.main import run; run([{command!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and f"pip install 'pgbridge[{extra}]'" in done.stderr


def test_a_broken_plugin_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> Registry:
        raise ConfigError("two plugins offer the api v1: remove one")

    monkeypatch.setattr(app_module, "installed", broken)
    with pytest.raises(SystemExit) as ended:
        run(["providers"])
    out, err = capsys.readouterr()
    assert (ended.value.code, out, err) == (2, "", "pgbridge: two plugins offer the api v1: remove one\n")


def test_importing_pgbridge_loads_no_command_line() -> None:
    code = "import sys, pgbridge; assert not {'typer', 'rich', 'uvicorn'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


class Plugin:
    """A plugin with commands of its own."""

    @hookimpl
    def pgbridge_register_commands(self, commands: typer.Typer) -> None:
        @commands.command()
        def greet() -> None:
            typer.echo("hello")

        @commands.command()
        def stumble() -> None:
            secret = "4111111111111111"
            raise KeyError(secret)


def test_plugins_add_commands_and_their_mistakes_show_nothing(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_module, "installed", lambda: Registry.of(Plugin()))
    assert (cli("greet").code, cli("greet").out) == (0, "hello\n")
    result = cli("stumble")
    assert result.code == 3
    assert "KeyError" in result.err and "4111111111111111" not in result.err


def test_a_closed_pipe_is_quiet() -> None:
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-m", "pgbridge.cli.main", "providers", *JSON],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert process.returncode == 1 and "Traceback" not in process.stderr


def test_a_webhook_is_translated(cli: Cli) -> None:
    hook = {
        "content_type": "application/json",
        "body": {"imp_uid": "imp_1", "merchant_uid": "A1", "status": "paid"},
    }
    words = ("translate", "--operation", "webhook.receive", "--from", "v1", "--to", "v2", *JSON)
    found = cli(*words, input=json.dumps({"webhook": hook})).json
    assert found["wire"]["webhook"]["body"] == {"type": "Transaction.Paid", "data": {"paymentId": "A1"}}
    assert any(line.startswith("headers:") for line in found["lossy"])
    reply = {"reply": {"status": 409, "body": {"reason": "none left"}}}
    assert cli(*words, input=json.dumps(reply)).json["wire"]["reply"]["body"] == {"errorMessage": "none left"}
    for wrong in ({"webhook": {"body": 5}}, {"webhook": {"content_type": "x"}}, {"reply": {"status": "x"}}):
        assert cli(*words, input=json.dumps(wrong)).code == 2
    assert cli(*words, input=json.dumps({"webhook": {"body": {}}})).code == 1
