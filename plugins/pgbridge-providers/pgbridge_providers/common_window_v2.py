"""Rules that the payment windows of several PGs have alike on V2: contracts of card payments, names in bytes, the phone bill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import max_length, needs_contract, one_of, paying, required, required_any

if TYPE_CHECKING:
    from pgbridge.rules import Rule

WINDOWS: Final = ("browser_payment", "browser_billing_key")
# Contract: the field, the value that is meant, what is agreed.
CARD_CONTRACTS: Final[dict[str, tuple[str, bool | None, str]]] = {
    "installment": ("card.installment.monthOption", None, "Instalments are"),
    "free-installment": ("card.installment.freeInstallmentPlans", None, "Interest paid by the merchant is"),
    "card-point": ("card.useCardPoint", True, "Card points are"),
}


def card_contracts(pg: str, *names: str) -> tuple[Rule, ...]:
    """What card payments take a contract for, all of `CARD_CONTRACTS` or those named."""
    return tuple(
        needs_contract(
            f"browser_payment.{name}-contract",
            CARD_CONTRACTS[name][0],
            only=CARD_CONTRACTS[name][1],
            when=paying("CARD"),
            contract=name,
            fact=f"{CARD_CONTRACTS[name][2]} agreed with {pg} beforehand.",
        )
        for name in names or CARD_CONTRACTS
    )


def in_bytes(id: str, field: str, longest: int, *on: str) -> Rule:
    """Allow a text of so many bytes, in the encoding that counts the fewest."""
    return max_length(
        id,
        field,
        longest,
        unit="bytes",
        encoding="euc-kr",
        on=on or ("browser_payment",),
        fact="A Hangul syllable counts as two bytes.",
    )


def phone_bill(fact: str, *, kinds: bool = True) -> tuple[Rule, ...]:
    """A phone payment says what is sold; `kinds`: as one of the two."""
    needed = required(
        "browser_payment.mobile-product-type-required", "productType", when=paying("MOBILE"), fact=fact
    )
    listed = one_of(
        "browser_payment.mobile-product-type",
        "productType",
        ("REAL", "DIGITAL"),
        when=paying("MOBILE"),
        fact="REAL is for goods, DIGITAL for content.",
    )
    return (needed, listed) if kinds else (needed,)


def deposit_deadline(fact: str) -> Rule:
    """Demand a deadline for the deposit, as a time or in hours."""
    return required_any(
        "browser_payment.vbank-account-expiry-required",
        "virtualAccount.accountExpiry.validHours",
        "virtualAccount.accountExpiry.dueDate",
        field="virtualAccount.accountExpiry",
        when=paying("VIRTUAL_ACCOUNT"),
        fact=fact,
    )
