"""What a violation says: the field, what is wrong with it, the fix, and the PG's reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pgbridge.rules.model import Provider, Rule


def message(rule: Rule, provider: Provider, allowed: tuple[str, ...]) -> str:
    """Write the message of a rule; `allowed` are the pay methods of the operation."""
    return f"{problem(rule, provider, allowed)} {rule.fact}"


def problem(rule: Rule, provider: Provider, allowed: tuple[str, ...]) -> str:
    """Say what is wrong and how to mend it."""
    field = rule.field or "the request"
    match rule.kind:
        case "required":
            return f"{field} is missing; add it."
        case "required_any":
            return f"{field} is missing; give {listed(rule.value).replace('+', ' with ')}."
        case "forbidden" if rule.value is None:
            return f"{field} must not be sent here; leave it out."
        case "forbidden":
            return f"{field} must not be {listed(rule.value)}; change it or leave it out."
        case "ignored" if rule.value is None:
            return f"{field} has no effect here; leave it out."
        case "ignored":
            return f"{field} {listed(rule.value)} has no effect here; leave it out."
        case "enum":
            return f"{field} has a value that {provider.name_en} does not take; use {listed(rule.value)}."
        case "max_length":
            return f"{field} is longer than {size(rule)}; shorten it."
        case "min_length":
            return f"{field} is shorter than {size(rule)}; lengthen it."
        case "pattern" | "format":
            return f"{field} is not written in the form that {provider.name_en} reads; rewrite it."
        case "charset":
            return f"{field} holds characters that {provider.name_en} does not take; remove them."
        case "min":
            return f"{field} is below {rule.value}; raise it."
        case "max":
            return f"{field} is above {rule.value}; lower it."
        case "unsupported_method" if rule.value is None:
            return (
                f"{field} names a method that {provider.name_en} does not take here; use {listed(allowed)}."
            )
        case "unsupported_method":
            return f"{field} must not be {listed(rule.value)} here; choose another method."
        case "needs_contract":
            subject = rule.field or "this operation"
            return (
                f"{subject} works only under a contract with {provider.name_en}; if there is one, "
                f"list {rule.contract!r} among the channel's contracts."
            )
        case "unsupported_operation":
            return f"{provider.name_en} cannot do this operation; use another channel."
        case "conditional":
            return f"{field} does not fit the rest of the request; correct it."


def listed(value: object) -> str:
    """Write one value or several as `A, B or C`."""
    words = [str(word).lower() if isinstance(word, bool) else str(word) for word in as_tuple(value)]
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "none"


def as_tuple(value: object) -> tuple[object, ...]:
    """One value as a tuple of one; none as an empty one."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def size(rule: Rule) -> str:
    """Write a length with its unit."""
    unit = {"chars": "character", "bytes": "byte", "items": "entry"}[rule.unit]
    plural = {"entry": "entries"}.get(unit, f"{unit}s")
    counted = f" in {rule.encoding.upper()}" if rule.unit == "bytes" else ""
    return f"{rule.value} {unit if rule.value == 1 else plural}{counted}"
