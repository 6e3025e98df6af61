"""What a violation says: the field, what is wrong with it, the fix, and the PG's reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pgbridge.rules.model import Kind, Provider, Rule

PROBLEMS: Final[dict[Kind, str]] = {
    "required": "{field} is missing; add it.",
    "required_any": "{field} is missing; give {values}.",
    "forbidden": "{field} {must} be sent here; leave it out.",
    "ignored": "{field} has no effect here; leave it out.",
    "enum": "{field} has a value that {pg} {takes}; use {values}.",
    "max_length": "{field} is longer than {size}; shorten it.",
    "min_length": "{field} is shorter than {size}; lengthen it.",
    "pattern": "{field} is not written in the form that {pg} expects; rewrite it.",
    "format": "{field} is not written in the form that {pg} expects; rewrite it.",
    "charset": "{field} holds characters that {pg} {takes}; remove them.",
    "min": "{field} is below {values}; raise it.",
    "max": "{field} is above {values}; lower it.",
    "unsupported_method": "{field} names a method that {pg} {takes} here; use {methods}.",
    "unsupported_operation": "{pg} cannot do this operation; use another channel.",
    "needs_contract": (
        "{field} works only under a contract with {pg}; "
        "if there is one, list '{contract}' among the channel's contracts."
    ),
    "conditional": "{field} {is_} wrong in this request; {mend} it.",
}
PROBLEMS_OF_ONE_VALUE: Final[dict[Kind, str]] = {
    "forbidden": "{field} {must} be {values}; change it or leave it out.",
    "ignored": "{field} {values} has no effect here; leave it out.",
    "unsupported_method": "{field} {must} be {values} here; choose another method.",
}


# What a rule asks for, in a few words, to stand behind its field.
DEMANDS: Final[dict[Kind, str]] = {
    "required": "required",
    "required_any": "required: {values}",
    "forbidden": "not to be sent",
    "ignored": "without effect",
    "enum": "only {values}",
    "max_length": "at most {size}",
    "min_length": "at least {size}",
    "pattern": "in a form of its own",
    "format": "in a form of its own",
    "charset": "not every character",
    "min": "at least {values}",
    "max": "at most {values}",
    "unsupported_method": "only {methods}",
    "unsupported_operation": "not offered",
    "needs_contract": "under the contract {contract}",
    "conditional": "not in every case",
}
DEMANDS_OF_ONE_VALUE: Final[dict[Kind, str]] = {
    "forbidden": "not {values}",
    "ignored": "{values} without effect",
    "needs_contract": "{values} under the contract {contract}",
    "unsupported_method": "not {values}",
}
MANY: Final = 8


def demand(rule: Rule, methods: tuple[str, ...]) -> str:
    """Write what a rule asks for, and when; a long list is cut. `methods` are the pay methods of the operation."""
    template = DEMANDS[rule.kind]
    if rule.value is not None:
        template = DEMANDS_OF_ONE_VALUE.get(rule.kind, template)
    asked = template.format(
        values=listed(cut(words(rule))), size=size(rule), methods=listed(cut(methods)), contract=rule.contract
    )
    return f"{asked}, when {rule.when}" if rule.when.terms else asked


def cut(names: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the end of a long list."""
    return names if len(names) <= MANY else (*names[:MANY], f"{len(names) - MANY} more")


def message(rule: Rule, provider: Provider, methods: tuple[str, ...]) -> str:
    """Write the message of a rule; `methods` are the pay methods of the operation."""
    template = PROBLEMS[rule.kind]
    if rule.value is not None:
        template = PROBLEMS_OF_ONE_VALUE.get(rule.kind, template)
    sure = rule.severity == "error"
    problem = template.format(
        field=rule.field or "this operation",
        pg=provider.name_en,
        values=listed(words(rule)),
        must="must not" if sure else "should not",
        takes="does not take" if sure else "may not take",
        is_="is" if sure else "may be",
        mend="correct" if sure else "check",
        size=size(rule),
        methods=listed(methods),
        contract=rule.contract,
    )
    return f"{problem} {rule.fact}"


def page(source: str) -> str | None:
    """Return the address of a page of PortOne's guides, None for what is no page (a schema)."""
    if not source.startswith(("opi/", "sdk/")):
        return source if source.startswith("https://") else None
    return f"https://developers.portone.io/{re.sub(r'(/readme|/index)?([.]mdx)?$', '', source)}"


def as_tuple(value: object) -> tuple[object, ...]:
    """One value as a tuple of one; none as an empty one."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def words(rule: Rule) -> tuple[str, ...]:
    """Write the values of a rule: true and false as JSON does, `a+b` as `a with b`."""
    names = tuple(
        str(value).lower() if isinstance(value, bool) else str(value) for value in as_tuple(rule.value)
    )
    return tuple(name.replace("+", " with ") for name in names) if rule.kind == "required_any" else names


def listed(names: tuple[str, ...]) -> str:
    """Write names as `A, B or C`."""
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def size(rule: Rule) -> str:
    """Write a length with its unit."""
    if rule.unit == "items":
        return f"{rule.value} {'entry' if rule.value == 1 else 'entries'}"
    counted = f" in {rule.encoding.upper()}" if rule.unit == "bytes" else ""
    unit = {"chars": "character", "bytes": "byte"}[rule.unit]
    return f"{rule.value} {unit}{'' if rule.value == 1 else 's'}{counted}"
