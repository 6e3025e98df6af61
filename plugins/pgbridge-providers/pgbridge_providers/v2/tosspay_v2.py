"""Toss Pay on V2."""

from __future__ import annotations

from pgbridge.rules import (
    ON_MOBILE,
    Capability,
    Provider,
    charset,
    each,
    ignored,
    max_length,
    one_of,
    pattern,
    required,
    required_any,
)
from pgbridge_providers import common_tosspay as tosspay
from pgbridge_providers import common_wallet_v2 as wallet
from pgbridge_providers.bypass import toss as bypass
from pgbridge_providers.common_v2 import QUICK_GUIDE

NAME = "payment.customer.name"
ORDER_NAME = f"{wallet.SDK_SCHEMA} PaymentOrderName"

WINDOW = (
    *wallet.easy_pay_only(),
    wallet.own_wallet("TOSSPAY", source=QUICK_GUIDE),
    one_of(
        "browser_payment.currency",
        "currency",
        ("KRW",),
        fact="Toss Pay is paid in won.",
        source=QUICK_GUIDE,
    ),
    max_length(
        "browser_payment.order-name-length",
        "orderName",
        255,
        fact="The SDK's schema sets this limit.",
        source=ORDER_NAME,
    ),
    pattern(
        "browser_payment.order-name-blank",
        "orderName",
        r"(?s).*\S.*",
        fact="Blanks alone are no name.",
        source=ORDER_NAME,
    ),
    charset(
        "browser_payment.order-name-charset",
        "orderName",
        r"[^\\,]*",
        fact="Toss Pay takes neither backslash nor comma in it.",
        source=ORDER_NAME,
    ),
    *tosspay.expiry(),
    tosspay.receipt_option("browser_payment.cash-receipt-trade-option", on=("browser_payment",)),
    *wallet.read_by_others(),
    *each(
        ignored,
        "browser_payment.{}-ignored",
        {"available-cards": "easyPay.availableCards", "customer-identifier": "easyPay.customerIdentifier"},
        fact="The quick guide has it for other PGs, Toss Pay's guide not at all.",
        source=QUICK_GUIDE,
    ),
)

BILLING_KEYS = (
    required(
        "browser_billing_key.customer-id-required",
        "customer.customerId",
        fact="Toss Pay wants the shop's id of the buyer.",
    ),
    required(
        "browser_billing_key.redirect-url-mobile",
        "redirectUrl",
        when=ON_MOBILE,
        fact="The mobile window comes back by redirect.",
    ),
    required_any(
        "schedule.customer-name-required",
        f"{NAME}.full",
        f"{NAME}.separated.first+{NAME}.separated.last",
        field=NAME,
        severity="warning",
        fact="The guide's table demands the buyer's name, in one line or split; its sample has none.",
    ),
)

PROVIDER = Provider(
    slug="tosspay-v2",
    api="v2",
    codes=("TOSSPAY_V2",),
    name_en="Toss Pay",
    name_ko="토스페이",
    counterpart="tosspay-v2",
    source="opi/ko/integration/pg/v2/tosspay-v2.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("EASY_PAY",), currencies=("KRW",), easy_pay_providers=("TOSSPAY",)
        ),
        "browser_billing_key": Capability(pay_methods=("EASY_PAY",), easy_pay_providers=("TOSSPAY",)),
        "pay_with_billing_key": Capability(),
        "schedule": Capability(),
    },
    unsupported=wallet.UNSUPPORTED,
    rules=(*WINDOW, *BILLING_KEYS),
    bypass={"browser_payment": bypass.TossPay, "browser_billing_key": bypass.TossPayKey},
    notes=(
        "easyPay.useInstallment false closes card instalments; Toss Pay is the one PG that reads it.",
        "Cash receipts go by what the buyer keeps in the Toss app, whatever type was asked for.",
        "Only card payments have sales slips.",
        "Take the billing-key webhook: a key can exist though the buyer closed the window before the callback.",
        "Buyers can change a key's method in the Toss app; a webhook tells, and shops that show it read it again.",
        "The guide's schedule puts customer beside timeToPay and writes the time without T; the API does not.",
        "bypass.tosspay_v2 takes encryptedUserCi (the buyer's CI) when a key is issued.",
        "The quick guide calls the bypass key tosspay; it is tosspay_v2.",
    ),
)
