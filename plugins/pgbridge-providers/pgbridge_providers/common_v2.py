"""What several PGs share on V2: the buyer, contracts of REST charges, card companies of the quick guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import forbidden, ignored, is_not, needs_contract, one_of, pattern, paying

if TYPE_CHECKING:
    from pgbridge.rules import Rule, When

QUICK_GUIDE: Final = "opi/ko/quick-guide/payment/index.mdx"

# What PGs cannot do that have a payment window and nothing else.
WINDOW_ALONE: Final = (
    *("browser_billing_key", "browser_billing_key_and_pay", "browser_payment_ui", "browser_billing_key_ui"),
    *("browser_identity", "instant", "issue_billing_key", "pay_with_billing_key", "schedule"),
)
FULL_OR_SPLIT_NAME: Final = ("customer.fullName", "customer.firstName+customer.lastName")
ASCII: Final = r"[\x20-\x7e]+"
TWO_DIGITS: Final = "[0-9]{2}"
CREDENTIAL: Final = "method.card.credential"
CARD_COMPANIES: Final = (
    *(
        "KOREA_DEVELOPMENT_BANK",
        "KFCC",
        "SHINHYUP",
        "EPOST",
        "SAVINGS_BANK_KOREA",
        "KAKAO_BANK",
        "WOORI_CARD",
    ),
    *("BC_CARD", "GWANGJU_CARD", "SAMSUNG_CARD", "SHINHAN_CARD", "HYUNDAI_CARD", "LOTTE_CARD", "SUHYUP_CARD"),
    *(
        "CITI_CARD",
        "NH_CARD",
        "JEONBUK_CARD",
        "JEJU_CARD",
        "HANA_CARD",
        "KOOKMIN_CARD",
        "K_BANK",
        "TOSS_BANK",
    ),
)


def window_tax_contracts(tax_free: str, vat: str) -> tuple[Rule, ...]:
    """Own tax parts in the window need a contract; a tax-free part of 0 says nothing."""
    return (
        needs_contract(
            "browser_payment.tax-free-contract",
            "taxFreeAmount",
            when=is_not("taxFreeAmount", 0),
            contract="tax-free",
            fact=tax_free,
        ),
        needs_contract("browser_payment.vat-contract", "vatAmount", contract="vat", fact=vat),
    )


def escrow_contract() -> Rule:
    """Escrow needs a contract."""
    return needs_contract(
        "browser_payment.escrow-contract",
        "isEscrow",
        only=True,
        on=("browser_payment", "instant"),
        contract="escrow",
        fact="Without one the payment may come back as an ordinary one.",
    )


def charge_contracts(*, installment: bool) -> tuple[Rule, ...]:
    """What a REST charge may ask for only under a contract; a scheduled one has it all inside `payment`."""
    agreed = "The PG sets it up beforehand."
    rules: list[Rule] = []
    for operation, root, on in (
        ("instant", "", ("instant", "pay_with_billing_key")),
        ("schedule", "payment.", ("schedule",)),
    ):
        rules += [
            needs_contract(
                f"{operation}.tax-free-contract",
                f"{root}amount.taxFree",
                on=on,
                when=is_not(f"{root}amount.taxFree", 0),
                contract="tax-free",
                fact="Tax-free and mixed taxation are agreed beforehand.",
            ),
            needs_contract(
                f"{operation}.vat-contract",
                f"{root}amount.vat",
                on=on,
                contract="vat",
                fact="The merchant states the VAT itself only if that was agreed beforehand.",
            ),
        ]
    for operation, root in (
        ("instant", "method.card."),
        ("pay_with_billing_key", ""),
        ("schedule", "payment."),
    ):
        rules += [
            needs_contract(
                f"{operation}.free-interest-contract",
                f"{root}useFreeInterestFromMerchant",
                only=True,
                contract="free-installment",
                fact=agreed,
            ),
            needs_contract(
                f"{operation}.card-point-contract",
                f"{root}useCardPoint",
                only=True,
                contract="card-point",
                fact=agreed,
            ),
        ]
        if installment:
            rules.append(
                needs_contract(
                    f"{operation}.installment-contract",
                    f"{root}installmentMonth",
                    contract="installment",
                    fact=agreed,
                )
            )
    return tuple(rules)


def known_card_companies(*, easy_pay: bool) -> tuple[Rule, ...]:
    """Card companies outside PortOne's quick guide may not work."""
    unlisted = "PortOne's quick guide does not list it, so what it does is open."
    places: list[tuple[str, str, When]] = [
        ("card-direct-company-known", "card.cardCompany", paying("CARD")),
        ("card-available-cards-known", "card.availableCards", paying("CARD")),
    ]
    if easy_pay:
        places.append(("easy-pay-available-cards-known", "easyPay.availableCards", paying("EASY_PAY")))
    return tuple(
        one_of(
            f"browser_payment.{name}",
            field,
            CARD_COMPANIES,
            when=when,
            severity="warning",
            fact=unlisted,
            source=QUICK_GUIDE,
        )
        for name, field, when in places
    )


def toss_bank_not_direct() -> Rule:
    """Toss Bank cards may not open directly: the pages disagree."""
    return forbidden(
        "browser_payment.card-direct-no-toss-bank",
        "card.cardCompany",
        only="TOSS_BANK",
        when=paying("CARD"),
        severity="warning",
        fact="The PG's guide says that Toss Bank cannot be opened directly, the quick guide that it can.",
        source=QUICK_GUIDE,
    )


def only_kcp() -> tuple[Rule, ...]:
    """Window fields that act with NHN KCP alone."""
    fact = "By the SDK's schema it acts with NHN KCP only."
    return (
        ignored(
            "browser_payment.card-promotion-ignored", "card.cardPromotion", when=paying("CARD"), fact=fact
        ),
        ignored(
            "browser_payment.vbank-available-banks-ignored",
            "virtualAccount.availableBanks",
            when=paying("VIRTUAL_ACCOUNT"),
            fact=fact,
        ),
    )


def vbank_refund_contract() -> Rule:
    """A deposit goes back to a bank account only under a contract."""
    return needs_contract(
        "cancel.vbank-refund-contract",
        "refundAccount",
        contract="vbank-refund",
        fact="Sending a deposit back takes the PG's special virtual-account service.",
        source="opi/ko/integration/cancel/v2/readme.mdx",
    )


def card_expiry() -> tuple[Rule, ...]:
    """Month and year of the expiry have two digits each."""
    return tuple(
        pattern(
            f"any.expiry-{name}",
            f"{CREDENTIAL}.expiry{name.title()}",
            TWO_DIGITS,
            on=("instant", "issue_billing_key"),
            fact=f"The {name} has two digits, such as {sample}.",
        )
        for name, sample in (("month", "05"), ("year", "30"))
    )
