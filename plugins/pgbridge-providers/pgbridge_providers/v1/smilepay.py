"""SmilePay on V1."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, required, unsupported_method
from pgbridge_providers import common_plain_v1 as plain
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.common_v1 import WINDOW_KEYS

PROVIDER = Provider(
    slug="smilepay",
    api="v1",
    codes=("smilepay",),
    name_en="SmilePay",
    name_ko="스마일페이",
    source="opi/ko/integration/pg/v1/smilepay.mdx",
    operations={"browser_payment": Capability(pay_methods=("card",)), "cancel": Capability()},
    unsupported=WINDOW_KEYS,
    rules=(
        unsupported_method("browser_payment.pay-method", "pay_method", fact="SmilePay pays by card."),
        required("browser_payment.buyer-tel", "buyer_tel", fact="SmilePay demands the buyer's phone number."),
        common.redirect_on_mobile("any.m-redirect-url-mobile", on=("browser_payment",)),
        plain.window_vat_ignored(),
        unread.unread_by_cancel(),
    ),
    notes=(
        "On PC the callback brings the result, on mobile the redirect; app_scheme is for apps.",
        "The guide demands pay_method and leaves it out of its sample.",
        "Other pages list billing keys from its window; its own guide and the API do not.",
    ),
)
