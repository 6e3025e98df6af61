"""Two PGs side by side: what is lost, gained, asked anew, asked otherwise."""

from __future__ import annotations

from typing import Any

from pgbridge.rules import (
    Capability,
    Provider,
    Rule,
    forbidden,
    max_length,
    minimum,
    one_of,
    paying,
    required,
    unsupported_method,
)
from pgbridge.rules.compare import compare
from tests.unit.test_rules_needs import provider

CARD = Capability(pay_methods=("CARD", "TRANSFER"), currencies=("KRW", "USD"), locales=("KO_KR",))
PHONE = required("browser_payment.phone", "customer.phoneNumber", fact="It is printed.")


def pg(slug: str, *rules: Rule, **changes: Any) -> Provider:
    values: dict[str, Any] = {
        "operations": {"browser_payment": CARD, "cancel": Capability()},
        "rules": rules,
    }
    return provider(slug, **values | changes)


def test_a_pg_and_itself() -> None:
    one = pg("one", PHONE, max_length("browser_payment.name", "orderName", 40, fact="It is cut."))
    found = compare(one, one)
    assert found.same == 2
    assert not any(
        (found.lost, found.unsure, found.gained, found.changes, found.added, found.dropped, found.changed)
    )


def test_operations_that_are_lost_gained_or_not_mentioned() -> None:
    one = pg("one", operations={"browser_payment": CARD, "cancel": CARD, "schedule": CARD})
    two = pg("two", operations={"browser_payment": CARD, "cash_receipt": CARD}, unsupported=("schedule",))
    found = compare(one, two)
    assert (found.lost, found.unsure, found.gained) == (("schedule",), ("cancel",), ("cash receipt",))
    back = compare(two, one)
    assert (back.unsure, back.gained) == (("cash receipt",), ("schedule", "cancel"))


def test_lists_count_where_both_state_them() -> None:
    other = Capability(pay_methods=("CARD", "MOBILE"), currencies=("KRW",))
    found = compare(pg("one"), pg("two", operations={"browser_payment": other}))
    assert [(each.what, each.lost, each.gained) for each in found.changes] == [
        ("methods", ("transfer",), ("mobile",)),
        ("currencies", ("USD",), ()),
    ]


def test_rules_that_come_go_or_change() -> None:
    cut = max_length("browser_payment.name", "orderName", 40, fact="It is cut.")
    shorter = max_length("browser_payment.order-name", "orderName", 20, fact="It is refused.")
    low = minimum("browser_payment.low", "totalAmount", 100, when=paying("CARD"), fact="No less.")
    other_low = minimum("browser_payment.high", "totalAmount", 1000, when=paying("TRANSFER"), fact="No less.")
    same_id = minimum("browser_payment.low", "totalAmount", 100, when=paying("TRANSFER"), fact="No less.")
    found = compare(pg("one", PHONE, cut, low), pg("two", shorter, other_low))
    assert [(each.old.value, each.new.value) for each in found.changed] == [(40, 20)]
    assert [rule.id for _, rule in found.dropped] == ["one.browser_payment.phone", "one.browser_payment.low"]
    assert [rule.id for _, rule in found.added] == ["two.browser_payment.high"]
    assert len(compare(pg("one", low), pg("two", same_id)).changed) == 1
    twice = compare(
        pg("one", PHONE), pg("two", PHONE, required("browser_payment.b", "customer.phoneNumber", fact="x."))
    )
    assert (twice.same, len(twice.added)) == (1, 1)


def test_from_v1_to_v2_rules_meet_by_what_their_fields_mean() -> None:
    old = pg(
        "old",
        required("browser_payment.tel", "buyer_tel", fact="It is printed."),
        max_length("browser_payment.name", "name", 40, fact="It is cut."),
        one_of("browser_payment.language", "language", ("ko", "en"), fact="No other."),
        unsupported_method("onetime.method", "pay_method", only=("vbank",), fact="No."),
        required("schedule.tel", "schedules[].buyer_tel", fact="It is printed."),
        api="v1",
        operations={"browser_payment": Capability(), "onetime": Capability(), "schedule": Capability()},
    )
    new = pg(
        "new",
        PHONE,
        max_length("browser_payment.name", "orderName", 20, fact="It is cut."),
        one_of("browser_payment.language", "locale", ("KO_KR", "EN_US"), fact="No other."),
        unsupported_method("instant.method", "method", only=("virtualAccount",), fact="No."),
        required("schedule.phone", "payment.customer.phoneNumber", fact="It is printed."),
        forbidden("instant.account", "method.virtualAccount.option", fact="None."),
        operations={
            "browser_payment": Capability(),
            "instant": Capability(pay_methods=("card",)),
            "schedule": Capability(),
        },
    )
    found = compare(old, new)
    assert found.same == 4
    assert [(each.old.field, each.new.field) for each in found.changed] == [("name", "orderName")]
    assert (found.added, found.dropped) == ((), ())
