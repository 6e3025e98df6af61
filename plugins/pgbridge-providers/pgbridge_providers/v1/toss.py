"""Toss Payments, the old module (`uplus`), on V1."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    one_of,
    pattern,
    paying,
    unsupported_method,
    unsupported_operation,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import toss as bypass
from pgbridge_providers.common_v1 import SDK_PAY

LOCALES = ("ko", "en")
EASY_PAY = ("applepay", "tosspay", "naverpay", "kakaopay", "lpay", "payco", "samsung")
GIFT_CERTIFICATES = ("cultureland", "smartculture", "booknlife")
CHARGES_BY_API = ("onetime", "issue_billing_key", "again", "schedule")

PROVIDER = Provider(
    slug="toss",
    api="v1",
    codes=("uplus",),
    name_en="Toss Payments (old module)",
    name_ko="토스페이먼츠 (구모듈)",
    source="opi/ko/integration/pg/v1/toss.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone", *GIFT_CERTIFICATES, *EASY_PAY),
            locales=LOCALES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
        ),
        "cancel": Capability(),
    },
    unsupported=(
        *CHARGES_BY_API,
        "browser_billing_key",
        "browser_identity",
        "vbank",
        "cvs",
        "escrow_logistics",
        "store_receipt",
        "cash_receipt",
    ),
    rules=(
        unsupported_method(
            "browser_payment.pay-method", "pay_method", fact="Samsung Pay is `samsung` with the old module."
        ),
        one_of("browser_payment.language", "language", LOCALES, fact="The window speaks Korean and English."),
        common.deposit_deadline(),
        pattern(
            "browser_payment.vbank-due",
            "vbank_due",
            r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])[0-5]\d[0-5]\d)?",
            when=paying("vbank"),
            severity="warning",
            fact="The PG's guide has no separators in it (YYYYMMDD, YYYYMMDDHHmmss), the SDK reference has.",
        ),
        common.redirect_on_mobile("any.m-redirect-url-mobile", on=("browser_payment",)),
        *unread.unread_by_window(),
        unread.unread_by_cancel(),
        *(
            unsupported_operation(
                f"{operation}.unsupported",
                fact="The old module has the window only; charging by API takes the new one (tosspayments).",
                source=f"{unread.SUPPORTED}; {SDK_PAY}",
            )
            for operation in CHARGES_BY_API
        ),
    ),
    bypass={"browser_payment": bypass.OldPayment},
    notes=(
        "New merchants take the new module (newtoss).",
        "bypass.uplus.LGD_AUTO_DISCOUNT brings card promotions in unasked; appCard narrows to app cards.",
        "card.direct.quota 0 and display.card_quota [] are the lump sum.",
        "Unpaid virtual accounts can be revoked; the API reads cash receipts but issues none.",
        "From which amount instalments begin is not said; the SDK reference has 50,000 KRW for all.",
        "A note in the API's schema names uplus for schedules, though it is not among the PGs that have them.",
        "On PC the callback brings the result, on mobile the redirect.",
    ),
)
