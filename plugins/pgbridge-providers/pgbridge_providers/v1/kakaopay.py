"""Kakao Pay on V1."""

from __future__ import annotations

from pgbridge.rules import ON_PC, Capability, Provider, each, forbidden, ignored, max_length, maximum, one_of
from pgbridge_providers import common_plain_v1 as plain
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import kakaopay as bypass
from pgbridge_providers.common_v1 import WINDOW_KEYS

WINDOW = (
    ignored(
        "browser_payment.pay-method-ignored",
        "pay_method",
        fact="Card or Kakao money is settled in the app.",
    ),
    one_of(
        "browser_payment.payment-method-type",
        "bypass.kakaopay.payment_method_type",
        ("CARD", "MONEY"),
        fact="The choice can be narrowed to one of these.",
    ),
    max_length(
        "browser_payment.single-quota",
        "display.card_quota",
        1,
        unit="items",
        fact="Kakao Pay fixes one number of months and offers no choice.",
    ),
    *each(
        ignored,
        "browser_payment.{}",
        {"app-scheme-ios-only": "app_scheme", "mobile-as-pc-mobile-only": "kakaopayMobileAsPC"},
        when=ON_PC,
        fact="It is for mobile; app_scheme there for iOS.",
    ),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=("browser_payment", "browser_billing_key")),
)

NO_VAT = "Kakao Pay lets tax_free be stated, but not the VAT; whether it refuses is not said."
AMOUNTS = (
    *common.also_scheduled(
        forbidden,
        "no-vat-amount",
        "vat_amount",
        on=("browser_payment", "again", "cancel"),
        severity="warning",
        fact=NO_VAT,
    ),
    *(rule for rule in unread.unread_by_charges("again") if "vat-amount" not in rule.id),
)

BILLING_KEYS = (
    plain.key_name_required(),
    maximum(
        "browser_billing_key.billing-amount-charges",
        "amount",
        0,
        severity="warning",
        fact="Above 0 the amount is charged along with the issue; 0 issues the key alone.",
    ),
    plain.no_card_in_schedule(),
)

PROVIDER = Provider(
    slug="kakaopay",
    api="v1",
    codes=("kakaopay",),
    name_en="Kakao Pay",
    name_ko="카카오페이",
    counterpart="kakaopay",
    source="opi/ko/integration/pg/v1/kakaopay.mdx",
    operations={
        "browser_payment": Capability(),
        "browser_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
    },
    unsupported=WINDOW_KEYS,
    rules=(*WINDOW, *AMOUNTS, *BILLING_KEYS),
    bypass={"browser_payment": bypass.PaymentV1, "browser_billing_key": bypass.PaymentV1},
    notes=(
        "The buyer pays in the Kakao app; the callback (PC) or the redirect (mobile) brings the result.",
        "One comment says that a billing-key window never charges, the cautions that above 0 it does: send 0.",
        "bypass.kakaopay.custom_message is shown to the buyer; card.detail turns card companies on and off.",
    ),
)
