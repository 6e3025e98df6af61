"""PayPal's recurring half (Reference Transaction, `paypal_v2`) on V1."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    each,
    forbidden,
    given,
    ignored,
    one_of,
    pattern,
    required,
    unsupported_method,
)
from pgbridge_providers import common_paypal as paypal
from pgbridge_providers import common_unread as unread
from pgbridge_providers.bypass import paypal as bypass
from pgbridge_providers.common_v1 import OPENAPI

RISK_GUIDE = "opi/ko/integration/pg/v1/spb/stc.mdx"
ADDRESS = "bypass.paypal_v2.shipping_address"

WINDOW = (
    one_of(
        "browser_billing_key_ui.ui-type",
        "uiType",
        ("paypal-rt",),
        fact="IMP.loadUI draws the button under this name; IMP.request_pay issues no key.",
    ),
    *each(
        required,
        "browser_billing_key_ui.{}-required",
        {"pay-method": "pay_method", "customer-uid": "customer_uid"},
        fact="The call says paypal, and names the key to be.",
    ),
    unsupported_method(
        "browser_billing_key_ui.pay-method", "pay_method", fact="Anything else ends without a window."
    ),
    pattern(
        "browser_billing_key_ui.pg",
        "pg",
        r"paypal_v2(\..+)?",
        fact="The old pg is paypal_v2, or paypal_v2.{account}; paypal issues no keys.",
    ),
    *each(
        required,
        "browser_billing_key_ui.shipping-{}-required",
        {
            "line1": f"{ADDRESS}.line1",
            "city": f"{ADDRESS}.city",
            "country-code": f"{ADDRESS}.country_code",
        },
        when=given(ADDRESS),
        fact="No window opens for an address without line1, city and country_code.",
    ),
)

# Parameters of IMP.request_pay that mean nothing when a PayPal key is issued: why, and under which ids.
WITHOUT_EFFECT = {
    "Issuing a key charges nothing; amounts are stored as 0.": {
        "amount": "amount",
        "tax-free": "tax_free",
        "currency": "currency",
    },
    "Live, the buyer's place decides; country acts in the sandbox only.": {"country": "country"},
    "An address goes into bypass.paypal_v2.shipping_address, in its five parts.": {
        "buyer-addr": "buyer_addr"
    },
    "The window is a popup everywhere and ends in the callback.": {
        "popup": "popup",
        "m-redirect-url": "m_redirect_url",
        "app-scheme": "app_scheme",
    },
    "The window speaks the buyer's language.": {"language": "language"},
    "PayPal has no escrow, no culture expense and no cash receipts.": {
        "escrow": "escrow",
        "isculturalexpense": "bypass.isCulturalExpense",
        "cashreceipttype": "bypass.cashReceiptType",
        "customeridentifier": "bypass.customerIdentifier",
    },
    "PayPal lets the shop choose neither cards nor instalments nor points.": {
        "useinternationalfreefrommall": "bypass.useInternationalFreeFromMall",
        "card": "card",
        "display": "display",
        "appcard": "appCard",
        "usecardpoint": "useCardPoint",
    },
    "PayPal has no virtual accounts.": {"vbank-due": "vbank_due"},
    "The window shows neither service period nor shop.": {
        "period": "period",
        "storedetails": "storeDetails",
    },
}
IGNORED = tuple(
    rule
    for fact, fields in WITHOUT_EFFECT.items()
    for rule in each(ignored, "browser_billing_key_ui.{}-ignored", fields, fact=fact)
)

RISK = paypal.risk_data(
    {
        "text": "browser_billing_key_ui.stc-string-values",
        "country": "browser_billing_key_ui.stc-country-code",
        "date": "browser_billing_key_ui.stc-date",
    },
    f"{paypal.RISK_DATA}[].value",
    on=("browser_billing_key_ui",),
    source=RISK_GUIDE,
)

CHARGES = tuple(
    rule
    for operation, field, source in (
        ("again", "currency", ""),
        ("schedule", "schedules[].currency", f"{OPENAPI}: POST /subscribe/payments/schedule"),
    )
    for rule in (
        required(
            f"{operation}.currency-required",
            field,
            fact="PayPal charges in the currency that is named.",
            source=source,
        ),
        forbidden(f"{operation}.no-krw", field, only="KRW", fact="PayPal charges no won.", source=source),
    )
)

PROVIDER = Provider(
    slug="rt",
    api="v1",
    codes=("paypal_v2",),
    name_en="PayPal Reference Transaction (recurring)",
    name_ko="페이팔(Reference Transaction) 정기결제",
    counterpart="paypal-v2",
    source="opi/ko/integration/pg/v1/rt/readme.mdx",
    operations={
        "browser_billing_key_ui": Capability(pay_methods=("paypal",)),
        "again": Capability(),
        "schedule": Capability(),
    },
    unsupported=(
        "browser_payment",
        "browser_billing_key",
        "browser_identity",
        "onetime",
        "issue_billing_key",
        "vbank",
        "cvs",
        "escrow_logistics",
        "store_receipt",
        "cash_receipt",
    ),
    rules=(*unread.unread_by_charges("again"), *WINDOW, *IGNORED, *RISK, *CHARGES),
    bypass={"browser_billing_key_ui": bypass.BillingKeyV1},
    notes=(
        "Code paypal_v2 also stands for single payments (spb).",
        "After each change call IMP.updateLoadUIRequest('paypal-rt', ...), of SDK 1.3.0 on.",
        "PayPal accounts opened in Korea are shut out.",
        "The page that charges carries Fraudnet or Magnes, with merchant_uid as the correlation id.",
        "bypass of a single charge is a JSON text; risky trades need risk data when issuing and when charging.",
        "The key's method is always paypal, without card data; name is the seller's note.",
        "Take the webhook: PayPal settles some payments and cancels later.",
    ),
)
