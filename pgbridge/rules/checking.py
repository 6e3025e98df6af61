"""Running a provider's rules over a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from msgspec import structs

from pgbridge.errors import ConfigError
from pgbridge.rules.evaluate import compiled
from pgbridge.rules.messages import message
from pgbridge.rules.model import Capability, Provider, Rule, Violation
from pgbridge.rules.view import View

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    Step = tuple[Callable[[View], bool], Violation, str | None]

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
        for broken, violation, contract in plan(provider, operation, platform)
        if broken(view) and contract not in contracts and violation.rule not in off
    ]
    if raised and found:
        return [structs.replace(v, severity="error") if v.rule in raised else v for v in found]
    return found


def plan(provider: Provider, operation: str, platform: str | None) -> tuple[Step, ...]:
    """Give the compiled rules of an operation, made on first use."""
    steps = provider.plans.get((operation, platform))
    if steps is None:
        if platform not in PLATFORMS:
            raise ConfigError(f"platform {platform!r} is unknown; use 'pc', 'mobile' or None")
        steps = provider.plans[operation, platform] = steps_of(provider, operation, platform)
    return cast("tuple[Step, ...]", steps)


def steps_of(provider: Provider, operation: str, platform: str | None) -> tuple[Step, ...]:
    """Compile the rules that can apply to an operation on a platform."""
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
    allowed = provider.operations.get(operation, Capability()).pay_methods
    return tuple(
        (compiled(rule, allowed), violation_of(rule, provider, allowed), rule.contract)
        for rule in rules
        if all(term.applies_on(platform) for term in rule.when.terms)
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
