"""PayPal Express Checkout, the old module."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, forbidden, needs_contract, required, unsupported_method
from pgbridge_providers.common_v1 import WINDOW_ALONE

PROVIDER = Provider(
    slug="paypal",
    api="v1",
    codes=("paypal",),
    name_en="PayPal Express Checkout (old module)",
    name_ko="페이팔(Express Checkout)",
    source="opi/ko/integration/pg/v1/paypal.mdx",
    operations={"browser_payment": Capability(pay_methods=("card",))},
    unsupported=WINDOW_ALONE,
    rules=(
        unsupported_method(
            "browser_payment.pay-method",
            "pay_method",
            fact="The method paypal is for the newer module, paypal_v2.",
        ),
        required(
            "browser_payment.m-redirect-url-required",
            "m_redirect_url",
            fact="The buyer comes back by redirect on every device.",
        ),
        forbidden(
            "browser_payment.no-krw",
            "currency",
            only="KRW",
            fact="PayPal does not charge won; without a currency it is USD.",
        ),
        forbidden(
            "browser_payment.no-billing-key",
            "customer_uid",
            fact="This module issues no billing keys.",
        ),
        needs_contract(
            "browser_payment.stc-contract",
            "optional.use_stc_api",
            only=True,
            contract="pg-option",
            fact="Risk data (STC) is for risky trades and agreed with PayPal beforehand.",
        ),
    ),
    notes=(
        "New merchants get paypal_v2: providers spb (one-off) and rt (billing keys).",
        "PayPal's own list of currencies counts.",
        "Risk data goes into optional.stc_data, in the form agreed with PayPal.",
    ),
)
