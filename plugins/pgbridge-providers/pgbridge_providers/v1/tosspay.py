"""Toss Pay, the old module (`tosspay`), on V1."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, forbidden, required, unsupported_method
from pgbridge_providers import common_v1 as common
from pgbridge_providers.common_v1 import WINDOW_ALONE

PROVIDER = Provider(
    slug="tosspay",
    api="v1",
    codes=("tosspay",),
    name_en="Toss Pay (old module)",
    name_ko="토스페이(tosspay)",
    source="opi/ko/integration/pg/v1/tosspay.mdx",
    operations={"browser_payment": Capability(pay_methods=("card",))},
    unsupported=WINDOW_ALONE,
    rules=(
        unsupported_method(
            "browser_payment.pay-method",
            "pay_method",
            fact="The buyer picks card or Toss money in the window; the request says card.",
        ),
        required("browser_payment.name-required", "name", fact="The window shows what is bought."),
        forbidden(
            "browser_payment.no-billing-key",
            "customer_uid",
            fact="The old module takes single payments; recurring ones are for tosspay_v2.",
        ),
        common.redirect_on_mobile("browser_payment.m-redirect-url-mobile", on=("browser_payment",)),
    ),
    notes=(
        "New merchants take tosspay_v2.",
        "The buyer pays in the Toss app; the callback (PC) or the redirect (mobile) brings the result.",
    ),
)
