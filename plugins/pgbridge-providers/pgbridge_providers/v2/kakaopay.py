"""Kakao Pay on V2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    Capability,
    Provider,
    conditional,
    each,
    ignored,
    max_length,
    needs_contract,
    one_of,
    required,
)
from pgbridge_providers import common_wallet_v2 as wallet
from pgbridge_providers.bypass import kakaopay as bypass
from pgbridge_providers.common_wallet_v2 import SDK_SCHEMA, WINDOWS

if TYPE_CHECKING:
    from pgbridge.rules import View

CURRENCIES = ("KRW",)
CARDS = (
    *("SHINHAN_CARD", "KOOKMIN_CARD", "HYUNDAI_CARD", "LOTTE_CARD", "SAMSUNG_CARD", "NH_CARD", "BC_CARD"),
    *("HANA_CARD", "CITI_CARD", "KAKAO_BANK"),
)
MONTHS = "easyPay.installment.monthOption"


def months_fixed(view: View) -> bool:
    """Months are fixed, be it to the lump sum."""
    return view.has(f"{MONTHS}.fixedMonth")


WINDOW = (
    *wallet.easy_pay_only(),
    *wallet.window("IFRAME"),
    wallet.own_wallet("KAKAOPAY"),
    one_of(
        "any.available-cards",
        "easyPay.availableCards",
        CARDS,
        on=WINDOWS,
        severity="warning",
        fact="The guide lists these as the cards that can be offered; what another does is open.",
    ),
    needs_contract(
        "any.custom-message",
        "bypass.kakaopay.custom_message",
        on=WINDOWS,
        contract="pg-option",
        fact="A text of the shop's own in the window is agreed with Kakao Pay beforehand.",
    ),
    *wallet.read_by_others(),
)

PAYMENT = (
    one_of("browser_payment.currency", "currency", CURRENCIES, fact="Kakao Pay is paid in won."),
    max_length(
        "browser_payment.order-name-length",
        "orderName",
        100,
        fact="The SDK's schema sets this limit.",
        source=f"{SDK_SCHEMA} PaymentOrderName",
    ),
    *each(
        ignored,
        "browser_payment.{}",
        {"escrow": "isEscrow", "cultural-expense": "isCulturalExpense"},
        only=True,
        fact="Kakao Pay has no such thing; PortOne merely notes it.",
    ),
    ignored(
        "browser_payment.product-type",
        "productType",
        fact="Kakao Pay has no such thing; PortOne merely notes it.",
    ),
    ignored(
        "browser_payment.free-installment-plans",
        "easyPay.installment.freeInstallmentPlans",
        fact="Kakao Pay has no interest paid by the merchant.",
    ),
    ignored(
        "browser_payment.available-month-list",
        f"{MONTHS}.availableMonthList",
        fact="Kakao Pay fixes one number of months (fixedMonth) and offers no choice.",
    ),
    conditional(
        "browser_payment.fixed-month-excludes-check-cards",
        f"{MONTHS}.fixedMonth",
        months_fixed,
        breaks={f"{MONTHS}.fixedMonth": 0},
        severity="warning",
        fact="Fixed months keep check cards out, below 50,000 KRW too.",
    ),
    required("browser_billing_key.issue-name-required", "issueName", fact="It is the title of the window."),
)

PROVIDER = Provider(
    slug="kakaopay",
    api="v2",
    codes=("KAKAOPAY",),
    name_en="Kakao Pay",
    name_ko="카카오페이",
    counterpart="kakaopay",
    source="opi/ko/integration/pg/v2/kakaopay.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("EASY_PAY",),
            currencies=CURRENCIES,
            locales=("KO_KR",),
            easy_pay_providers=("KAKAOPAY",),
            card_companies=CARDS,
        ),
        "browser_billing_key": Capability(
            pay_methods=("EASY_PAY",), locales=("KO_KR",), easy_pay_providers=("KAKAOPAY",)
        ),
    },
    unsupported=wallet.UNSUPPORTED,
    rules=(*WINDOW, *PAYMENT),
    bypass={"browser_payment": bypass.Payment, "browser_billing_key": bypass.Payment},
    notes=(
        "appScheme is for iOS, and stands beside easyPay, not inside as in the guide.",
        "Card payments can be cancelled for a year, Kakao money for five.",
        "GET /kakaopay/payment/order reads an order by its tid once PortOne has opened it.",
        "Its keys are charged and scheduled as any other's.",
        "The quick guide calls the bypass key kakao; it is kakaopay.",
    ),
)
