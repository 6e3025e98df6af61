"""`check` over many requests, by channel and in every format; one request is in `test_offline`."""

import json
from pathlib import Path
from typing import Any

import pytest

from pgbridge.cli import progress as progress_module
from pgbridge.cli.reports import escaped
from pgbridge.cli.wireform import PATHS, params_of
from tests.cli.conftest import Cli

JSON = ("--format", "json")
RULES = ("--api", "v2", "--provider", "inicis-v2", "--operation", "instant")
BUYER = {"name": {"full": "홍길동"}, "phoneNumber": "010-0000-1234", "email": "buyer@shop.example"}
BODY: dict[str, Any] = {
    "channelKey": "channel-key-1",
    "orderName": "Monthly plan",
    "amount": {"total": 10_000},
    "currency": "KRW",
    "customer": BUYER,
    "method": {
        "card": {"credential": {"number": "4111111111111111", "expiryYear": "30", "expiryMonth": "12"}}
    },
}
NO_MAIL = BODY | {"customer": {name: value for name, value in BUYER.items() if name != "email"}}
MAIL = "inicis-v2.any.customer-email-required"
ENVELOPE = {"api": "v2", "provider": "inicis-v2", "operation": "instant"}
CONFIG = """
[connections.v2]
api = "v2"
environment = "live"
secret = {env = "NOT_SET_ANYWHERE"}
[channels.inicis]
connection = "v2"
provider = "inicis-v2"
key = "channel-key-inicis"
contracts = ["key-in"]
"""


def jsonl(*documents: Any) -> str:
    return "".join(
        (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)) + "\n" for each in documents
    )


def answers(out: str) -> list[Any]:
    return [json.loads(line) for line in out.splitlines()]


def rules(answer: Any, severity: str = "error") -> set[str]:
    return {each["rule"] for each in answer["violations"] if each["severity"] == severity}


def test_each_line_is_a_request_of_its_own(cli: Cli) -> None:
    result = cli(
        "check",
        *JSON,
        input=jsonl(
            ENVELOPE | {"request": BODY},
            ENVELOPE | {"request": {"method": "POST", "path": "/payments/A%20B/instant", "body": NO_MAIL}},
            {"api": "v1", "provider": "nice", "operation": "cancel", "request": {"imp_uid": "imp_1"}},
            ENVELOPE | {"operation": "browser_payment", "platform": "pc", "request": {}},
        ),
    )
    found = answers(result.out)
    assert (result.code, result.err) == (1, "")
    assert [each["line"] for each in found] == [1, 2, 3, 4]
    assert [each["ok"] for each in found] == [True, False, True, False]
    assert rules(found[1]) == {MAIL}
    assert found[2]["provider"] == "nice"
    assert found[3]["platform"] == "pc"


def test_options_name_what_the_lines_do_not(cli: Cli) -> None:
    found = answers(cli("check", *RULES, *JSON, input=jsonl(BODY, NO_MAIL)).out)
    assert [rules(each) for each in found] == [set(), {MAIL}]


def test_a_bad_line_has_its_number_and_stops_nothing(cli: Cli) -> None:
    deep = "[" * 200_000
    input = jsonl(
        BODY, "", '{"a": "홍길동"', "[]", deep, {"request": 1}, {"request": {}, "platform": []}, NO_MAIL
    )
    result = cli("check", *RULES, *JSON, input=input)
    found = answers(result.out)
    assert result.code == 1
    assert [each["line"] for each in found] == [1, 3, 4, 5, 6, 7, 8]
    assert ["error" in each for each in found] == [False, True, True, True, True, True, False]
    assert rules(found[-1]) == {MAIL}
    text = cli("check", *RULES, input=input)
    assert text.code == 1
    assert "standard input:3: unreadable: not valid JSON" in text.out
    assert "standard input:8: error: customer.email" in text.out
    assert "홍길동" not in text.out
    assert "7 request(s): 1 with errors, 1 with warnings only, 5 unreadable" in text.out


def test_lines_that_name_nothing_or_what_is_not_there(cli: Cli) -> None:
    result = cli(
        "check", *JSON, input=jsonl({"request": {}}, ENVELOPE | {"provider": "nope", "request": {}}, BODY)
    )
    first, second, third = answers(result.out)
    assert result.code == 1
    assert "--api" in first["error"]
    assert "nope" in second["error"]
    assert "--api" in third["error"]


def test_bytes_that_are_no_text_are_told_without_being_quoted(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "requests.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"x": 1}\r\n{"x": "\xff\xfe"}\n')
    found = answers(cli("check", str(file), *RULES, *JSON).out)
    assert [each["line"] for each in found] == [1, 2]
    assert "error" not in found[0]
    assert found[1]["error"].startswith("not valid JSON")


@pytest.mark.parametrize(
    ("name", "text", "many"),
    [
        ("one.json", json.dumps(BODY), False),
        ("pretty.json", json.dumps(BODY, indent=1), False),
        ("one.jsonl", jsonl(BODY), True),
        ("two.json", jsonl(BODY, BODY), True),
        ("first-bad.json", jsonl("{", BODY, BODY), True),
    ],
)
def test_json_and_json_lines_are_told_apart(
    cli: Cli, tmp_path: Path, name: str, text: str, many: bool
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    out = cli("check", str(tmp_path / name), *RULES, *JSON).out
    assert ('"line":' in out) is many
    assert (
        cli("check", str(tmp_path / name), *RULES, "--lines").out.rstrip().startswith(str(tmp_path)) is True
    )


def test_nothing_at_all_is_wrong_usage_but_no_lines_are_none(cli: Cli, tmp_path: Path) -> None:
    assert cli("check", *RULES, input="\n").code == 2
    (tmp_path / "none.jsonl").touch()
    result = cli("check", str(tmp_path / "none.jsonl"), *RULES)
    assert (result.code, "0 request(s)" in result.out) == (0, True)


@pytest.fixture
def config(tmp_path: Path) -> Any:
    """Writes a config whose channel has these settings; its secret is not there to be read."""

    def write(settings: str = "") -> tuple[str, ...]:
        (tmp_path / "pgbridge.toml").write_text(CONFIG + settings, encoding="utf-8")
        return ("--config", str(tmp_path / "pgbridge.toml"), "--channel", "inicis", "--operation", "instant")

    return write


def test_a_channel_brings_pg_contracts_and_settings(cli: Cli, config: Any) -> None:
    plain = cli("check", *config(), *JSON, input=json.dumps(NO_MAIL)).json
    assert (plain["provider"], plain["channel"], plain["ok"]) == ("inicis-v2", "inicis", False)
    assert rules(plain) == {MAIL}
    assert "inicis-v2.instant.contract" not in rules(plain, "warning")
    assert "inicis-v2.instant.contract" in rules(
        cli("check", *RULES, *JSON, input=json.dumps(NO_MAIL)).json, "warning"
    )
    off = cli("check", *config(f'rules_off = ["{MAIL}"]'), *JSON, input=json.dumps(NO_MAIL))
    assert (off.code, off.json["violations"]) == (0, [])


def test_a_channel_that_warns_or_does_not_check(cli: Cli, config: Any) -> None:
    warned = cli("check", *config('check = "warn"'), *JSON, input=json.dumps(NO_MAIL))
    assert (warned.code, warned.json["ok"], rules(warned.json)) == (0, True, {MAIL})
    assert cli("check", *config('check = "warn"'), "--strict", input=json.dumps(NO_MAIL)).code == 1
    silent = cli("check", *config('check = "off"'), "--strict", input=json.dumps(NO_MAIL))
    assert (silent.code, "does not check" in silent.out) == (0, True)


def test_a_channel_raises_a_warning_to_an_error(cli: Cli, config: Any) -> None:
    paid = json.dumps(BODY | {"amount": {"total": 10_000, "vat": 909}})
    rule = "inicis-v2.instant.vat-contract"
    plain = cli("check", *config(), *JSON, input=paid)
    assert (plain.code, rules(plain.json, "warning")) == (0, {rule})
    raised = cli("check", *config(f'rules_raised = ["{rule}"]'), *JSON, input=paid)
    assert (raised.code, rules(raised.json)) == (1, {rule})


@pytest.mark.parametrize(
    ("settings", "more", "told"),
    [
        ("", ("--channel", "nope"), "--channel: there is no 'nope'; there are inicis"),
        ("", ("--api", "v1"), "--api: is 'v1', but channel inicis has 'v2'"),
        ("", ("--provider", "nice-v2"), "--provider"),
        ('rules_off = ["inicis-v2.instant.slip"]', (), "channels.inicis.rules_off"),
        ('rules_raised = ["slip"]', (), "channels.inicis.rules_raised"),
    ],
)
def test_a_wrong_channel(cli: Cli, config: Any, settings: str, more: tuple[str, ...], told: str) -> None:
    result = cli("check", *config(settings), *more, input=jsonl(BODY, BODY))
    assert (result.code, result.out) == (2, "")
    assert told in result.err


def test_sarif_keeps_to_its_schema(cli: Cli) -> None:
    """The classes are made from the schema of the standard; they refuse whatever it does not name."""
    lines = jsonl(
        ENVELOPE | {"request": NO_MAIL}, "{", ENVELOPE | {"request": {}}, ENVELOPE | {"request": BODY}
    )
    log = cli("check", "--format", "sarif", input=lines).json
    model = pytest.importorskip("pydantic_sarif.model")
    schema = model.StaticAnalysisResultsFormatSarifVersion210JsonSchema
    assert schema.model_validate(log)
    assert {rule.get("helpUri") for rule in log["runs"][0]["tool"]["driver"]["rules"]} >= {
        "https://developers.portone.io/opi/ko/integration/pg/v2/inicis-v2"
    }
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(ValueError, match="level"):
        schema.model_validate(log)


def test_sarif(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "my requests.jsonl"
    file.write_text(jsonl(BODY, NO_MAIL, "{"), encoding="utf-8")
    result = cli("check", str(file), *RULES, "--contract", "key-in", "--format", "sarif")
    assert (result.code, result.json["version"]) == (1, "2.1.0")
    run = result.json["runs"][0]
    found = {each["ruleId"]: each for each in run["results"]}
    assert (
        found.keys() == {MAIL, "input.unreadable"} == {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    )
    place = found[MAIL]["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 2}
    assert place["physicalLocation"]["artifactLocation"]["uri"].endswith("my%20requests.jsonl")
    assert place["logicalLocations"] == [{"fullyQualifiedName": "customer.email"}]
    assert cli("check", *RULES, "--format", "sarif", input="{}").json["runs"][0]["results"]


def test_github(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "a,b.json"
    file.write_text(json.dumps(NO_MAIL), encoding="utf-8")
    result = cli("check", str(file), *RULES, "--contract", "key-in", "--format", "github")
    (line,) = result.out.splitlines()
    assert result.code == 1
    assert line.startswith(f"::error file={escaped(str(file))},line=1,title={MAIL}::customer.email: ")
    assert "%2C" in line
    piped = cli("check", *RULES, "--format", "github", input=jsonl("{", BODY, BODY)).out.splitlines()
    assert piped[0].startswith("::error title=input.unreadable::not valid JSON")
    assert escaped("a:b,c%d\n") == "a%3Ab%2Cc%25d%0A"


def test_a_bar_moves_on_a_terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = jsonl(*[BODY] * 1500)
    assert cli("check", *RULES, input=lines).err == ""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = cli("check", *RULES, *JSON, input=lines)
    assert "checking" in shown.err
    assert [each["line"] for each in answers(shown.out)] == list(range(1, 1501))
    with progress_module.progress("checking", 10) as advance:
        assert advance is not None


@pytest.mark.parametrize(
    ("key", "path"), PATHS.items(), ids=lambda value: "-".join(value) if isinstance(value, tuple) else ""
)
def test_ids_are_read_out_of_the_path(key: tuple[str, str], path: str) -> None:
    begin, _, rest = path.partition("{")
    name, _, end = rest.partition("}")
    assert params_of(f"{begin}A%2FB{end}?x=y", *key) == {name: "A/B"}
    assert params_of(f"{path}/more", *key) == {}
    assert params_of(f"/elsewhere{path}".replace("/", "", 1), *key) == {}
