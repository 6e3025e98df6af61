"""Refusing what V1 cannot express, every problem at once and before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pgbridge.errors import RuleViolation
from pgbridge.model.channel import Channel
from pgbridge.model.money import Amount, to_major
from pgbridge.rules import Kind, Violation
from pgbridge_iamport.shapes.payment import Number

Problems = list[Violation]
SOURCE = "https://developers.portone.io/api/rest-v1"
# wire field, characters it holds, neutral field
Limits = tuple[tuple[str, int, str], ...]
MOST_ORDER_ID = 40
MOST_CUSTOMER_UID = 80
MOST_CHANNEL_KEY = 55
MOST_PG = 80
ORDER_LIMITS: Limits = (
    ("merchant_uid", MOST_ORDER_ID, "order_id"),
    ("name", 40, "order_name"),
    ("buyer_name", 16, "customer.name"),
    ("buyer_email", 64, "customer.email"),
    ("buyer_tel", 16, "customer.phone"),
    ("buyer_addr", 128, "customer.address"),
    ("buyer_postcode", 8, "customer.postcode"),
)


def problem(field: str, kind: Kind, message: str, *, neutral: str, value: Any = None) -> Violation:
    """Describe one thing that is wrong; `message` names the rule and the fix and quotes no data."""
    return Violation(
        rule=f"v1.{field}.{kind.replace('_', '-')}",
        severity="error",
        field=field,
        message=message,
        kind=kind,
        value=value,
        source=SOURCE,
        neutral_field=neutral,
    )


def too_long(field: str, limit: int, neutral: str) -> Violation:
    """Describe a text that V1 would cut or refuse."""
    return problem(
        field,
        "max_length",
        f"{neutral}: V1 takes at most {limit} characters; shorten it",
        neutral=neutral,
        value=limit,
    )


def refuse(problems: Problems, operation: str) -> None:
    """Raise when there are problems.

    :raises RuleViolation: with all of them
    """
    if problems:
        raise RuleViolation(problems, subject=operation)


def check_lengths(body: Any, limits: Limits, problems: Problems) -> None:
    """Note every text of a body that is longer than V1 takes; it is never cut."""
    for field, limit, neutral in limits:
        value = getattr(body, field)
        if value is not None and len(value) > limit:
            problems.append(too_long(field, limit, neutral))


def check_length(value: str | None, limit: int, field: str, neutral: str, problems: Problems) -> None:
    """Note one text that is too long."""
    if value is not None and len(value) > limit:
        problems.append(too_long(field, limit, neutral))


def major(minor: int | None, currency: str, field: str, neutral: str, problems: Problems) -> Number | None:
    """Return an amount as V1 writes it."""
    if minor is None or currency == "KRW":
        return minor
    try:
        return to_major(minor, currency)
    except ValueError:
        problems.append(
            problem(field, "format", "currency: not an ISO 4217 code that can be paid in", neutral=neutral)
        )
        return minor


def total(amount: Amount, problems: Problems) -> Number:
    """Return the total as V1 writes it."""
    if amount.currency == "KRW":
        return amount.total
    return major(amount.total, amount.currency, "amount", "amount.currency", problems) or 0


def one_url(urls: Sequence[str], problems: Problems) -> str | None:
    """Return the only notice URL; V1 takes one."""
    if not urls:
        return None
    if len(urls) > 1:
        problems.append(
            problem(
                "notice_url",
                "max_length",
                "notice_urls: V1 takes one address; give one, or none to use the console's",
                neutral="notice_urls",
                value=1,
            )
        )
    return urls[0]


def coded(table: Any, value: str | None, field: str, neutral: str, problems: Problems) -> str | None:
    """Return V1's word for a neutral one, and note one that it does not have."""
    if value is None:
        return None
    found: str | None = table.get(value)
    if found is None:
        allowed = ", ".join(sorted(table))
        problems.append(
            problem(
                field, "enum", f"{neutral}: V1 knows {allowed}", neutral=neutral, value=tuple(sorted(table))
            )
        )
    return found


def missing_setting(channel: Channel, setting: str, field: str, problems: Problems) -> None:
    """Note a setting of the channel without which V1 would use its default PG, or refuse."""
    problems.append(
        problem(
            field,
            "required",
            f"channel {channel.name}: set `{setting}`, for this V1 call chooses the PG by `{field}`",
            neutral=f"channel.{setting}",
        )
    )
