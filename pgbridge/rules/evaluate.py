"""From a rule to a test: each kind's meaning, compiled once into closures over the paths it reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from pgbridge.errors import ConfigError
from pgbridge.rules.conditions import any_value, member
from pgbridge.rules.messages import as_tuple
from pgbridge.rules.view import View, elements, empty, missing, number

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from pgbridge.rules.model import Rule

    Test = Callable[[View], bool]
    ValueTest = Callable[[object], bool]


def compiled(rule: Rule, allowed: tuple[str, ...], *, forms: bool) -> Test:
    """Make the test that finds the rule broken.

    :param allowed: the operation's pay methods
    :param forms: texts may stand for numbers and flags, as in V1's form-encoded bodies
    """
    core = test_of(rule, allowed, forms=forms)
    terms = [term.test(forms=forms) for term in rule.when.terms if term.subject != "platform"]
    match terms:
        case []:
            return core
        case [only]:
            return lambda view: only(view) and core(view)
        case [first, second]:
            return lambda view: first(view) and second(view) and core(view)
    return lambda view: all(term(view) for term in terms) and core(view)


def test_of(rule: Rule, allowed: tuple[str, ...], *, forms: bool) -> Test:
    """Make the test of the rule's own kind, conditions left out."""
    if rule.kind == "conditional":
        if rule.trips is None:
            raise ConfigError(f"rule {rule.id}: a conditional rule needs a function")
        return rule.trips
    if rule.kind == "required_any":
        return none_given(cast("tuple[str, ...]", as_tuple(rule.value)))
    if rule.kind == "unsupported_method":
        return method_refused(rule, allowed)
    if rule.kind == "unsupported_operation" or (rule.kind == "needs_contract" and not rule.field):
        return always
    return any_value(rule.field, value_test(rule, forms=forms))


def always(_: View) -> bool:
    """It is about the operation, whatever the request holds."""
    return True


def value_test(rule: Rule, *, forms: bool) -> ValueTest:
    """Make the test of one value at the rule's field."""
    match rule.kind:
        case "required":
            return empty
        case "forbidden" | "ignored" | "needs_contract":
            if rule.value is None:
                return asks_in_a_form if forms else asks_for_something
            return holding(rule.value, forms=forms)
        case "enum":
            allowed = member(cast("Any", as_tuple(rule.value)), forms=forms)
            return lambda value: not missing(value) and not all(map(allowed, elements(value)))
        case "max_length":
            longest, length = limit(rule), measure(rule)
            return lambda value: length(value, longest) > longest
        case "min_length":
            shortest, length = limit(rule), measure(rule)
            return lambda value: not missing(value) and length(value, shortest) < shortest
        case "min":
            lowest, read = limit(rule), number if forms else json_number
            return lambda value: (found := read(value)) is not None and found < lowest
        case "max":
            highest, read = limit(rule), number if forms else json_number
            return lambda value: (found := read(value)) is not None and found > highest
        case "pattern" | "charset" | "format":
            return mismatch(re.compile(str(rule.value)))
    raise ConfigError(f"rule {rule.id}: unknown kind {rule.kind}")


def asks_for_something(value: object) -> bool:
    """False and empty values ask for nothing; 0 does."""
    return value is not False and not empty(value)


def asks_in_a_form(value: object) -> bool:
    """In a form, false is a text."""
    return value != "false" and asks_for_something(value)


def holding(wanted: object, *, forms: bool) -> ValueTest:
    """Make the test whether a value, or an element of a list, is one of those meant; `*` is a wildcard."""
    values = as_tuple(wanted)
    exact = member(cast("Any", values), forms=forms)
    wild = [
        re.compile(re.escape(value).replace(r"\*", ".*"), re.DOTALL)
        for value in values
        if isinstance(value, str) and "*" in value
    ]

    def test(value: object) -> bool:
        if missing(value):
            return False
        return any(
            exact(element) or (isinstance(element, str) and any(shape.fullmatch(element) for shape in wild))
            for element in elements(value)
        )

    return test


def none_given(choices: tuple[str, ...]) -> Test:
    """Make the test whether no choice is there; `a+b` is there when both are."""
    alternatives = [[any_value(path, empty) for path in choice.split("+")] for choice in choices]
    return lambda view: all(any(gone(view) for gone in paths) for paths in alternatives)


def method_refused(rule: Rule, allowed: tuple[str, ...]) -> Test:
    """Make the test whether the request asks for a pay method that is refused, or is none of those taken."""
    if rule.value is not None:
        refused = as_tuple(rule.value)
        return lambda view: any(method in refused for method in view.methods)
    if not allowed:
        raise ConfigError(f"rule {rule.id}: the operation lists no pay methods")
    return lambda view: any(method not in allowed for method in view.methods)


def limit(rule: Rule) -> int:
    """Give the number a rule compares with."""
    if isinstance(rule.value, bool) or not isinstance(rule.value, int):
        raise ConfigError(f"rule {rule.id}: the limit must be a whole number")
    return rule.value


def is_number(value: object) -> bool:
    """Numbers only; true and false are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def json_number(value: object) -> float | Decimal | None:
    """Give a JSON number as it is; None for anything else."""
    return cast("float", value) if is_number(value) else None


def measure(rule: Rule) -> Callable[[object, int], int]:
    """Make the ruler of a length rule: elements of a list, else characters or bytes of the text.

    What has no length (a map) measures as the limit, so it trips nothing.
    """
    encoding = rule.encoding if rule.unit == "bytes" else None

    def length(value: object, otherwise: int) -> int:
        if isinstance(value, (list, tuple)):
            return len(value)
        written = text(value)
        if written is None:
            return otherwise
        return len(written.encode(encoding, "replace")) if encoding else len(written)

    return length


def mismatch(shape: re.Pattern[str]) -> ValueTest:
    """Make the test whether a value, or an element of a list, is not written in this shape."""

    def wrong(element: object) -> bool:
        written = text(element)
        return written is None or not shape.fullmatch(written)

    return lambda value: not missing(value) and any(map(wrong, elements(value)))


def text(value: object) -> str | None:
    """Write a text, a number, true or false as the wire would; None for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if not is_number(value):
        return None
    try:
        return str(value)
    except ValueError:  # CPython refuses to write out integers of thousands of digits
        return None
