"""V1 fields that PortOne hands to some PGs only, for those that never see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import ignored, paying
from pgbridge_providers.common_v1 import OPENAPI, SDK_PAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgbridge.rules import Rule

SUPPORTED: Final = f"{OPENAPI}: x-portone-supported-pgs"
OF_CHARGES: Final = {
    "vat-amount": (
        "vat_amount",
        "PortOne hands it to NICE, Inicis, Welcome and Toss Pay; here the PG works out the VAT.",
    ),
    "interest-free-by-merchant": ("interest_free_by_merchant", "PortOne hands it to NICE and KSNET only."),
    # Of KSNET and Smartro the one has it in one-time payments, the other with billing keys.
    "use-card-point": ("use_card_point", "PortOne hands it to NICE, KSNET and Smartro only."),
}


def unread_by_window() -> tuple[Rule, Rule]:
    """VAT and interest paid by the shop, in the payment window."""
    fact = "Neither the PG's guide nor the SDK reference lists it for this PG."
    return (
        ignored("browser_payment.vat-amount-ignored", "vat_amount", fact=fact, source=SDK_PAY),
        ignored(
            "browser_payment.free-interest-from-mall-ignored",
            "useFreeInterestFromMall",
            only=True,
            when=paying("card"),
            fact=fact,
            source=SDK_PAY,
        ),
    )


def unread_by_charges(
    *charges: str, names: Iterable[str] = OF_CHARGES, scheduled: bool = True
) -> tuple[Rule, ...]:
    """VAT, shop-paid interest and card points, in REST charges (`onetime`, `again`) and in a schedule."""
    scope = charges[0] if len(charges) == 1 else "any"
    rules: list[Rule] = []
    for name in names:
        field, fact = OF_CHARGES[name]
        rules.append(ignored(f"{scope}.{name}-ignored-rest", field, on=charges, fact=fact, source=SUPPORTED))
        if scheduled:
            where = f"schedules[].{field}"
            rules.append(ignored(f"schedule.{name}-ignored", where, fact=fact, source=SUPPORTED))
    return tuple(rules)


def unread_by_cancel() -> Rule:
    """The VAT part of a cancel."""
    return ignored(
        "cancel.vat-amount-ignored",
        "vat_amount",
        fact="PortOne hands the VAT of a cancel to NICE, Inicis and Welcome only.",
        source=SUPPORTED,
    )
