"""Smartro, the old module, on V1 (`smartro`)."""

from __future__ import annotations

from pgbridge.rules import Capability, Provider, each, ignored, one_of, pattern, paying, unsupported_method
from pgbridge_providers import common_rest_v1 as rest
from pgbridge_providers import common_v1 as common
from pgbridge_providers.common_v1 import OPENAPI, SDK_PAY

LOCALES = ("ko", "en")

WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="Phone and easy payments are for the new module (smartro_v2).",
    ),
    one_of(
        "browser_payment.language",
        "language",
        LOCALES,
        severity="warning",
        fact="The window is Korean when none is named.",
    ),
    common.redirect_on_mobile("browser_payment.m-redirect-url-mobile", on=("browser_payment",)),
    *each(
        pattern,
        "browser_payment.period-{}-format",
        {"from": "period.from", "to": "period.to"},
        regex=r"\d{8}",
        severity="warning",
        fact="Days of the service period are written YYYYMMDD.",
    ),
    ignored(
        "browser_payment.free-interest-from-mall-ignored",
        "useFreeInterestFromMall",
        only=True,
        when=paying("card"),
        fact="Smartro's guide does not have it, and the SDK reference names other PGs.",
        source=SDK_PAY,
    ),
)

PROVIDER = Provider(
    slug="smartro",
    api="v1",
    codes=("smartro",),
    name_en="Smartro (old module)",
    name_ko="스마트로 (구모듈)",
    source="opi/ko/integration/pg/v1/smartro.mdx",
    operations={
        "browser_payment": Capability(pay_methods=("card", "trans", "vbank"), locales=LOCALES),
        "cash_receipt": Capability(),
        "external_cash_receipt": Capability(),
        "cancel": Capability(),
    },
    unsupported=(
        *("browser_billing_key", "browser_identity", "onetime", "issue_billing_key", "again", "schedule"),
        *("vbank", "cvs", "escrow_logistics", "store_receipt"),
    ),
    rules=(*WINDOW, *rest.refund_account("tel", source=f"{OPENAPI}: POST /payments/cancel")),
    notes=(
        "The guide covers the payment window only and sends new merchants to the new module.",
        "Cash receipts can be issued and virtual accounts revoked by REST, receipts not cancelled.",
        "The REST schema wants refund_tel of every cancel, its text of virtual accounts only.",
        "No page says how vbank_due is written.",
    ),
)
