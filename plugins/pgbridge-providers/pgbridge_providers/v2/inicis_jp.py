"""KG Inicis Japan on V2. Its channels are of two kinds, JPPG and SBPS, which no request shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pgbridge.rules import (
    Capability,
    Provider,
    charset,
    conditional,
    each,
    ignored,
    max_length,
    maximum,
    minimum,
    one_of,
    pattern,
    paying,
    required,
    required_any,
    unsupported_method,
)
from pgbridge_providers import common_inicis_jp as japan
from pgbridge_providers.bypass import inicis as bypass
from pgbridge_providers.common_v2 import FULL_OR_SPLIT_NAME, WINDOW_ALONE

if TYPE_CHECKING:
    from pgbridge.rules import View

WALLETS = ("AMAZONPAY", "RAKUTENPAY", "PAYPAY", "DBARAI", "AUPAY", "MERPAY")
MONTHS = (0, 1, 3, 5, 6, 10, 12)
DAY = timedelta(days=1)

KANA_NAMES = {"first": "customer.firstNameKana", "last": "customer.lastNameKana"}
DEADLINE = "convenienceStore.paymentDeadline"
DUE_DATE = f"{DEADLINE}.dueDate"
SDK_CUSTOMER = "src/schema/browser-sdk.yml Customer"


def due_date_out_of_reach(view: View) -> bool:
    """The deadline is less than one day, or more than 30 days, away; a bare day lasts until its end."""
    due = view.time(DUE_DATE)
    if due is None:
        return False
    bare_day = "T" not in str(view.get(DUE_DATE)).upper()
    earliest = view.now if bare_day else view.now + DAY
    return not earliest <= due <= view.now + 30 * DAY


ORDER = (
    unsupported_method(
        "browser_payment.pay-method", "payMethod", fact="There are cards, convenience stores and wallets."
    ),
    one_of("browser_payment.currency", "currency", ("JPY",), fact="Inicis Japan settles in yen only."),
    charset(
        "browser_payment.payment-id-charset",
        "paymentId",
        r"[\x21-\x27\x2A-\x7E]+",
        fact="A payment id has letters, digits and signs, but no brackets.",
    ),
    required(
        "browser_payment.redirect-url-required",
        "redirectUrl",
        fact="The window comes back by redirect, on PC as well.",
        source="opi/ko/integration/start/v2/checkout.mdx",
    ),
    one_of(
        "browser_payment.locale",
        "locale",
        ("JA_JP",),
        severity="warning",
        fact="The window is always in Japanese.",
    ),
    japan.color_theme(severity="warning"),
)

BUYER = (
    required_any(
        "browser_payment.customer-name-required",
        *FULL_OR_SPLIT_NAME,
        fact="Inicis Japan demands the buyer's name, in one or in two parts.",
    ),
    required(
        "browser_payment.customer-id-required",
        "customer.customerId",
        severity="warning",
        fact="An SBPS channel takes it.",
    ),
    max_length(
        "browser_payment.customer-id-length",
        "customer.customerId",
        30,
        severity="warning",
        fact="It is the limit of SBPS channels.",
    ),
    *each(
        required,
        "browser_payment.{}-name-kana-required",
        KANA_NAMES,
        when=paying("CONVENIENCE_STORE"),
        severity="warning",
        fact="Convenience stores know the buyer by it; the SDK's schema wants it on JPPG channels only.",
    ),
    *each(
        max_length,
        "browser_payment.{}-name-kana-bytes",
        KANA_NAMES,
        longest=20,
        unit="bytes",
        encoding="shift_jis",
        when=paying("CONVENIENCE_STORE"),
        severity="warning",
        fact="The encoding is not documented; Shift_JIS counts the fewest bytes.",
        source=SDK_CUSTOMER,
    ),
)

STORE = (
    *japan.store(severity="warning"),
    *japan.opening_hours("browser_payment.opening-hours-{}"),
    charset(
        "browser_payment.store-name-kana-charset",
        "storeDetails.storeNameKana",
        r"[\u30A0-\u30FF\uFF65-\uFF9F \u3000]+",
        fact="It is written in katakana.",
    ),
    charset(
        "browser_payment.store-name-en-charset",
        "storeDetails.storeNameEn",
        "[A-Za-z ]+",
        fact="It is written in English letters.",
    ),
)

CARD = (
    *each(
        one_of,
        "browser_payment.{}",
        {
            "fixed-month": "card.installment.monthOption.fixedMonth",
            "available-months": "card.installment.monthOption.availableMonthList",
        },
        allowed=MONTHS,
        fact="Japanese cards have these months; 0 and 1 are the lump sum.",
    ),
    *each(
        ignored,
        "browser_payment.card-{}",
        {
            "company": "card.cardCompany",
            "available-cards": "card.availableCards",
            "use-installment": "card.useInstallment",
        },
        fact="Inicis Japan does not read it.",
    ),
    *each(
        ignored,
        "browser_payment.card-{}",
        {"use-app-card-only": "card.useAppCardOnly", "use-free-interest": "card.useFreeInterestFromMall"},
        only=True,
        fact="Inicis Japan does not read it.",
    ),
)

WALLET = (
    required(
        "browser_payment.easy-pay-provider-required",
        "easyPay.easyPayProvider",
        when=paying("EASY_PAY"),
        severity="warning",
        fact="The guide's table seems to demand the wallet; the SDK's schema does not.",
    ),
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        WALLETS,
        fact="These are the wallets of Japan; SBPS channels may have PayPay only.",
    ),
    *each(
        ignored,
        "browser_payment.easy-pay-{}",
        {
            "installment": "easyPay.installment",
            "customer-identifier": "easyPay.customerIdentifier",
            "available-pay-methods": "easyPay.availablePayMethods",
            "available-cards": "easyPay.availableCards",
            "use-installment": "easyPay.useInstallment",
        },
        fact="Inicis Japan does not read it.",
    ),
    *each(
        ignored,
        "browser_payment.easy-pay-{}",
        {
            "use-card-point": "easyPay.useCardPoint",
            "use-free-interest": "easyPay.useFreeInterestFromMall",
        },
        only=True,
        fact="Inicis Japan does not read it.",
    ),
)

CONVENIENCE_STORES = (
    required(
        "browser_payment.payment-deadline-required",
        DEADLINE,
        when=paying("CONVENIENCE_STORE"),
        fact="A convenience store takes the money until a deadline.",
    ),
    minimum(
        "browser_payment.payment-deadline-min-hours",
        f"{DEADLINE}.validHours",
        24,
        fact="It is a day away at least.",
    ),
    maximum(
        "browser_payment.payment-deadline-max-hours",
        f"{DEADLINE}.validHours",
        720,
        fact="It is 30 days away at most.",
    ),
    pattern(
        "browser_payment.payment-deadline-due-date",
        DUE_DATE,
        r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?",
        fact="The deadline is ISO 8601, 2030-04-01T23:59:59+09:00.",
    ),
    conditional(
        "browser_payment.payment-deadline-due-date-range",
        DUE_DATE,
        due_date_out_of_reach,
        breaks={DUE_DATE: "2099-01-01T00:00:00+09:00"},
        fact="The deadline is 1 to 30 days away.",
    ),
)

PROVIDER = Provider(
    slug="inicis-jp",
    api="v2",
    codes=("INICIS_JP",),
    name_en="KG Inicis Japan",
    name_ko="KG이니시스 일본결제",
    counterpart="inicis-jp",
    source="opi/ko/integration/pg/v2/inicis-jp.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "CONVENIENCE_STORE", "EASY_PAY"),
            currencies=("JPY",),
            locales=("JA_JP",),
            easy_pay_providers=WALLETS,
        ),
    },
    unsupported=WINDOW_ALONE,
    rules=(*ORDER, *BUYER, *STORE, *CARD, *WALLET, *CONVENIENCE_STORES),
    bypass={"browser_payment": bypass.Japan},
    notes=(
        "JPPG or SBPS is set on the channel; what hangs on it is only warned of.",
        "By the SDK's schema JPPG has all six wallets, SBPS only PayPay.",
        "The guide sends instalments of wallets to easyPay.installment, and calls that without effect.",
        "Interest paid by the merchant goes into card.installment.freeInstallmentPlans.",
        "A convenience store payment can be cancelled before its deposit only.",
        "The logo (paymentUI.logoUrl) is 69 by 20 pixels.",
        "REST payments and billing keys: PortOne's overview gives this PG the window only.",
        "PortOne's hosted checkout has it.",
    ),
)
