"""Examples for the rules of a PG: the smallest request that passes, and the smallest change that breaks a rule. Pure.

They are made from the rules themselves and tried on them, so an example that is given holds.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from pgbridge.rules.checking import check
from pgbridge.rules.conditions import Term
from pgbridge.rules.messages import as_tuple
from pgbridge.rules.model import Provider, Rule
from pgbridge.rules.paths import Request, changed, difference, put, values
from pgbridge.rules.samples import BARE, METHOD_BODIES, METHOD_FIELDS, WRONG
from pgbridge.rules.values import candidates, good_values, held, sample_for, samples, several

TRIES = 25  # repairs of one request


class Example(Struct, frozen=True, kw_only=True):
    """A request that a rule says nothing of, and what breaks the rule in it.

    :ivar passes: the request; no error rule refuses it, others may warn of it
    :ivar added: what it has over the operation's smallest request, by wire path
    :ivar changes: what breaks the rule, by wire path; None takes the field out
    :ivar fails: the request so changed
    """

    operation: str
    platform: str | None
    passes: Request
    added: dict[str, Any]
    changes: dict[str, Any]
    fails: Request


def smallest(provider: Provider, operation: str, platform: str | None = None) -> Request | None:
    """Return the smallest request of an operation that no error rule refuses; None where none was found."""
    return repaired(provider, operation, platform, start(provider, operation))


def example(provider: Provider, rule: Rule, operation: str = "") -> Example | None:
    """Return an example of a rule, on its first operation if none is named; None where none was found.

    Rules about a whole operation have no example: whatever the request holds, they speak.
    """
    if about_operation(rule):
        return None
    operation = operation or rule.on[0]
    platform = next((str(t.values[0]) for t in rule.when.terms if t.subject == "platform"), None)
    least = smallest(provider, operation, platform)
    if least is None:
        return None
    for ground in grounds(provider, rule, operation, least):
        passes = repaired(provider, operation, platform, ground)
        if passes is None or trips(provider, rule, operation, platform, passes):
            continue
        for changes in breaking(rule, provider, operation):
            fails = changed(passes, changes)
            if trips(provider, rule, operation, platform, fails):
                return Example(
                    operation=operation,
                    platform=platform,
                    passes=passes,
                    added=difference(least, passes),
                    changes=changes,
                    fails=fails,
                )
    return None


def about_operation(rule: Rule) -> bool:
    """Tell whether a rule speaks of every request of its operations."""
    return rule.kind == "unsupported_operation" or (rule.kind == "needs_contract" and not rule.field)


def trips(provider: Provider, rule: Rule, operation: str, platform: str | None, request: Request) -> bool:
    """Tell whether a request breaks a rule."""
    wanted = f"{provider.slug}.{rule.id}"
    return any(found.rule == wanted for found in check(provider, operation, request, platform=platform))


# The ground: a request in which the rule's conditions hold.


def start(provider: Provider, operation: str) -> Request:
    """Return what the API itself asks for, with method and currency of the PG."""
    request: Request = copy.deepcopy(dict(BARE.get((provider.api, operation), {})))
    capability = provider.operations.get(operation)
    if capability is None:
        return request
    if capability.pay_methods:
        pay_by(provider, operation, request, capability.pay_methods[0])
    if capability.currencies:
        first = "KRW" if "KRW" in capability.currencies else capability.currencies[0]
        put(request, "payment.currency" if "payment" in request else "currency", first)
    return request


def pay_by(provider: Provider, operation: str, request: Request, method: str) -> None:
    """Write the pay method where the API has it."""
    if provider.api == "v1":
        request["pay_method"] = method
    elif operation in METHOD_FIELDS:
        request[METHOD_FIELDS[operation]] = method
    elif "method" in request:
        request["method"] = {method: copy.deepcopy(METHOD_BODIES.get(method, {}))}


def grounds(provider: Provider, rule: Rule, operation: str, least: Request) -> Iterator[Request]:
    """Yield requests that the rule's conditions fit, those first that show its field in good order."""
    bare = copy.deepcopy(least)
    for term in rule.when.terms * 2:  # what one term asks for may be against another
        hold(provider, operation, term, bare)
        if term.sense == "given" and rule.field.startswith(f"{term.path}."):
            put(bare, beside(rule, term.path, provider, operation), "Y")
    if rule.kind in ("forbidden", "ignored", "needs_contract", "conditional"):
        yield bare
        yield changed(bare, {rule.field: None})
    for choice in as_tuple(rule.value) if rule.kind == "required_any" else ():
        paths = str(choice).split("+")
        yield changed(bare, {path: sample_for(path, provider, operation) for path in paths})
    for value in good_values(rule, provider, operation):
        yield changed(bare, {rule.field: value})
    yield bare
    for method in getattr(provider.operations.get(operation), "pay_methods", ()):
        other = copy.deepcopy(bare)
        pay_by(provider, operation, other, method)
        yield other


def hold(provider: Provider, operation: str, term: Term, request: Request) -> None:
    """Make a condition hold, if that is easily done."""
    wanted = term.values[0] if term.values and term.sense == "is" else None
    if term.subject == "method":
        methods = provider.operations[operation].pay_methods
        fit = next((m for m in methods if (m in term.values) is (term.sense == "is")), wanted)
        if isinstance(fit, str):
            pay_by(provider, operation, request, fit)
    elif term.subject == "currency":
        if wanted is not None:
            put(request, "payment.currency" if "payment" in request else "currency", wanted)
    elif term.subject == "path":
        if term.sense == "is":
            put(request, term.path, wanted)
        elif term.sense == "given":
            if not any(found not in (None, "", [], {}) for found in values(request, term.path)):
                put(request, term.path, sample_for(term.path, provider, operation))
        elif term.sense == "absent":
            put(request, term.path, None)
        elif any(found in term.values for found in values(request, term.path)):
            other = (v for v in candidates(term.path, provider, operation) if v not in term.values)
            put(request, term.path, next(other, None))


def beside(rule: Rule, parent: str, provider: Provider, operation: str) -> str:
    """Return a field that lies beside a rule's own under `parent`, so that the parent is there without it."""
    own = {rule.field, *(path for choice in as_tuple(rule.value) for path in str(choice).split("+"))}
    about = (other.field for other in provider.rules if operation in other.on)
    fields = (field for field in about if field.startswith(f"{parent}.") and not field.startswith(tuple(own)))
    return next(fields, f"{parent}.other")


# The repair: a request that error rules have nothing against.


def repaired(provider: Provider, operation: str, platform: str | None, request: Request) -> Request | None:
    """Return a request with the least added that error rules ask for; None when that does not end."""
    fixed = copy.deepcopy(request)
    rules = {f"{provider.slug}.{rule.id}": rule for rule in provider.rules}
    for _ in range(TRIES):
        broken = [v for v in check(provider, operation, fixed, platform=platform) if v.severity == "error"]
        if not broken:
            return fixed
        before = copy.deepcopy(fixed)
        for violation in broken:
            if violation.rule in rules:
                repair(rules[violation.rule], provider, operation, fixed)
        if fixed == before:
            return None
    return None


def repair(rule: Rule, provider: Provider, operation: str, request: Request) -> None:
    """Do what a rule asks for."""
    match rule.kind:
        case "required":
            put(request, rule.field, sample_for(rule.field, provider, operation))
        case "required_any":
            for path in str(as_tuple(rule.value)[0]).split("+"):
                put(request, path, sample_for(path, provider, operation))
        case "forbidden" | "ignored":
            put(request, rule.field, None)
        case "unsupported_method":
            pay_by(provider, operation, request, provider.operations[operation].pay_methods[0])
        case "conditional":
            if all(found is None for found in values(request, rule.field)):
                put(request, rule.field, sample_for(rule.field, provider, operation))
        case _:
            many = any(isinstance(found, list) for found in values(request, rule.field))
            for value in good_values(rule, provider, operation):
                if isinstance(value, list) is many:
                    put(request, rule.field, value)
                    return


# The break.


def breaking(rule: Rule, provider: Provider, operation: str) -> Iterator[dict[str, Any]]:
    """Yield changes that may break a rule."""
    field = rule.field
    match rule.kind:
        case "required":
            yield {field: None}
        case "required_any":
            choices = [str(choice).split("+") for choice in as_tuple(rule.value)]
            yield {path: None for choice in choices for path in choice}
            yield {choice[0]: None for choice in choices}
        case "forbidden" | "ignored" | "needs_contract":
            for value in as_tuple(rule.value) or samples(field):
                told = value.replace("*", "1-2:3") if isinstance(value, str) else value
                yield {field: held(field, told)}
                yield {field: told}
                yield {field: [told]}
        case "enum":
            for other in ("OTHER", 99):
                yield {field: held(field, other)}
                yield {field: other}
                yield {field: [other]}
        case "min" | "max":
            yield {field: int(str(rule.value)) + (1 if rule.kind == "max" else -1)}
        case "max_length" | "min_length":
            size = int(str(rule.value)) + (1 if rule.kind == "max_length" else -1)
            listed = rule.unit == "items"
            yield {field: several(rule, size, provider, operation) if listed else "a" * size}
        case "pattern" | "charset" | "format":
            for value in WRONG:
                yield {field: held(field, value)}
                yield {field: value}
                yield {field: [value]}
        case "unsupported_method":
            yield from other_methods(rule, provider, operation)
        case "conditional":
            yield dict(rule.breaks)


def other_methods(rule: Rule, provider: Provider, operation: str) -> Iterator[dict[str, Any]]:
    """Yield pay methods that a rule refuses."""
    for method in as_tuple(rule.value) or ("CARD", "POINT", "OTHER", "point", "other"):
        inside: Request = {"method": {}} if rule.field == "method" else {}
        pay_by(provider, operation, inside, str(method))
        yield inside
