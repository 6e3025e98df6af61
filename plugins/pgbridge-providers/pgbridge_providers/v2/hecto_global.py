"""Hecto Financial's payments from abroad (Japan)."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    each,
    given,
    is_,
    max_length,
    one_of,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers.common_v2 import WINDOW_ALONE

EASY_PAY = ("AUPAY", "PAYPAY", "RAKUTENPAY", "MERPAY", "APPLEPAY", "GOOGLE_PAY")
LONGEST = {
    "order-name": ("orderName", 128),
    "customer-id": ("customer.customerId", 50),
    "email": ("customer.email", 60),
    "first-name": ("customer.firstName", 32),
    "last-name": ("customer.lastName", 32),
    "business-name": ("storeDetails.businessName", 100),
}

PROVIDER = Provider(
    slug="hecto-global",
    api="v2",
    codes=("HECTO_GLOBAL",),
    name_en="Hecto Financial (overseas payments)",
    name_ko="헥토파이낸셜 해외결제",
    source="opi/ko/integration/pg/v2/hecto-global.mdx",
    operations={"browser_payment": Capability(pay_methods=("CARD", "EASY_PAY"), easy_pay_providers=EASY_PAY)},
    unsupported=WINDOW_ALONE,
    rules=(
        unsupported_method(
            "browser_payment.pay-method", "payMethod", fact="Buyers abroad pay by card or by a wallet."
        ),
        *(
            max_length(
                f"browser_payment.{name}-bytes",
                field,
                longest,
                unit="bytes",
                fact="Hecto counts bytes of UTF-8; a Hangul syllable or a kanji has three.",
            )
            for name, (field, longest) in LONGEST.items()
        ),
        required(
            "browser_payment.easy-pay-provider-required",
            "easyPay.easyPayProvider",
            when=paying("EASY_PAY"),
            severity="warning",
            fact="The guide's table has it mandatory, the SDK's schema optional.",
        ),
        one_of(
            "browser_payment.easy-pay-provider",
            "easyPay.easyPayProvider",
            EASY_PAY,
            fact="Hecto opens these wallets.",
        ),
        required(
            "browser_payment.merpay-category-id-required",
            "merpayCategoryId",
            when=is_("easyPay.easyPayProvider", "MERPAY"),
            fact="Merpay wants the category of what is sold, from GMO Payment Gateway's list.",
        ),
        required(
            "browser_payment.customer-id-required",
            "customer.customerId",
            fact="Hecto demands the shop's own id of the buyer.",
        ),
        *each(
            required,
            "browser_payment.{}-with-email",
            {"first-name": "customer.firstName", "last-name": "customer.lastName"},
            when=given("customer.email"),
            fact="An e-mail comes with the buyer's name in its two parts.",
        ),
        required(
            "browser_payment.business-name-required",
            "storeDetails.businessName",
            fact="The window shows the shop's name.",
        ),
    ),
    notes=(
        "The currency must be the shop id's own, which no request shows; another may charge another amount.",
        "Test channels need Hecto to let the tester's address in; PortOne's support arranges it.",
        "Apple Pay cannot be tested.",
        "What is mandatory is read from the guide's table.",
        "Hecto's domestic payments are another PG, settle on V1.",
    ),
)
