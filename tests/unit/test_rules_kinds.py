"""What each kind of rule means, as a table: the rule, a request, whether it trips."""

from __future__ import annotations

from typing import Any

import pytest

from pgbridge.rules import (
    Capability,
    Provider,
    Rule,
    charset,
    check,
    conditional,
    forbidden,
    ignored,
    is_,
    is_not,
    max_length,
    maximum,
    min_length,
    minimum,
    needs_contract,
    one_of,
    pattern,
    required,
    required_any,
    unsupported_method,
)


def provider(*rules: Rule, api: Any = "v2") -> Provider:
    return Provider(
        slug="pg",
        api=api,
        codes=("PG",),
        name_en="The PG",
        name_ko="피지",
        source="page.mdx",
        operations={"pay": Capability(pay_methods=("CARD", "card"))},
        rules=rules,
    )


def trips(rule: Rule, request: object, *, api: Any = "v2") -> bool:
    return [found.rule for found in check(provider(rule, api=api), "pay", request)] == [f"pg.{rule.id}"]


REQUIRED = required("pay.x", "a.b", fact="f")
EACH_REQUIRED = required("pay.x", "rows[].b", fact="f")
EITHER = required_any("pay.x", "full", "first+last", fact="f")
FORBIDDEN = forbidden("pay.x", "a", fact="f")
NOT_X = forbidden("pay.x", "a", only=("X", "quota(*)"), fact="f")
NOT_TRUE = forbidden("pay.x", "a", only=True, fact="f")
ONE_OF = one_of("pay.x", "a", ("KRW", "USD"), fact="f")
NUMBERS = one_of("pay.x", "a", (0, 2), fact="f")
CHARS = max_length("pay.x", "a", 3, fact="f")
HANGUL = max_length("pay.x", "a", 4, unit="bytes", encoding="euc-kr", fact="f")
UTF8 = max_length("pay.x", "a", 6, unit="bytes", fact="f")
SHORT = min_length("pay.x", "a", 2, fact="f")
DIGITS = pattern("pay.x", "a", r"[0-9]+", fact="f")
LETTERS = charset("pay.x", "a", r"[a-z]*", fact="f")
LOW = minimum("pay.x", "a", 10, fact="f")
HIGH = maximum("pay.x", "a", 0, fact="f")
METHOD = unsupported_method("pay.x", "payMethod", fact="f")
NO_NAVER = unsupported_method("pay.x", "payMethod", only=("naver",), fact="f")

TABLE: list[tuple[Rule, object, bool]] = [
    (REQUIRED, {"a": {"b": 1}}, False),
    (REQUIRED, {"a": {"b": 0}}, False),
    (REQUIRED, {"a": {"b": False}}, False),
    (REQUIRED, {"a": {"b": ""}}, True),
    (REQUIRED, {"a": {"b": []}}, True),
    (REQUIRED, {"a": {"b": {}}}, True),
    (REQUIRED, {"a": {"b": None}}, True),
    (REQUIRED, {"a": "text"}, True),
    (REQUIRED, {}, True),
    (REQUIRED, ["not", "a", "map"], True),
    (REQUIRED, None, True),
    (EACH_REQUIRED, {}, False),
    (EACH_REQUIRED, {"rows": []}, False),
    (EACH_REQUIRED, {"rows": "text"}, False),
    (EACH_REQUIRED, {"rows": [{"b": 1}]}, False),
    (EACH_REQUIRED, {"rows": [{"b": 1}, {}]}, True),
    (EACH_REQUIRED, {"rows": [7]}, True),
    (EITHER, {"full": "x"}, False),
    (EITHER, {"first": "x", "last": "y"}, False),
    (EITHER, {"first": "x"}, True),
    (EITHER, {"full": "", "last": "y"}, True),
    (FORBIDDEN, {}, False),
    (FORBIDDEN, {"a": ""}, False),
    (FORBIDDEN, {"a": False}, False),
    (FORBIDDEN, {"a": {}}, False),
    (FORBIDDEN, {"a": 0}, True),
    (FORBIDDEN, {"a": {"b": None}}, True),
    (NOT_X, {"a": "Y"}, False),
    (NOT_X, {"a": "X"}, True),
    (NOT_X, {"a": ["Y", "X"]}, True),
    (NOT_X, {"a": "quota(1:2)"}, True),
    (NOT_X, {"a": "quota"}, False),
    (NOT_X, {"a": {"X": 1}}, False),
    (NOT_TRUE, {"a": True}, True),
    (NOT_TRUE, {"a": 1}, False),
    (NOT_TRUE, {"a": "true"}, False),
    (ONE_OF, {}, False),
    (ONE_OF, {"a": ""}, False),
    (ONE_OF, {"a": "KRW"}, False),
    (ONE_OF, {"a": "CURRENCY_KRW"}, False),
    (ONE_OF, {"a": "CURRENCY_"}, True),
    (one_of("pay.x", "a", ("",), fact="f"), {"a": "CURRENCY_"}, True),
    (ONE_OF, {"a": ["KRW", "USD"]}, False),
    (ONE_OF, {"a": ["KRW", "EUR"]}, True),
    (ONE_OF, {"a": {"KRW": 1}}, True),
    (ONE_OF, {"a": 5}, True),
    (NUMBERS, {"a": 2}, False),
    (NUMBERS, {"a": 0}, False),
    (NUMBERS, {"a": False}, True),
    (NUMBERS, {"a": "2"}, True),
    (NUMBERS, {"a": 1}, True),
    (CHARS, {"a": "abc"}, False),
    (CHARS, {"a": "abcd"}, True),
    (CHARS, {"a": 1234}, True),
    (CHARS, {"a": [1, 2, 3, 4]}, True),
    (CHARS, {"a": {"too": "long a map"}}, False),
    (HANGUL, {"a": "한글"}, False),
    (HANGUL, {"a": "한글a"}, True),
    (UTF8, {"a": "한글"}, False),
    (UTF8, {"a": "한글a"}, True),
    (UTF8, {"a": "\ud800"}, False),
    (SHORT, {}, False),
    (SHORT, {"a": "a"}, True),
    (SHORT, {"a": "ab"}, False),
    (SHORT, {"a": [1]}, True),
    (DIGITS, {"a": "12"}, False),
    (DIGITS, {"a": 12}, False),
    (DIGITS, {"a": "12 "}, True),
    (DIGITS, {"a": ["1", "x"]}, True),
    (DIGITS, {"a": {}}, True),
    (DIGITS, {"a": 10**5000}, True),
    (LETTERS, {"a": ""}, False),
    (LETTERS, {"a": "abc"}, False),
    (LETTERS, {"a": "aBc"}, True),
    (LETTERS, {"a": True}, False),
    (LOW, {"a": 10}, False),
    (LOW, {"a": 9}, True),
    (LOW, {"a": 9.99}, True),
    (LOW, {"a": "9"}, False),
    (LOW, {"a": True}, False),
    (HIGH, {"a": 0}, False),
    (HIGH, {"a": 1}, True),
    (METHOD, {"payMethod": "CARD"}, False),
    (METHOD, {"payMethod": "PHONE"}, True),
    (METHOD, {"payMethod": ["CARD"]}, True),
    (METHOD, {"payMethod": None}, False),
    (METHOD, {}, False),
    (METHOD, {"method": {"card": {}}}, False),
    (METHOD, {"method": {"card": {}, "transfer": {}}}, True),
    (METHOD, {"method": {"card": {}, "transfer": None}}, False),
    (METHOD, {"billingKeyMethod": "MOBILE"}, True),
    (NO_NAVER, {"payMethod": "naver"}, True),
    (NO_NAVER, {"payMethod": "kakao"}, False),
]


@pytest.mark.parametrize(
    ("rule", "request_", "expected"), TABLE, ids=[f"{rule.kind}-{n}" for n, (rule, _, _) in enumerate(TABLE)]
)
def test_a_rule_trips_exactly_where_its_kind_says(rule: Rule, request_: object, expected: bool) -> None:
    assert trips(rule, request_) is expected


def test_v1_names_its_method_in_pay_method() -> None:
    rule = unsupported_method("pay.x", "pay_method", fact="f")
    assert trips(rule, {"pay_method": "phone"}, api="v1")
    assert not trips(rule, {"pay_method": "card", "payMethod": "phone"}, api="v1")


def test_a_conditional_rule_is_code() -> None:
    rule = conditional("pay.x", "b", lambda view: view.number("a") == 1, fact="f")
    assert trips(rule, {"a": 1})
    assert not trips(rule, {"a": 2})


def test_ignored_fields_and_missing_contracts_warn_and_the_rest_refuses() -> None:
    severities = {
        rule.kind: rule.severity
        for rule in (
            REQUIRED,
            FORBIDDEN,
            ignored("pay.x", "a", fact="f"),
            needs_contract("pay.x", "a", contract="vat", fact="f"),
        )
    }
    assert severities == {
        "required": "error",
        "forbidden": "error",
        "ignored": "warning",
        "needs_contract": "warning",
    }


def test_a_contract_rule_without_a_field_is_about_the_operation() -> None:
    assert trips(needs_contract("pay.x", contract="key-in", fact="f"), {})


@pytest.mark.parametrize(
    ("rule", "request_", "on_v1"),
    [
        (minimum("pay.x", "a", 1000, fact="f"), {"a": "999"}, True),
        (minimum("pay.x", "a", 1000, fact="f"), {"a": "1000"}, False),
        (minimum("pay.x", "a", 1000, fact="f"), {"a": "a lot"}, False),
        (maximum("pay.x", "a", 0, fact="f"), {"a": "0.01"}, True),
        (one_of("pay.x", "a", (0, 2), fact="f"), {"a": "3"}, True),
        (forbidden("pay.x", "a", only=True, fact="f"), {"a": "true"}, True),
        (forbidden("pay.x", "a", only=2, fact="f"), {"a": "2"}, True),
        (required("pay.x", "b", when=is_("a"), fact="f"), {"a": "true"}, True),
        (required("pay.x", "b", when=is_("a", 2, 3), fact="f"), {"a": "2"}, True),
        (required("pay.x", "b", when=is_not("a", 0), fact="f"), {"a": "0"}, False),
    ],
)
def test_in_a_form_a_text_stands_for_what_it_writes(rule: Rule, request_: object, on_v1: bool) -> None:
    """V1 takes form-encoded bodies, in which everything is text; V2's JSON has types."""
    assert trips(rule, request_, api="v1") is on_v1
    in_json = rule.kind == "enum" or (rule.kind == "required" and on_v1 is False)
    assert trips(rule, request_, api="v2") is in_json


def test_a_form_says_false_in_letters() -> None:
    taken = {"escrow": "false", "months": "2"}
    assert not trips(forbidden("pay.x", "escrow", fact="f"), taken, api="v1")
    assert trips(forbidden("pay.x", "escrow", fact="f"), taken, api="v2")
    assert not trips(one_of("pay.x", "months", (0, 2), fact="f"), taken, api="v1")
    assert trips(one_of("pay.x", "months", (0, 2), fact="f"), taken, api="v2")
