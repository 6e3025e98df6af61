"""When a rule applies: conditions on paths, the pay method, the currency and the platform."""

from __future__ import annotations

from typing import Any

import pytest

from pgbridge.errors import ConfigError
from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    When,
    absent,
    check,
    given,
    in_currency,
    is_,
    is_not,
    not_in_currency,
    not_paying,
    paying,
    required,
)


def applies(when: When, request: object, *, platform: str | None = None, api: Any = "v2") -> bool:
    provider = Provider(
        slug="pg",
        api=api,
        codes=(),
        name_en="The PG",
        name_ko="피지",
        source="page.mdx",
        operations={"pay": Capability()},
        rules=(required("pay.x", "never.there", when=when, fact="f"),),
    )
    return bool(check(provider, "pay", request, platform=platform))


@pytest.mark.parametrize(
    ("when", "request_", "expected"),
    [
        (given("a"), {"a": 0}, True),
        (given("a"), {"a": False}, True),
        (given("a"), {"a": []}, False),
        (given("a[]"), {"a": [""]}, False),
        (given("a[]"), {"a": ["", 1]}, True),
        (given("a"), {}, False),
        (absent("a"), {}, True),
        (absent("a"), {"a": None}, True),
        (absent("a"), {"a": ""}, True),
        (absent("a"), {"a": []}, False),
        (absent("a.b"), {"a": "text"}, True),
        (is_("a", "X", "Y"), {"a": "Y"}, True),
        (is_("a", "X"), {"a": "BANK_X"}, True),
        (is_("a", "X"), {"a": ["X"]}, False),
        (is_("a[]", "X"), {"a": ["Z", "X"]}, True),
        (is_("a"), {"a": True}, True),
        (is_("a"), {"a": 1}, False),
        (is_("a"), {"a": "true"}, False),
        (is_("a", 1), {"a": True}, False),
        (is_("a", 0), {"a": 0.0}, True),
        (is_not("a", "X"), {}, True),
        (is_not("a", "X"), {"a": "X"}, False),
        (is_not("a"), {"a": False}, True),
        (is_not("a[]", "X"), {"a": ["Y", "X"]}, False),
        (paying("CARD"), {"payMethod": "CARD"}, True),
        (paying("CARD"), {"payMethod": "PHONE"}, False),
        (paying("CARD"), {}, False),
        (paying("card"), {"method": {"card": {}}}, True),
        (paying("CARD"), {"payMethod": {"CARD": 1}}, False),
        (not_paying("CARD"), {"payMethod": "PHONE"}, True),
        (not_paying("CARD"), {}, True),
        (not_paying("CARD"), {"payMethod": "CARD"}, False),
        (in_currency("KRW"), {"currency": "CURRENCY_KRW"}, True),
        (in_currency("KRW"), {"payment": {"currency": "KRW"}}, True),
        (in_currency("KRW"), {}, False),
        (not_in_currency("USD"), {}, True),
        (not_in_currency("USD"), {"currency": "USD"}, False),
        (given("a") & given("b"), {"a": 1}, False),
        (given("a") & given("b") & given("c"), {"a": 1, "b": 1, "c": 1}, True),
        (given("a") & given("b") & given("c"), {"a": 1, "b": 1}, False),
    ],
    ids=str,
)
def test_a_condition_holds_exactly_where_it_says(when: When, request_: object, expected: bool) -> None:
    assert applies(when, request_) is expected


@pytest.mark.parametrize(
    ("when", "platforms"), [(ON_PC, {"pc"}), (ON_MOBILE, {"mobile"}), (When(), {None, "pc", "mobile"})]
)
def test_a_platform_is_told_beside_the_request_and_none_refuses_nothing(
    when: When, platforms: set[str | None]
) -> None:
    assert {p for p in (None, "pc", "mobile") if applies(when, {}, platform=p)} == platforms


def test_another_platform_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ConfigError, match="platform 'tablet'"):
        applies(ON_PC, {}, platform="tablet")


def test_a_condition_reads_as_a_sentence() -> None:
    when = (
        paying("CARD")
        & given("card.cardCompany")
        & is_not("popup")
        & absent("a")
        & ON_PC
        & in_currency("KRW")
    )
    assert str(when) == (
        "the pay method is CARD and card.cardCompany is given and popup is not True and a is absent "
        "and the platform is pc and the currency is KRW"
    )
