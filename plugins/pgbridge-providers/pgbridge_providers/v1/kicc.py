"""KICC Easypay, the old module."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    each,
    forbidden,
    given,
    ignored,
    is_,
    needs_contract,
    not_paying,
    one_of,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_v1 import OPENAPI, SDK_PAY

WINDOWS = ("browser_payment", "browser_billing_key")

WINDOW = (
    unsupported_method(
        "browser_payment.pay-method", "pay_method", fact="KICC opens no easy payments of their own."
    ),
    required(
        "browser_payment.buyer-tel-required", "buyer_tel", fact="KICC demands the buyer's phone number."
    ),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=WINDOWS),
    one_of(
        "browser_payment.auth-mode",
        "auth_mode",
        ("key-in",),
        severity="warning",
        fact="key-in is the only mode besides the usual one.",
    ),
    needs_contract(
        "browser_payment.card-direct-contract",
        "card.direct",
        contract="card-direct",
        fact="KICC opens one card company directly only for merchant IDs set up for it.",
    ),
    ignored(
        "browser_payment.free-interest-from-mall-ignored",
        "useFreeInterestFromMall",
        only=True,
        when=paying("card"),
        fact="KICC's guide does not have it, and the SDK reference names other PGs.",
        source=SDK_PAY,
    ),
)

ESCROW = (
    forbidden(
        "browser_payment.escrow-method",
        "escrow",
        only=True,
        when=not_paying("trans", "vbank"),
        fact="Escrow is for transfers and virtual accounts.",
    ),
    *each(
        required,
        "browser_payment.escrow-{}-required",
        {
            "buyer-name": "buyer_name",
            "buyer-email": "buyer_email",
            "buyer-tel": "buyer_tel",
            "products": "kiccProducts",
        },
        when=is_("escrow"),
        fact="Escrow names the whole buyer and what is sold.",
    ),
    *each(
        required,
        "browser_payment.product-{}-required",
        {
            "order-number": "kiccProducts[].orderNumber",
            "name": "kiccProducts[].name",
            "quantity": "kiccProducts[].quantity",
            "amount": "kiccProducts[].amount",
        },
        when=given("kiccProducts"),
        fact="KICC wants each product complete; nobody compares the amounts with the payment.",
    ),
)

BILLING_KEY = (
    unsupported_method("browser_billing_key.pay-method", "pay_method", fact="Keys exist for cards only."),
    needs_contract(
        "browser_billing_key.contract",
        "customer_uid",
        contract="billing-key",
        fact="The window of keys opens for merchant IDs that KICC set up for it.",
    ),
    forbidden(
        "schedule.card-data",
        "card_number",
        fact="No key is made by API, so a schedule goes by the customer_uid of one from the window.",
        source=f"{OPENAPI}: POST /subscribe/payments/schedule",
    ),
)

CASH_RECEIPTS = tuple(
    rule
    for operation, path in (
        ("cash_receipt", "POST /receipts/{imp_uid}"),
        ("external_cash_receipt", "POST /receipts/external/{merchant_uid}"),
    )
    for rule in (
        required(
            f"{operation}.identifier-type-required",
            "identifier_type",
            fact="KICC does not tell the kind from the number.",
            source=f"{OPENAPI}: {path}",
        ),
        one_of(
            f"{operation}.identifier-type",
            "identifier_type",
            ("person", "business", "phone", "taxcard"),
            fact="A receipt goes to one of these four kinds of number.",
            source=f"{OPENAPI}: {path}",
        ),
    )
)

PROVIDER = Provider(
    slug="kicc",
    api="v1",
    codes=("kicc",),
    name_en="KICC Easypay (old module)",
    name_ko="이지페이(KICC) (구모듈)",
    source="opi/ko/integration/pg/v1/kicc.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone"), escrow_pay_methods=("trans", "vbank")
        ),
        "browser_billing_key": Capability(pay_methods=("card",)),
        "again": Capability(),
        "schedule": Capability(),
        "cash_receipt": Capability(),
        "external_cash_receipt": Capability(),
    },
    unsupported=(
        *("browser_identity", "onetime", "issue_billing_key", "vbank", "cvs", "escrow_logistics"),
        "store_receipt",
    ),
    rules=(*unread.unread_by_charges("again"), *WINDOW, *ESCROW, *BILLING_KEY, *CASH_RECEIPTS),
    bypass={"browser_payment": bypass.Kicc},
    notes=(
        "Issuing a key charges nothing, whatever amount the window shows.",
        "A cancel of a tax-free payment states tax_free: a missing one is not read as 0.",
        "card.direct.code is the three-digit code as text, quota 0 the lump sum.",
        "Without company the card window shows iamport; card.detail hides or shows card companies.",
        "bypass.kicc.disp_cash_yn shows the cash receipt; digital is true for content.",
        "Escrow is agreed beforehand; its delivery cannot be reported by API.",
        "KICC registers the URL for deposits itself when the merchant ID is made.",
    ),
)
