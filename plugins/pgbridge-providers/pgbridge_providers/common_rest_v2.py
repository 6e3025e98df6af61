"""What Smartro, KSNET and Welcome share on V2: deadlines, months under contract, fields of other PGs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import each, ignored, needs_contract, paying

if TYPE_CHECKING:
    from pgbridge.rules import Rule

KEY_IN_GUIDE: Final = "opi/ko/integration/start/v2/keyin.mdx"
BANKS: Final = (
    *("INDUSTRIAL_BANK_OF_KOREA", "KOOKMIN_BANK", "NH_NONGHYUP_BANK", "WOORI_BANK", "SC_BANK_KOREA"),
    *("DAEGU_BANK", "BUSAN_BANK", "GWANGJU_BANK", "EPOST", "HANA_BANK", "SHINHAN_BANK", "JEONBUK_BANK"),
    "KYONGNAM_BANK",
)
CHARGED_AT: Final = {"instant": "method.card.", "pay_with_billing_key": "", "schedule": "payment."}


def months_by_contract(*operations: str) -> tuple[Rule, ...]:
    """Instalments, and interest that the merchant pays, are agreed beforehand in these operations."""
    return tuple(
        rule
        for operation in operations
        for rule in (
            needs_contract(
                f"{operation}.installment-contract",
                f"{CHARGED_AT[operation]}installmentMonth",
                contract="installment",
                fact="Instalments are agreed with the PG beforehand.",
            ),
            needs_contract(
                f"{operation}.free-interest-contract",
                f"{CHARGED_AT[operation]}useFreeInterestFromMerchant",
                only=True,
                contract="free-installment",
                fact="Interest paid by the merchant is agreed with the PG beforehand.",
            ),
        )
    )


def easy_pay_of_others() -> tuple[Rule, ...]:
    """Fields of easy payments that act with other PGs alone."""
    return (
        ignored(
            "browser_payment.easy-pay-card-point-ignored",
            "easyPay.useCardPoint",
            only=True,
            when=paying("EASY_PAY"),
            fact="By the SDK's schema it acts with Toss Brandpay only.",
        ),
        *each(
            ignored,
            "browser_payment.easy-pay-{}-ignored",
            {"cash-receipt-type": "easyPay.cashReceiptType", "use-installment": "easyPay.useInstallment"},
            when=paying("EASY_PAY"),
            fact="By the SDK's schema it acts with other PGs only.",
        ),
    )


def key_in_contract(source: str = KEY_IN_GUIDE) -> Rule:
    """Charging cards and issuing accounts by API is agreed beforehand."""
    return needs_contract(
        "instant.contract",
        contract="key-in",
        fact="Cards and accounts by API are agreed with the PG beforehand.",
        source=source,
    )
