"""PayPal Smart Payment Buttons: one-off payments by `paypal_v2`."""

from __future__ import annotations

from functools import partial

from pgbridge.rules import (
    Capability,
    Provider,
    conditional,
    each,
    forbidden,
    ignored,
    maximum,
    one_of,
    pattern,
    required,
    unsupported_method,
)
from pgbridge_providers import common_paypal as paypal
from pgbridge_providers.bypass import paypal as bypass
from pgbridge_providers.common_paypal import BYPASS, CURRENCIES, RISK_DATA, STYLE

CAUTION = "opi/ko/integration/pg/v1/spb/warning.mdx"
FUNDING = (
    *("card", "credit", "paylater", "bancontact", "blik", "eps", "giropay", "ideal", "mybank", "p24"),
    *("sepa", "sofort"),
)
ONE_FUNDING = f"({'|'.join(FUNDING)})"

WINDOW = (
    one_of(
        "browser_payment_ui.ui-type",
        "uiType",
        ("paypal-spb",),
        fact="IMP.loadUI draws these buttons; IMP.request_pay does not.",
    ),
    required("browser_payment_ui.pay-method-required", "pay_method", fact="It is always paypal."),
    unsupported_method(
        "browser_payment_ui.pay-method", "pay_method", fact="With any other the window stays shut."
    ),
    pattern(
        "browser_payment_ui.pg",
        "pg",
        r"paypal_v2(\..+)?",
        fact="Where no channel key is used, PayPal is paypal_v2, with its account id after a dot.",
        source=CAUTION,
    ),
    forbidden(
        "browser_payment_ui.style-horizontal",
        f"{STYLE}.layout",
        only="horizontal",
        severity="warning",
        fact="Side by side there is room for two buttons, so PayPal advises vertical.",
        source=CAUTION,
    ),
    *each(
        pattern,
        "browser_payment_ui.{}",
        {"enable-funding": f"{BYPASS}.enable-funding", "disable-funding": f"{BYPASS}.disable-funding"},
        regex=f"{ONE_FUNDING}(,{ONE_FUNDING})*",
        severity="warning",
        fact="Buttons are named in one text with commas; Venmo and Pay upon Invoice are not among them.",
        source=CAUTION,
    ),
)

ORDER = (
    one_of(
        "browser_payment_ui.currency",
        "currency",
        CURRENCIES,
        fact="In any other, KRW included, the window stays shut; without one it is USD.",
        source=CAUTION,
    ),
    maximum(
        "browser_payment_ui.tax-free", "tax_free", 0, fact="PayPal has no tax-free part.", source=CAUTION
    ),
    conditional(
        "browser_payment_ui.products-total",
        "products",
        partial(paypal.products_differ, price="unitPrice", total="amount"),
        breaks={"amount": 10, "products": [{"id": "p1", "name": "Tea", "unitPrice": 6, "quantity": 2}]},
        fact="The window stays shut unless the products add up to the amount.",
        source=CAUTION,
    ),
    pattern(
        "browser_payment_ui.buyer-tel-format",
        "buyer_tel",
        r"[1-9]\d{3,14}",
        severity="warning",
        fact="Only digits without country code and leading zero, such as 1012345678, are filled in.",
        source=CAUTION,
    ),
    ignored(
        "browser_payment_ui.buyer-name-unused",
        "buyer_name",
        fact="The form is filled from buyer_first_name and buyer_last_name.",
        source=CAUTION,
    ),
    *paypal.addresses(
        units="browser_payment_ui.purchase-units",
        country="browser_payment_ui.shipping-country-code-required",
        city="browser_payment_ui.shipping-admin-area-2-required",
        line="browser_payment_ui.shipping-address-line-1",
        payer="browser_payment_ui.payer-country-code-required",
        sources=dict.fromkeys(("units", "country", "city", "line", "payer"), CAUTION),
    ),
)

UNREAD = (
    ignored(
        "browser_payment_ui.country-ignored",
        "country",
        fact="Outside the sandbox PayPal goes by where the buyer is.",
    ),
    ignored(
        "browser_payment_ui.buyer-addr-ignored",
        "buyer_addr",
        fact="A billing address in its parts goes into bypass.paypal_v2.payer.address.",
    ),
    ignored(
        "browser_payment_ui.language-ignored", "language", fact="PayPal speaks as the buyer's browser is set."
    ),
    *each(
        ignored,
        "browser_payment_ui.{}-ignored",
        {"popup": "popup", "m-redirect-url": "m_redirect_url", "app-scheme": "app_scheme"},
        fact="The window is a popup everywhere and ends in the callback.",
    ),
    *each(
        ignored,
        "browser_payment_ui.{}-ignored",
        {
            "escrow": "escrow",
            "isculturalexpense": "bypass.isCulturalExpense",
            "cashreceipttype": "bypass.cashReceiptType",
            "customeridentifier": "bypass.customerIdentifier",
            "useinternationalfreefrommall": "bypass.useInternationalFreeFromMall",
            "card": "card",
            "display": "display",
            "vbank-due": "vbank_due",
            "appcard": "appCard",
            "usecardpoint": "useCardPoint",
        },
        fact="It belongs to Korean ways of paying, which PayPal does not have.",
    ),
    *each(
        ignored,
        "browser_payment_ui.{}-ignored",
        {"period": "period", "storedetails": "storeDetails"},
        fact="PayPal's window does not show it.",
    ),
)

PROVIDER = Provider(
    slug="spb",
    api="v1",
    codes=("paypal_v2",),
    name_en="PayPal Smart Payment Buttons (single payment)",
    name_ko="페이팔(Smart Payment Buttons) 일반결제",
    counterpart="paypal-v2",
    source="opi/ko/integration/pg/v1/spb/readme.mdx",
    operations={"browser_payment_ui": Capability(pay_methods=("paypal",), currencies=CURRENCIES)},
    unsupported=(
        *("browser_payment", "browser_billing_key", "browser_identity", "onetime", "issue_billing_key"),
        *("vbank", "cvs", "escrow_logistics", "store_receipt", "cash_receipt"),
    ),
    rules=(
        *WINDOW,
        *ORDER,
        *UNREAD,
        *paypal.risk_data(
            {
                "text": "browser_payment_ui.stc-string-values",
                "country": "browser_payment_ui.stc-country-code",
                "date": "browser_payment_ui.stc-date",
                "delivery": "browser_payment_ui.stc-delivery-method",
                "popularity": "browser_payment_ui.stc-popularity",
                "flag": "browser_payment_ui.stc-flags",
            },
            f"{RISK_DATA}[].value",
            on=("browser_payment_ui",),
            delivery="error",
            source="opi/ko/integration/pg/v1/spb/stc.mdx",
        ),
    ),
    bypass={"browser_payment_ui": bypass.PaymentV1},
    notes=(
        "Billing keys of the same pg code are provider rt.",
        "uiType is the first argument of IMP.loadUI.",
        "What changes before a button is pressed goes in by IMP.updateLoadUIRequest.",
        "Outside tests, seller and buyer cannot both have Korean PayPal accounts.",
        "Pay Later takes paylater in enable-funding (not in the US) and a PayPal account per country.",
        "Another funding needs a shipping address in its own country, else the card form opens.",
        "Buyers from Brazil need bypass.paypal_v2.payer.tax_info. digital true hides the shipping address.",
        "Names, phone and billing address are shown to buyers without a PayPal login only.",
        "Every payment is kept as paypal; payments and cancels may stay pending, so webhooks are needed.",
        "No element of the page may have the id paypal. The callback has imp_uid and merchant_uid only.",
    ),
)
