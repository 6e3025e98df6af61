"""What PGs for buyers abroad share: names in two parts, country codes, no manual approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import given, ignored, required

if TYPE_CHECKING:
    from pgbridge.rules import Rule

COUNTRY: Final = "[A-Za-z]{2}"


def two_part_name(operation: str, *, on: tuple[str, ...], full_name_wins: bool = True) -> tuple[Rule, ...]:
    """First and last name come together; a full name beside them may be the one that counts."""
    first, last = "customer.firstName", "customer.lastName"
    fact = "First and last name are given together or not at all."
    rules = (
        required(f"{operation}.last-name-with-first-name", last, on=on, when=given(first), fact=fact),
        required(f"{operation}.first-name-with-last-name", first, on=on, when=given(last), fact=fact),
    )
    if not full_name_wins:
        return rules
    wins = ignored(
        f"{operation}.full-name-wins",
        first,
        on=on,
        when=given("customer.fullName"),
        fact="fullName is what is kept; the two parts beside it count for nothing.",
    )
    return (*rules, wins)


def no_confirmation(source: str = "opi/ko/extra/manual-confirm/readme-v2.mdx") -> Rule:
    """The shop cannot hold a payment back."""
    return ignored(
        "browser_payment.confirm-url",
        "confirmUrl",
        fact="This PG has no manual approval, so nothing waits for the shop's answer.",
        source=source,
    )
