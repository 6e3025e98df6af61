"""Every rule of every PG can be kept and can be broken, on each operation that it names."""

from __future__ import annotations

import pytest
from pgbridge_providers.plugin import pgbridge_register_providers

from pgbridge.rules import Provider, check
from pgbridge.rules.examples import about_operation, example, smallest

PROVIDERS = [ref.load() for ref in pgbridge_register_providers()]
# A request that keeps these is outside what examples are made of: the field they speak of is one that the PG demands.
ALWAYS_SPOKEN = {
    ("v1", "settle-mybank", "browser_billing_key.billing-contract"),
    ("v2", "ksnet", "browser_payment.vbank-expiry-contract"),
    # The smallest request takes the other of the two kinds of channel.
    ("v1", "inicis-jp", "browser_payment.sbps-pay-method"),
}


def of(provider: Provider) -> str:
    return f"{provider.api}-{provider.slug}"


@pytest.mark.parametrize("provider", PROVIDERS, ids=of)
def test_every_rule_has_a_request_that_passes_and_one_that_fails(provider: Provider) -> None:
    without = set()
    for rule in provider.rules:
        for operation in () if about_operation(rule) else rule.on:
            found = example(provider, rule, operation)
            if found is None:
                without.add((provider.api, provider.slug, rule.id))
                continue
            wanted = f"{provider.slug}.{rule.id}"
            passing = check(provider, operation, found.passes, platform=found.platform)
            assert not [v.rule for v in passing if v.severity == "error" or v.rule == wanted]
            failing = check(provider, operation, found.fails, platform=found.platform)
            assert (wanted, rule.severity) in {(v.rule, v.severity) for v in failing}
    assert without == {each for each in ALWAYS_SPOKEN if each[:2] == (provider.api, provider.slug)}


@pytest.mark.parametrize("provider", PROVIDERS, ids=of)
def test_every_operation_has_a_smallest_request(provider: Provider) -> None:
    for operation in provider.operations:
        for platform in ("pc", "mobile") if operation.startswith("browser") else (None,):
            assert smallest(provider, operation, platform), operation


def test_rules_about_a_whole_operation_speak_of_every_request() -> None:
    for provider in PROVIDERS:
        for rule in filter(about_operation, provider.rules):
            for operation in rule.on:
                wanted = f"{provider.slug}.{rule.id}"
                if not rule.when.terms:
                    assert wanted in {v.rule for v in check(provider, operation, {})}
