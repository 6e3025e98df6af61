"""Values for the fields of examples, found by what a PG's rules say of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any, Final

from pgbridge.rules.evaluate import measure
from pgbridge.rules.messages import as_tuple
from pgbridge.rules.model import Provider, Rule
from pgbridge.rules.samples import ANY, LISTS, SAMPLES, SWITCHES
from pgbridge.rules.view import elements

SHAPES: Final = ("pattern", "charset", "format")


def sample_for(path: str, provider: Provider, operation: str) -> Any:
    """Return a value for a field that breaks no rule of its own."""
    return next(candidates(path, provider, operation), next(samples(path)))


def candidates(path: str, provider: Provider, operation: str) -> Iterator[Any]:
    """Yield values for a field that its own rules take."""
    about = [rule for rule in provider.rules if rule.field == path and operation in rule.on]
    shapes = [re.compile(str(rule.value)) for rule in about if rule.kind in SHAPES]
    refused = [value for rule in about if rule.kind == "forbidden" for value in as_tuple(rule.value)]
    choices = [value for rule in about if rule.kind == "enum" for value in as_tuple(rule.value)]
    told = [value for rule in about if rule.kind in SHAPES for value in fitting(rule)]
    for value in (*choices, *told, *samples(path)):
        written = all(shape.fullmatch(str(element)) for shape in shapes for element in elements(value))
        if written and not any(value is other or value == other for other in refused):
            yield held(path, value)


def good_values(rule: Rule, provider: Provider, operation: str) -> Iterator[Any]:
    """Yield values that keep a rule about values."""
    match rule.kind:
        case "required":
            yield sample_for(rule.field, provider, operation)
        case "conditional":
            yield from told(rule)
            yield True
        case "enum":
            first = as_tuple(rule.value)[0]
            yield held(rule.field, first)
            yield first
            yield [first]
        case "min" | "max":
            yield rule.value
        case "max_length" | "min_length":
            if rule.unit == "items":
                yield several(rule, min(int(str(rule.value)), 2), provider, operation)
                return
            yield from (s for s in samples(rule.field) if isinstance(s, str) and fits(rule, s))
            yield "a" * int(str(rule.value))
        case "pattern" | "charset" | "format":
            yield from fitting(rule)


def several(rule: Rule, size: int, provider: Provider, operation: str) -> list[Any]:
    """Return so many entries for the list that a rule is about."""
    found = [element for value in candidates(rule.field, provider, operation) for element in elements(value)]
    plain = dict.fromkeys(element for element in found if isinstance(element, (str, int)))
    return list(islice(cycle(plain), size))


def fits(rule: Rule, value: str) -> bool:
    """Tell whether a text keeps a rule about lengths."""
    limit = int(str(rule.value))
    size = measure(rule)(value, limit)
    return size <= limit if rule.kind == "max_length" else size >= limit


def fitting(rule: Rule) -> Iterator[Any]:
    """Yield samples written in the shape that a rule asks for; its own sentence often holds one."""
    shape = re.compile(str(rule.value))
    for value in (*samples(rule.field), *told(rule)):
        if all(
            isinstance(element, (str, int))
            and not isinstance(element, bool)
            and shape.fullmatch(str(element))
            for element in elements(value)
        ):
            yield held(rule.field, value)


def told(rule: Rule) -> list[str]:
    """Return the words of a rule's sentence, of which one is often a value."""
    words = rule.fact.split()
    return [word.rstrip(",;:.") for word in words] + [word.strip(",;:.()'\"") for word in words]


def samples(path: str) -> Iterator[Any]:
    """Yield values for a field, the likeliest first, by its name; one that holds a list gets lists."""
    last = path.rpartition(".")[2]
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", last.removesuffix("[]"))]
    known = [SAMPLES.get("".join(words[-size:]), ()) for size in range(len(words), 0, -1)]
    if words and (words[0] in SWITCHES or words[-1] in SWITCHES):
        yield True
    for value in (*(value for each in known for value in each), *ANY):
        yield held(path, value)


def held(path: str, value: Any) -> Any:
    """Return a value as a field holds it: in a list, where its name says so."""
    return [value] if holds_list(path) and not isinstance(value, list) else value


def holds_list(path: str) -> bool:
    """Tell by its name whether a field holds a list."""
    name = path.rpartition(".")[2].lower()
    return not name.endswith("[]") and (name.startswith(LISTS) or name.endswith(LISTS))
