"""One function per kind of rule; provider modules are written with these.

A rule is for the operation its id begins with, or for those of `on`; ids that begin with `any` need `on`.
`fact` is the PG's reason in a sentence. Fields are wire paths: `a.b.c`, `items[].x` for every element.
Severity is `error` unless said, but `ignored` and `needs_contract` warn. On V1, whose bodies may be form-encoded, a text
stands for the number or flag that it writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

from pgbridge.rules.conditions import ALWAYS, When
from pgbridge.rules.model import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    from pgbridge.rules.conditions import Value
    from pgbridge.rules.model import Kind, RuleValue
    from pgbridge.rules.view import View


class Options(TypedDict, total=False):
    """What every kind takes besides its own arguments."""

    on: tuple[str, ...]
    when: When
    severity: Severity
    source: str


# `id` shadows a builtin in every signature below: it is what the thing is called everywhere else.


def required(id: str, field: str, *, fact: str, **options: Unpack[Options]) -> Rule:
    """The field must be there, and not empty; 0 and false are there."""
    return make("required", id, field, fact, options)


def required_any(id: str, *choices: str, fact: str, field: str = "", **options: Unpack[Options]) -> Rule:
    """One of the choices must be there; `a+b` is both. `field` is what the violation names."""
    return make("required_any", id, field or choices[0], fact, options, value=choices)


def forbidden(
    id: str,
    field: str,
    *,
    fact: str,
    only: Value | tuple[Value, ...] | None = None,
    **options: Unpack[Options],
) -> Rule:
    """The field must not ask for anything, or must not hold what `only` names (`*` is a wildcard)."""
    return make("forbidden", id, field, fact, options, value=only)


def ignored(
    id: str,
    field: str,
    *,
    fact: str,
    only: Value | tuple[Value, ...] | None = None,
    **options: Unpack[Options],
) -> Rule:
    """The field, or what `only` names, is accepted and does nothing."""
    return make("ignored", id, field, fact, options, value=only, severity="warning")


def one_of(id: str, field: str, allowed: tuple[Value, ...], *, fact: str, **options: Unpack[Options]) -> Rule:
    """The value, and each element of a list, must be among `allowed`; SDK enum prefixes do not count."""
    return make("enum", id, field, fact, options, value=allowed)


def max_length(
    id: str,
    field: str,
    longest: int,
    *,
    fact: str,
    unit: Literal["chars", "bytes", "items"] = "chars",
    encoding: str = "utf-8",
    **options: Unpack[Options],
) -> Rule:
    """A text of at most so many characters, or bytes in `encoding`; a list of at most so many items."""
    return make("max_length", id, field, fact, options, value=longest, unit=unit, encoding=encoding)


def min_length(
    id: str,
    field: str,
    shortest: int,
    *,
    fact: str,
    unit: Literal["chars", "bytes", "items"] = "chars",
    encoding: str = "utf-8",
    **options: Unpack[Options],
) -> Rule:
    """A text of at least so many characters, or bytes in `encoding`; a list of at least so many items."""
    return make("min_length", id, field, fact, options, value=shortest, unit=unit, encoding=encoding)


def pattern(id: str, field: str, regex: str, *, fact: str, **options: Unpack[Options]) -> Rule:
    """The whole text, and each element of a list, must match `regex`."""
    return make("pattern", id, field, fact, options, value=regex)


def charset(id: str, field: str, regex: str, *, fact: str, **options: Unpack[Options]) -> Rule:
    """As `pattern`, for the characters a text may hold."""
    return make("charset", id, field, fact, options, value=regex)


def minimum(id: str, field: str, lowest: int, *, fact: str, **options: Unpack[Options]) -> Rule:
    """A number must not be below `lowest`; what is no number is left alone."""
    return make("min", id, field, fact, options, value=lowest)


def maximum(id: str, field: str, highest: int, *, fact: str, **options: Unpack[Options]) -> Rule:
    """A number must not be above `highest`; what is no number is left alone."""
    return make("max", id, field, fact, options, value=highest)


def unsupported_method(
    id: str, field: str, *, fact: str, only: tuple[str, ...] | None = None, **options: Unpack[Options]
) -> Rule:
    """The pay method must be among the operation's `pay_methods`, or not among `only`."""
    return make("unsupported_method", id, field, fact, options, value=only)


def unsupported_operation(id: str, *, fact: str, field: str = "", **options: Unpack[Options]) -> Rule:
    """Give an operation of the provider's `unsupported` its own id and reason."""
    return make("unsupported_operation", id, field, fact, options)


def needs_contract(
    id: str,
    field: str = "",
    *,
    contract: str,
    fact: str,
    only: Value | tuple[Value, ...] | None = None,
    **options: Unpack[Options],
) -> Rule:
    """The field, or what `only` names, or without a field the operation, needs a contract of `CONTRACTS`."""
    return make("needs_contract", id, field, fact, options, value=only, severity="warning", contract=contract)


def conditional(
    id: str,
    field: str,
    trips: Callable[[View], bool],
    *,
    fact: str,
    breaks: Mapping[str, object] | None = None,
    **options: Unpack[Options],
) -> Rule:
    """What no other kind can say: `trips` is true when the request is wrong. It must stand any JSON.

    :param breaks: example for the PG's page: what to put at which wire paths to break the rule
    """
    return make("conditional", id, field, fact, options, trips=trips, breaks=breaks)


def each(
    kind: Callable[..., Rule], id: str, fields: Mapping[str, str], **arguments: object
) -> tuple[Rule, ...]:
    """Make one rule per entry of `fields` (name: path); the name goes where `id` has `{}`."""
    return tuple(kind(id.format(name), path, **arguments) for name, path in fields.items())


def make(
    kind: Kind,
    id: str,
    field: str,
    fact: str,
    options: Options,
    *,
    value: RuleValue = None,
    severity: Severity = "error",
    unit: Literal["chars", "bytes", "items"] = "chars",
    encoding: str = "utf-8",
    contract: str | None = None,
    trips: Callable[[View], bool] | None = None,
    breaks: Mapping[str, object] | None = None,
) -> Rule:
    """Make a rule with the defaults that all kinds share."""
    operation = id.partition(".")[0]
    return Rule(
        id=id,
        kind=kind,
        on=options.get("on", () if operation == "any" else (operation,)),
        fact=fact,
        field=field,
        severity=options.get("severity", severity),
        when=options.get("when", ALWAYS),
        value=value,
        unit=unit,
        encoding=encoding,
        contract=contract,
        trips=trips,
        breaks=breaks or {},
        source=options.get("source", ""),
    )
