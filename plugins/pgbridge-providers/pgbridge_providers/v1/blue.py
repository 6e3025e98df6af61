"""Bluewalnut on V1."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, forbidden, unsupported_method
from pgbridge_providers import common_v1 as common
from pgbridge_providers.common_v1 import WINDOW_ALONE

PROVIDER = Provider(
    slug="blue",
    api="v1",
    codes=("bluewalnut",),
    name_en="Bluewalnut",
    name_ko="블루월넛",
    source="opi/ko/integration/pg/v1/blue.mdx",
    operations={"browser_payment": Capability(pay_methods=("card", "trans", "vbank", "phone"))},
    unsupported=WINDOW_ALONE,
    rules=(
        unsupported_method("browser_payment.pay-method", "pay_method", fact="The window has these four."),
        common.redirect_on_mobile("browser_payment.m-redirect-url-mobile", on=("browser_payment",)),
        forbidden(
            "browser_payment.no-billing-key",
            "customer_uid",
            fact="PortOne has no billing keys with Bluewalnut.",
        ),
    ),
    notes=(
        "An amount left out is 0 won.",
        "merchant_uid is new for every request.",
        "On PC the callback brings the result, on mobile the redirect.",
    ),
)
