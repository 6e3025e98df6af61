"""Examples of rules: made from the rules, tried on them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from pgbridge.rules import (
    ON_MOBILE,
    Capability,
    Provider,
    View,
    absent,
    charset,
    check,
    conditional,
    forbidden,
    given,
    ignored,
    is_,
    is_not,
    max_length,
    minimum,
    needs_contract,
    one_of,
    pattern,
    paying,
    required,
    required_any,
    unsupported_method,
)
from pgbridge.rules.examples import example, smallest
from pgbridge.rules.paths import changed, difference, put, values

WINDOW = "browser_payment"


def provider(*rules: Any) -> Provider:
    return Provider(
        slug="shop",
        api="v2",
        codes=("SHOP",),
        name_en="Shop",
        name_ko="상점",
        source="page",
        operations={WINDOW: Capability(pay_methods=("CARD", "MOBILE"), currencies=("KRW", "USD"))},
        rules=rules,
    )


def odd(view: View) -> bool:
    total = view.number("totalAmount")
    return total is not None and total % 2 == 1


RULES = (
    required("browser_payment.name", "customer.fullName", fact="A name."),
    required("browser_payment.title-mobile", "storeDetails.name", when=ON_MOBILE, fact="A name."),
    required("browser_payment.goods", "productType", when=paying("MOBILE"), fact="Goods."),
    required("browser_payment.code", "products[].code", fact="A code."),
    required_any("browser_payment.deadline", "a.hours", "a.day", when=given("a"), fact="One of them."),
    required_any("browser_payment.both", "b.one+b.two", when=given("b"), fact="Both."),
    forbidden("browser_payment.months", "card.months", when=paying("CARD") & given("card.code"), fact="No."),
    forbidden("browser_payment.gift", "gift", only="OLD", fact="Gone."),
    ignored("browser_payment.phone", "customer.phoneNumber", when=absent("card.code"), fact="Unread."),
    ignored("browser_payment.option", "option", only="slim(*)", fact="Unread."),
    needs_contract("browser_payment.escrow", "isEscrow", only=True, contract="escrow", fact="Agreed."),
    one_of("browser_payment.currency", "currency", ("KRW", "USD"), fact="These."),
    one_of("browser_payment.list", "availableCards", ("BC_CARD",), fact="These."),
    max_length("browser_payment.length", "orderName", 40, unit="bytes", encoding="euc-kr", fact="Short."),
    max_length("browser_payment.one", "availablePayMethods", 1, unit="items", fact="One."),
    pattern("browser_payment.day", "day", "[0-9]{8}", when=is_("kind", "DAY"), fact="As 20991231."),
    charset("browser_payment.id", "paymentId", "[A-Za-z0-9]+", fact="Letters and digits."),
    minimum("browser_payment.least", "totalAmount", 1000, when=is_not("small", True), fact="More."),
    unsupported_method("browser_payment.method", "payMethod", fact="These two."),
    conditional("browser_payment.even", "totalAmount", odd, breaks={"totalAmount": 1001}, fact="Even."),
)
SHOP = provider(*RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_example_passes_and_fails_as_it_says(rule: Any) -> None:
    found = example(SHOP, rule)
    assert found is not None
    wanted = f"shop.{rule.id}"
    passing = check(SHOP, WINDOW, found.passes, platform=found.platform)
    assert not [v.rule for v in passing if v.severity == "error" or v.rule == wanted]
    assert wanted in {v.rule for v in check(SHOP, WINDOW, found.fails, platform=found.platform)}
    assert changed(found.passes, found.changes) == found.fails


def test_the_smallest_request_holds_what_is_required_and_no_more() -> None:
    assert smallest(SHOP, WINDOW) == {
        "storeId": "store-1",
        "channelKey": "channel-key-1",
        "paymentId": "order0001",
        "orderName": "Monthly plan",
        "totalAmount": 60_000,
        "currency": "KRW",
        "payMethod": "CARD",
        "customer": {"fullName": "Gildong Hong"},
    }


def test_nothing_is_made_up_where_rules_contradict_each_other() -> None:
    shut = provider(
        required("browser_payment.name", "name", fact="A name."),
        forbidden("browser_payment.no-name", "name", fact="No name."),
    )
    assert smallest(shut, WINDOW) is None
    assert example(shut, shut.rules[0]) is None
    silent = provider(conditional("browser_payment.odd", "totalAmount", odd, fact="No example is given."))
    assert example(silent, silent.rules[0]) is None


JSON = st.recursive(
    st.integers() | st.text(max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@for_all(old=st.dictionaries(st.sampled_from("abc"), JSON), new=st.dictionaries(st.sampled_from("abc"), JSON))
def test_a_difference_leads_from_one_to_the_other(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert changed(old, difference(old, new)) == new


def test_paths_reach_into_every_row() -> None:
    request: dict[str, Any] = {"rows": [{"a": 1}, {"a": 2}]}
    put(request, "rows[].b.c", 3)
    assert request == {"rows": [{"a": 1, "b": {"c": 3}}, {"a": 2, "b": {"c": 3}}]}
    assert values(request, "rows[].a") == [1, 2]
    put(request, "rows[].a", None)
    put(request, "list[]", "x")
    put(request, "no.such[].thing", None)
    assert request == {"rows": [{"b": {"c": 3}}, {"b": {"c": 3}}], "list": ["x"]}
