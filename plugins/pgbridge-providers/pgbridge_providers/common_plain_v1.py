"""What the smaller PGs share on V1: VAT that the window does not read, keys that the window alone issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import forbidden, required
from pgbridge_providers import common_unread
from pgbridge_providers.common_v1 import OPENAPI

if TYPE_CHECKING:
    from pgbridge.rules import Rule


def window_vat_ignored() -> Rule:
    """The window reads no VAT."""
    vat, _ = common_unread.unread_by_window()
    return vat


def key_name_required() -> Rule:
    """A billing-key window names the key."""
    return required(
        "browser_billing_key.customer-uid",
        "customer_uid",
        fact="It names the billing key; without it the window takes a payment.",
    )


def no_card_in_schedule(what: str = "no-new-card") -> Rule:
    """A schedule registers no card where keys come from the window only; `what` is the rule's name."""
    return forbidden(
        f"schedule.{what}",
        "card_number",
        fact="This PG issues no billing keys by API: schedule with the customer_uid of a key that exists.",
        source=f"{OPENAPI}: POST /subscribe/payments/schedule",
    )
