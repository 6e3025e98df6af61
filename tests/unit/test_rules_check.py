"""Providers and `check`: ids, contracts, rules switched off, unsupported operations, wrong definitions."""

from __future__ import annotations

from typing import Any, cast

import pytest

from pgbridge.errors import ConfigError
from pgbridge.rules import (
    CONTRACTS,
    Capability,
    Provider,
    Rule,
    check,
    conditional,
    each,
    forbidden,
    max_length,
    needs_contract,
    one_of,
    required,
    required_any,
    unsupported_method,
    unsupported_operation,
)
from pgbridge.rules.checking import plan


def provider(*rules: Rule, **changes: Any) -> Provider:
    values: dict[str, Any] = {
        "slug": "pg",
        "api": "v2",
        "codes": ("PG",),
        "name_en": "The PG",
        "name_ko": "피지",
        "source": "page.mdx",
        "operations": {"pay": Capability(pay_methods=("CARD",)), "cancel": Capability()},
        "unsupported": ("lease",),
        "rules": rules,
    }
    return Provider(**values | changes)


NAME = required("any.name", "name", on=("pay",), fact="The PG prints it.")
VAT = needs_contract("pay.vat", "vat", contract="vat", fact="It is agreed beforehand.")


def test_a_violation_tells_rule_field_fix_reason_and_page() -> None:
    [found] = check(provider(NAME), "pay", {})
    assert found.rule == "pg.any.name"
    assert (found.severity, found.field, found.kind, found.value) == ("error", "name", "required", None)
    assert found.message == "name is missing; add it. The PG prints it."
    assert (found.source, found.neutral_field) == ("page.mdx", None)


def test_a_rule_may_name_its_own_page() -> None:
    [found] = check(provider(required("pay.x", "x", fact="f", source="other.mdx")), "pay", {})
    assert found.source == "other.mdx"


@pytest.mark.parametrize(
    ("rule", "request_", "start"),
    [
        (
            one_of("pay.x", "a", ("A", "B", "C"), fact="f"),
            {"a": "secret"},
            "a has a value that The PG does not take; ",
        ),
        (
            one_of("pay.x", "a", ("A", "B"), severity="warning", fact="f"),
            {"a": "secret"},
            "a has a value that The PG may not take; use A or B.",
        ),
        (
            max_length("pay.x", "a", 1, unit="bytes", encoding="euc-kr", fact="f"),
            {"a": "secret"},
            "a is longer than 1 byte in EUC-KR; shorten it.",
        ),
        (
            max_length("pay.x", "a", 2, unit="items", fact="f"),
            {"a": [1, 2, 3]},
            "a is longer than 2 entries; ",
        ),
        (
            forbidden("pay.x", "a", only=True, fact="f"),
            {"a": True},
            "a must not be true; change it or leave it out.",
        ),
        (required_any("pay.x", "a", "b+c", fact="f"), {}, "a is missing; give a or b with c. f"),
        (
            unsupported_method("pay.x", "payMethod", fact="f"),
            {"payMethod": "secret"},
            "payMethod names a method",
        ),
        (VAT, {"vat": 1}, "vat works only under a contract with The PG; if there is one, list 'vat' among"),
    ],
    ids=lambda value: value.kind if isinstance(value, Rule) else None,
)
def test_messages_name_the_field_and_the_fix_and_never_what_was_sent(
    rule: Rule, request_: object, start: str
) -> None:
    [found] = check(provider(rule), "pay", request_)
    assert found.message.startswith(start)
    assert found.message.endswith(rule.fact)
    assert "secret" not in repr(found)


def test_only_the_rules_of_the_operation_run() -> None:
    pg = provider(NAME, required("cancel.reason", "reason", fact="f"))
    assert [found.rule for found in check(pg, "cancel", {})] == ["pg.cancel.reason"]
    assert check(pg, "unheard_of", {}) == []


def test_a_contract_of_the_channel_silences_its_rules_only() -> None:
    pg = provider(NAME, VAT)
    assert [found.rule for found in check(pg, "pay", {"vat": 0})] == ["pg.any.name", "pg.pay.vat"]
    assert [found.rule for found in check(pg, "pay", {"vat": 0}, contracts={"vat"})] == ["pg.any.name"]
    assert len(check(pg, "pay", {"vat": 0}, contracts={"escrow"})) == 2


def test_a_rule_can_be_switched_off_by_its_full_id() -> None:
    assert check(provider(NAME), "pay", {}, off={"pg.any.name"}) == []
    assert check(provider(NAME), "pay", {}, off={"any.name"}) != []


def test_a_rule_can_be_raised_and_no_other_with_it() -> None:
    house, request = provider(NAME, VAT), {"vat": 1}
    assert [v.severity for v in check(house, "pay", request)] == ["error", "warning"]
    raised = check(house, "pay", request, raised={"pg.pay.vat"})
    assert [(v.rule, v.severity) for v in raised] == [("pg.any.name", "error"), ("pg.pay.vat", "error")]
    assert check(house, "pay", request, raised={"pg.pay.vat"}, contracts={"vat"}) == check(house, "pay", {})
    assert [v.severity for v in check(house, "pay", request)] == ["error", "warning"]


def test_an_unsupported_operation_is_refused_whatever_is_sent() -> None:
    requests: tuple[object, ...] = ({}, {"name": "x"}, [], None)
    for request in requests:
        [found] = check(provider(NAME), "lease", request)
        assert found.rule == "pg.lease.unsupported-operation"
        assert (found.kind, found.severity) == ("unsupported_operation", "error")


def test_an_unsupported_operation_may_have_its_own_id_and_reason() -> None:
    pg = provider(unsupported_operation("lease.no-lease", fact="The PG sells only."))
    [found] = check(pg, "lease", {})
    assert found.rule == "pg.lease.no-lease"
    assert found.message == "The PG cannot do this operation; use another channel. The PG sells only."


def test_house_rules_come_on_top_and_leave_the_provider_alone() -> None:
    pg = provider(NAME)
    assert len(check(pg, "pay", {})) == 1
    extended = pg.extended([required("pay.house-note", "note", fact="We want it.")])
    assert [found.rule for found in check(extended, "pay", {})] == ["pg.any.name", "pg.pay.house-note"]
    assert len(check(pg, "pay", {})) == 1


def test_rules_are_compiled_once() -> None:
    pg = provider(NAME)
    assert plan(pg, "pay", None) is plan(pg, "pay", None)
    assert plan(pg, "pay", "pc") is not plan(pg, "pay", "mobile")


def test_one_rule_per_field_of_a_family() -> None:
    rules = each(required, "pay.{}-required", {"name": "a.name", "tel": "a.tel"}, fact="f")
    assert [(rule.id, rule.field) for rule in rules] == [
        ("pay.name-required", "a.name"),
        ("pay.tel-required", "a.tel"),
    ]


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: provider(NAME, NAME), "two rules have the id any.name"),
        (lambda: provider(required("fly.x", "x", fact="f")), "does not list fly"),
        (lambda: provider(required("lease.x", "x", fact="f")), "does not list lease"),
        (lambda: provider(unsupported_operation("pay.x", fact="f")), "does not list pay"),
        (lambda: provider(unsupported=("pay",)), "both supported and unsupported: pay"),
        (lambda: required("any.x", "x", fact="f"), "name the operations"),
        (lambda: required("x", "x", fact="f"), "rule id 'x'"),
        (lambda: max_length("pay.x", "x", 1, encoding="hangul", fact="f"), "encoding 'hangul' is unknown"),
        (
            lambda: check(
                provider(Rule(id="pay.x", kind=cast("Any", "odd"), on=("pay",), fact="f")), "pay", {}
            ),
            "odd",
        ),
        (lambda: needs_contract("pay.x", "x", contract="love", fact="f"), "contract 'love' is not one of"),
        (
            lambda: check(provider(Rule(id="pay.x", kind="max_length", on=("pay",), fact="f")), "pay", {}),
            "limit",
        ),
        (
            lambda: check(provider(Rule(id="pay.x", kind="conditional", on=("pay",), fact="f")), "pay", {}),
            "function",
        ),
        (
            lambda: check(provider(unsupported_method("cancel.x", "method", fact="f")), "cancel", {}),
            "lists no pay methods",
        ),
    ],
)
def test_a_mistake_in_a_definition_is_told(make: Any, text: str) -> None:
    with pytest.raises(ConfigError, match=text):
        make()


def test_every_contract_has_a_meaning() -> None:
    assert all(name == name.lower() and meaning for name, meaning in CONTRACTS.items())


def test_conditional_rules_know_their_operation() -> None:
    rule = conditional("any.x", "x", lambda view: view.operation == "cancel", on=("pay", "cancel"), fact="f")
    assert check(provider(rule), "pay", {}) == []
    assert len(check(provider(rule), "cancel", {})) == 1
