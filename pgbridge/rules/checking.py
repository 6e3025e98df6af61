"""Running a provider's rules over a request."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from msgspec import Struct, structs

from pgbridge.errors import ConfigError
from pgbridge.rules.bypass import rules_of_shape
from pgbridge.rules.conditions import Term, When
from pgbridge.rules.evaluate import compiled
from pgbridge.rules.messages import message
from pgbridge.rules.model import Capability, Provider, Rule, Violation
from pgbridge.rules.view import View, bare

Step = tuple[Callable[[View], bool], Violation, str | None]

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime

PLATFORMS: Final = (None, "pc", "mobile")


def check(
    provider: Provider,
    operation: str,
    request: object,
    *,
    platform: str | None = None,
    contracts: AbstractSet[str] = frozenset(),
    off: AbstractSet[str] = frozenset(),
    raised: AbstractSet[str] = frozenset(),
    now: datetime | None = None,
) -> list[Violation]:
    """List the rules of `provider` that `request` breaks.

    :param operation: wire operation, such as `instant` or `browser_payment`
    :param request: any JSON; path and query parameters lie beside the body's fields
    :param platform: `pc` or `mobile`; None (a server call, or not known) leaves out the rules bound to one
    :param contracts: names of `CONTRACTS` that the merchant has; they silence `needs_contract` rules
    :param off: full ids of rules that are switched off
    :param raised: full ids of rules that count as errors, whatever their severity
    :param now: time of the check, the present by default
    :raises ConfigError: another platform
    """
    view = View(request, api=provider.api, operation=operation, now=now)
    found = [
        violation
        for broken, violation, contract in plan(provider, operation, platform, view)
        if broken(view) and contract not in contracts and violation.rule not in off
    ]
    if raised and found:
        return [structs.replace(v, severity="error") if v.rule in raised else v for v in found]
    return found


def plan(
    provider: Provider, operation: str, platform: str | None, view: View | None = None
) -> tuple[Step, ...]:
    """Give the compiled rules of an operation, made on first use.

    A view leaves those over that its pay method and currency allow, most rules gone. What conditions say of the two depends
    only on the values that some rule names, so there are few such lists.
    """
    found = cast("Rules | None", provider.plans.get((operation, platform)))
    if found is None:
        if platform not in PLATFORMS:
            raise ConfigError(f"platform {platform!r} is unknown; use 'pc', 'mobile' or None")
        found = provider.plans[operation, platform] = rules_of(provider, operation, platform)
    if view is None:
        return found.every
    paying = frozenset([bare(method) for method in view.methods if isinstance(method, str)]) & found.methods
    currency = bare(view.currency) if isinstance(view.currency, str) else ""
    key = (paying, currency if currency in found.currencies else "")
    steps = found.steps.get(key)
    if steps is None:
        steps = found.steps[key] = tuple(
            (
                compiled(unconditional(rule), found.allowed, forms=provider.api == "v1"),
                violation,
                contract,
            )
            for rule, (_, violation, contract) in zip(found.rules, found.every, strict=True)
            if all(can_hold(term, *key) for term in rule.when.terms)
        )
    return steps


class Rules(Struct, frozen=True, kw_only=True):
    """The rules that can apply to an operation on a platform.

    :ivar every: all of them compiled, so that a mistake in one is found whatever the request holds
    :ivar methods: the pay methods that their conditions name; `currencies` likewise
    :ivar steps: compiled lists by pay methods and currency, filled as they are asked for
    """

    rules: tuple[Rule, ...]
    every: tuple[Step, ...]
    allowed: tuple[str, ...]
    methods: frozenset[str]
    currencies: frozenset[str]
    steps: dict[tuple[frozenset[str], str], tuple[Step, ...]]


def can_hold(term: Term, paying: frozenset[str], currency: str) -> bool:
    """Tell whether a condition can hold; true for those that only the request can decide."""
    if term.subject not in ("method", "currency"):
        return True
    values = {bare(str(value)) for value in term.values}
    return bool(values & (paying if term.subject == "method" else {currency})) is (term.sense == "is")


def unconditional(rule: Rule) -> Rule:
    """Give a rule without the conditions on pay method and currency, which are known to hold."""
    left = tuple(term for term in rule.when.terms if term.subject not in ("method", "currency"))
    return rule if left == rule.when.terms else structs.replace(rule, when=When(terms=left))


def rules_of(provider: Provider, operation: str, platform: str | None) -> Rules:
    """Gather the rules that can apply to an operation on a platform."""
    rules = [rule for rule in provider.rules if operation in rule.on]
    if operation in provider.unsupported and not any(rule.kind == "unsupported_operation" for rule in rules):
        rules = [
            Rule(
                id=f"{operation}.unsupported-operation",
                kind="unsupported_operation",
                on=(operation,),
                fact=f"{provider.name_en} offers no {operation} on {provider.api.upper()}.",
            )
        ]
    rules += rules_of_shape(provider, operation)
    allowed = provider.operations.get(operation, Capability()).pay_methods
    rules = [rule for rule in rules if all(term.applies_on(platform) for term in rule.when.terms)]
    terms = [term for rule in rules for term in rule.when.terms]
    forms = provider.api == "v1"
    return Rules(
        rules=tuple(rules),
        every=tuple(
            (compiled(rule, allowed, forms=forms), violation_of(rule, provider, allowed), rule.contract)
            for rule in rules
        ),
        allowed=allowed,
        methods=frozenset(bare(str(v)) for term in terms if term.subject == "method" for v in term.values),
        currencies=frozenset(
            bare(str(v)) for term in terms if term.subject == "currency" for v in term.values
        ),
        steps={},
    )


def violation_of(rule: Rule, provider: Provider, allowed: tuple[str, ...]) -> Violation:
    """Make the violation of a rule; it depends on nothing in the request, so one serves every request."""
    return Violation(
        rule=f"{provider.slug}.{rule.id}",
        severity=rule.severity,
        field=rule.field,
        message=message(rule, provider, allowed),
        kind=rule.kind,
        value=allowed if rule.kind == "unsupported_method" and rule.value is None else rule.value,
        source=rule.source or provider.source,
    )
