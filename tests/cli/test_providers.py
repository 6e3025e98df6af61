"""`providers`: the matrix, two PGs side by side, and who can do what is needed."""

import pytest

from pgbridge.registry import installed
from pgbridge.rules.abilities import abilities
from tests.cli.conftest import Cli

JSON = ("--format", "json")


def test_the_matrix_has_a_row_for_each_pg(cli: Cli) -> None:
    out = cli("providers").out
    assert all(slug in out for _, slug in installed().providers())
    assert "identity window: " in out
    for each in cli("providers", *JSON).json["providers"]:
        able = abilities(installed().provider(each["api"], each["slug"]))
        assert {name: found["state"] for name, found in each["abilities"].items()} == {
            name: found.state for name, found in able.items()
        }


def test_compare_goes_to_the_counterpart_by_itself(cli: Cli) -> None:
    found = cli("providers", "compare", "inicis", *JSON)
    assert (found.code, found.json["old"], found.json["new"]) == (0, ["v1", "inicis"], ["v2", "inicis-v2"])
    assert "billing key with payment" in found.json["gained"]
    text = cli("providers", "compare", "inicis")
    assert text.code == 0
    assert all(rule["id"] in text.out for _, rule in found.json["added"])


def test_compare_two_pgs_of_one_api(cli: Cli) -> None:
    found = cli("providers", "compare", "inicis-v2", "v2/nice-v2", *JSON).json
    assert {"ability": "payment window", "what": "services", "lost": [], "gained": ["skpay"]} in found[
        "changes"
    ]
    assert any(change["old"]["value"] != change["new"]["value"] for change in found["changed"])
    text = cli("providers", "compare", "inicis-v2", "v2/nice-v2").out
    assert "refused now, not before" in text and "the same rules with other limits" in text


def test_who(cli: Cli) -> None:
    found = cli("providers", "who", "card + USD + billing key + partial cancel", *JSON)
    able = {(each["api"], each["slug"]): each for each in found.json["yes"]}
    assert found.code == 0
    assert able["v2", "nice-v2"]["contracts"] == ["foreign-currency", "partial-cancel"]
    assert ("v2", "welcome") not in able
    text = cli("providers", "who", "card + USD + billing key + partial cancel", "--api", "v2")
    assert "v2/nice-v2 (NICE Payments), under contract: foreign-currency, partial-cancel" in text.out
    assert "perhaps; their pages do not say:" in text.out and "v1/" not in text.out
    assert cli("providers", "who", "card + v1 + v2").code == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("compare", "ksnet", "nice"), "v1/ksnet or v2/ksnet"),
        (("compare", "ksnet"), "--api"),
        (("compare", "nice"), "counterpart"),
        (("compare", "nope", "nice"), "nope"),
        (("compare", "v9/nice", "inicis"), "v9"),
        (("show", "v2/ksnet", "--api", "v1"), "--api"),
        (("who", "unicorn"), "unicorn"),
        (("who", "card", "--api", "v9"), "v9"),
    ],
)
def test_wrong_usage(cli: Cli, arguments: tuple[str, ...], told: str) -> None:
    result = cli("providers", *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err


def test_an_example_is_a_request_that_check_takes(cli: Cli) -> None:
    made = cli("providers", "example", "inicis-v2", "instant")
    assert made.code == 0
    rules = ("--api", "v2", "--provider", "inicis-v2", "--operation", "instant")
    assert cli("check", *rules, input=made.out).code == 0


def test_an_example_of_a_rule_shows_what_breaks_it(cli: Cli) -> None:
    rule = "nice-v2.browser_payment.card-direct-fixed-month-required"
    text = cli("providers", "example", "v2/nice-v2", "--rule", rule).out
    assert text.startswith(f"{rule}: A card company")
    assert "card.installment.monthOption.fixedMonth: left out" in text
    found = cli("providers", "example", "v2/nice-v2", "--rule", rule, *JSON).json
    assert found["changes"] == {"card.installment.monthOption.fixedMonth": None}


def test_show_says_what_each_rule_asks(cli: Cli) -> None:
    text = cli("providers", "show", "v2/nice-v2", "--operation", "browser_payment").out
    assert "at most 40 bytes in EUC-KR" in text
    assert "only CARD, CHARGE or MONEY" in text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("inicis-v2",), "OPERATION"),
        (("inicis-v2", "lease"), "OPERATION"),
        (("inicis-v2", "browser_payment", "--platform", "watch"), "--platform"),
        (("inicis-v2", "--rule", "any.nothing"), "--rule"),
        (("inicis-v2", "cancel", "--rule", "instant.method"), "instant"),
        (("inicis-v2", "--rule", "instant.contract"), "every such request"),
        (("ksnet", "--api", "v2", "--rule", "browser_payment.vbank-expiry-contract"), "no example"),
    ],
)
def test_an_example_that_cannot_be_made(cli: Cli, arguments: tuple[str, ...], told: str) -> None:
    result = cli("providers", "example", *arguments)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
