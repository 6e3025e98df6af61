"""What holds for the rules of every provider, whatever the request."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pgbridge_providers.plugin import pgbridge_register_providers

from pgbridge.rules import Provider, Rule, Violation, check

PROVIDERS = [ref.load() for ref in pgbridge_register_providers()]
PLATFORMS = (None, "pc", "mobile")
CASES = [(provider, name) for provider in PROVIDERS for name in provider.operations]
SECRETS = ("4111222233334444", "SECRET-NAME", "secret@example.com", "01099998888", "990101", "2077-07")

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        ["CARD", "EASY_PAY", "card", "vbank", "KRW", "USD", "FIXED", "2030-01-01", "Y", *SECRETS]
    )
)
LEAVES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(max_size=3), SCALARS, max_size=3)


def of(provider: Provider) -> str:
    return f"{provider.api}-{provider.slug}"


def fields_of(provider: Provider, operation: str) -> list[str]:
    """Every path that a rule of the operation looks at, and those that all requests have."""
    paths = {
        "pay_method",
        "payMethod",
        "method",
        "currency",
        "amount",
        "tax_free",
        "vat_amount",
        "card.direct.quota",
    }
    for rule in (rule for rule in provider.rules if operation in rule.on):
        paths |= {rule.field} | {term.path for term in rule.when.terms}
        if rule.kind == "required_any":
            paths |= {path for choice in rule.value for path in choice.split("+")}  # type: ignore[union-attr]
    return sorted(paths - {""})


def put(request: dict[str, Any], path: str, value: object) -> None:
    """Put a value at a wire path, making what lies on the way."""
    *parents, last = path.split(".")
    where: Any = request
    for name in parents:
        if name.endswith("[]"):
            rows = where.get(name[:-2])
            where[name[:-2]] = rows if isinstance(rows, list) and rows and isinstance(rows[0], dict) else [{}]
            where = where[name[:-2]][0]
        else:
            if not isinstance(where.get(name), dict):
                where[name] = {}
            where = where[name]
    where[last.removesuffix("[]")] = [value] if last.endswith("[]") else value


@st.composite
def requests(draw: st.DrawFn) -> tuple[Provider, str, Any]:
    """A request with arbitrary values at the very places that rules look at, or arbitrary JSON altogether."""
    provider, operation = draw(st.sampled_from(CASES))
    if draw(st.integers(0, 9)) == 0:
        return provider, operation, draw(LEAVES)
    request: dict[str, Any] = {}
    for path in draw(st.lists(st.sampled_from(fields_of(provider, operation)), max_size=12)):
        put(request, path, draw(LEAVES))
    return provider, operation, request


@settings(max_examples=400, deadline=None)
@given(case=requests(), platform=st.sampled_from(PLATFORMS))
def test_no_request_raises_changes_or_shows(case: tuple[Provider, str, Any], platform: str | None) -> None:
    provider, operation, request = case
    before = repr(request)
    shown = repr(check(provider, operation, request, platform=platform))
    assert repr(request) == before
    assert not [secret for secret in SECRETS if secret in shown]


@settings(max_examples=200, deadline=None)
@given(case=requests(), platform=st.sampled_from(PLATFORMS))
def test_giving_what_is_missing_cures_it(case: tuple[Provider, str, Any], platform: str | None) -> None:
    provider, operation, request = case
    for found in check(provider, operation, request, platform=platform):
        if found.kind != "required" or "[]" in found.field or not isinstance(request, dict):
            continue
        fuller = copy.deepcopy(request)
        put(fuller, found.field, "given")
        assert found.rule not in {left.rule for left in check(provider, operation, fuller, platform=platform)}


@pytest.mark.parametrize("provider", PROVIDERS, ids=of)
def test_a_wire_field_full_of_secrets_shows_none(provider: Provider) -> None:
    for operation in provider.operations:
        request: dict[str, Any] = {}
        for n, path in enumerate(fields_of(provider, operation)):
            put(request, path, SECRETS[n % len(SECRETS)])
        for platform in PLATFORMS:
            shown = repr(check(provider, operation, request, platform=platform))
            assert not [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize("provider", PROVIDERS, ids=of)
def test_every_rule_compiles_and_explains_itself(provider: Provider) -> None:
    for operation in (*provider.operations, *provider.unsupported):
        for platform in PLATFORMS:
            for found in check(provider, operation, {}, platform=platform):
                assert isinstance(found, Violation)
    for rule in provider.rules:
        assert rule.fact.endswith("."), rule.id
        assert len(rule.fact) <= 200, rule.id
        assert rule.kind not in ("pattern", "charset") or re.compile(str(rule.value))


@pytest.mark.parametrize("provider", PROVIDERS, ids=of)
def test_contract_rules_name_a_setting_that_silences_them(provider: Provider) -> None:
    rules: list[Rule] = [rule for rule in provider.rules if rule.kind == "needs_contract"]
    assert all(rule.contract for rule in rules)
    assert all(rule.severity == "warning" for rule in rules)
    assert not [rule.id for rule in provider.rules if rule.contract and rule.kind != "needs_contract"]


@pytest.mark.parametrize("provider", PROVIDERS, ids=of)
def test_a_capability_agrees_with_the_rule_about_it(provider: Provider) -> None:
    """The lists that routing reads and those that the rules check are the same."""
    for rule in provider.rules:
        if (
            rule.kind != "enum"
            or rule.severity != "error"
            or rule.when.terms
            or rule.on[0] not in provider.operations
        ):
            continue
        capability = provider.operations[rule.on[0]]
        listed = {
            "currency": capability.currencies,
            "language": capability.locales,
            "payment.currency": capability.currencies,
        }.get(rule.field)
        assert not listed or rule.value == listed, rule.id
