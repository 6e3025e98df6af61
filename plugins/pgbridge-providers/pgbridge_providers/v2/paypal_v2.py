"""PayPal on V2: payment buttons (SPB) and billing keys (RT)."""

from __future__ import annotations

from functools import partial

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    conditional,
    each,
    given,
    ignored,
    is_,
    is_not,
    maximum,
    minimum,
    one_of,
    pattern,
    required,
    required_any,
)
from pgbridge_providers import common_overseas as overseas
from pgbridge_providers import common_paypal as paypal
from pgbridge_providers.bypass import paypal as bypass
from pgbridge_providers.common_paypal import BYPASS, CURRENCIES, PAYER, RISK_DATA, STYLE

WINDOWS = ("browser_payment_ui", "browser_billing_key_ui")
KEY_SHIPPING = f"{BYPASS}.shipping_address"
STATES_NEEDED = ("AR", "BR", "CA", "CN", "IN", "IT", "JP", "MX", "TH", "US")
COUNTRIES = (
    *("AL", "DZ", "AD", "AO", "AI", "AG", "AR", "AM", "AW", "AU", "AT", "AZ", "BS", "BH", "BB", "BY", "BE"),
    *("BZ", "BJ", "BM", "BT", "BO", "BA", "BW", "BR", "VG", "BN", "BG", "BF", "BI", "KH", "CM", "CA", "CV"),
    *("KY", "TD", "CL", "CN", "CO", "KM", "CG", "CD", "CK", "CR", "CI", "HR", "CY", "CZ", "DK", "DJ", "DM"),
    *("DO", "EC", "EG", "SV", "ER", "EE", "ET", "FK", "FO", "FJ", "FI", "FR", "GF", "PF", "GA", "GM", "GE"),
    *("DE", "GI", "GR", "GL", "GD", "GP", "GT", "GN", "GW", "GY", "HN", "HK", "HU", "IS", "IN", "ID", "IE"),
    *("IL", "IT", "JM", "JP", "JO", "KZ", "KE", "KI", "KW", "KG", "LA", "LV", "LS", "LI", "LT", "LU", "MK"),
    *("MG", "MW", "MY", "MV", "ML", "MT", "MH", "MQ", "MR", "MU", "YT", "MX", "FM", "MD", "MC", "MN", "ME"),
    *("MS", "MA", "MZ", "NA", "NR", "NP", "NL", "AN", "NC", "NZ", "NI", "NE", "NG", "NU", "NF", "NO", "OM"),
    *("PW", "PA", "PG", "PY", "PE", "PH", "PN", "PL", "PT", "QA", "RE", "RO", "RU", "RW", "WS", "SM", "ST"),
    *("SA", "SN", "RS", "SC", "SL", "SG", "SK", "SI", "SB", "SO", "ZA", "KR", "ES", "LK", "SH", "KN", "LC"),
    *("PM", "VC", "SR", "SJ", "SZ", "SE", "CH", "TW", "TJ", "TZ", "TH", "TG", "TO", "TT", "TN", "TM", "TC"),
    *("TV", "TR", "UG", "UA", "AE", "GB", "US", "UY", "VU", "VA", "VE", "VN", "WF", "YE", "ZM", "ZW"),
)
SDK = "browser-sdk.yml"

WINDOW = (
    required(
        "any.ui-type-required", "uiType", on=WINDOWS, fact="It tells which of PayPal's buttons are drawn."
    ),
    one_of(
        "browser_payment_ui.ui-type",
        "uiType",
        ("PAYPAL_SPB",),
        fact="SPB are the buttons of one-off payments.",
    ),
    one_of(
        "browser_billing_key_ui.ui-type", "uiType", ("PAYPAL_RT",), fact="RT is the button of billing keys."
    ),
    *(
        one_of(
            f"any.window-type-{device}",
            f"windowType.{device}",
            ("UI",),
            on=WINDOWS,
            when=when,
            fact="PayPal opens from its own buttons and refuses any other kind of window.",
        )
        for device, when in (("pc", ON_PC), ("mobile", ON_MOBILE))
    ),
    *each(
        ignored,
        "any.{}",
        {"country": "country", "locale": "locale"},
        on=WINDOWS,
        fact="Live, PayPal goes by where the buyer is and how the browser is set.",
    ),
    ignored(
        "any.customer-address",
        "customer.address",
        on=WINDOWS,
        fact="PayPal reads addresses from its own bypass fields.",
    ),
    *each(
        ignored,
        "any.{}",
        {"redirect-url": "redirectUrl", "app-scheme": "appScheme"},
        on=WINDOWS,
        fact="The window is a popup everywhere; the buyer leaves neither page nor app.",
    ),
    *each(
        ignored,
        "any.{}",
        {"escrow": "isEscrow", "cultural-expense": "isCulturalExpense"},
        on=WINDOWS,
        only=True,
        fact="PayPal knows no such payment.",
    ),
    *each(
        ignored,
        "any.{}",
        {"offer-period": "offerPeriod", "store-details": "storeDetails"},
        on=WINDOWS,
        fact="PayPal's window does not show it.",
    ),
)

ORDER = (
    one_of(
        "browser_payment_ui.currency",
        "currency",
        CURRENCIES,
        severity="warning",
        fact="PayPal's list has no KRW, though a sample of the guide pays in it.",
    ),
    maximum("browser_payment_ui.tax-free-amount", "taxFreeAmount", 0, fact="PayPal has no tax-free part."),
    conditional(
        "browser_payment_ui.products-total",
        "products",
        partial(paypal.products_differ, price="amount", total="totalAmount"),
        breaks={
            "totalAmount": 1_000,
            "products": [{"id": "p1", "name": "Tea", "amount": 600, "quantity": 2}],
        },
        fact="The window stays shut unless the products add up to the total.",
    ),
    pattern(
        "browser_payment_ui.phone-number-e164",
        "customer.phoneNumber",
        r"\+?[1-9]\d{1,14}",
        severity="warning",
        fact="Only an E.164 number with country code, such as 821012345678, is filled in for the buyer.",
    ),
    *overseas.two_part_name("browser_payment_ui", on=("browser_payment_ui",)),
    ignored(
        "browser_payment_ui.full-name-not-filled-in",
        "customer.fullName",
        fact="A guest's form is filled from firstName and lastName alone.",
    ),
    *paypal.addresses(
        units="browser_payment_ui.purchase-units-count",
        country="browser_payment_ui.shipping-country-required",
        city="browser_payment_ui.shipping-city-required",
        line="browser_payment_ui.shipping-line-1-required",
        payer="browser_payment_ui.payer-address-country-required",
        sources={"city": f"{SDK}: PaypalV2PurchaseUnitShippingAddress"},
    ),
    required_any(
        "browser_payment_ui.payer-tax-info-complete",
        f"{BYPASS}.payer.tax_info.tax_id+{BYPASS}.payer.tax_info.tax_id_type",
        field=f"{BYPASS}.payer.tax_info",
        when=given(f"{BYPASS}.payer.tax_info"),
        severity="warning",
        fact="By the SDK's schema a tax id and its type go together; the guide calls both optional.",
        source=f"{SDK}: PaypalV2PayerTaxInfo",
    ),
    required(
        "browser_payment_ui.payer-tax-info-brazil",
        f"{BYPASS}.payer.tax_info",
        when=is_(f"{PAYER}.country_code", "BR"),
        severity="warning",
        fact="Buyers from Brazil pay with their tax id only; the billing address hints at one.",
    ),
    *each(
        ignored,
        "browser_payment_ui.{}-options",
        {
            "card": "card",
            "virtual-account": "virtualAccount",
            "transfer": "transfer",
            "mobile": "mobile",
            "gift-certificate": "giftCertificate",
            "easy-pay": "easyPay",
        },
        fact="PayPal is the only pay method here.",
    ),
)

BILLING_KEY = (
    *each(
        required,
        "browser_billing_key_ui.shipping-{}-required",
        {
            "line-1": f"{KEY_SHIPPING}.line1",
            "city": f"{KEY_SHIPPING}.city",
            "country": f"{KEY_SHIPPING}.country_code",
        },
        when=given(KEY_SHIPPING),
        fact="Without it a shipping address keeps the window shut.",
    ),
    required(
        "browser_billing_key_ui.shipping-state-required",
        f"{KEY_SHIPPING}.state",
        when=is_(f"{KEY_SHIPPING}.country_code", *STATES_NEEDED),
        fact="Addresses in this country have a state.",
        source=f"{SDK}: PaypalV2ShippingAddress",
    ),
    one_of(
        "browser_billing_key_ui.shipping-country",
        f"{KEY_SHIPPING}.country_code",
        COUNTRIES,
        fact="PayPal ships to these countries.",
        source=f"{SDK}: PaypalV2Country",
    ),
    ignored(
        "browser_billing_key_ui.total-amount", "totalAmount", fact="Issuing a key pays nothing; 0 is kept."
    ),
    ignored(
        "browser_billing_key_ui.tax-free-amount",
        "taxFreeAmount",
        when=is_not("taxFreeAmount", 0),
        fact="Issuing a key pays nothing, a tax-free part neither.",
    ),
    ignored(
        "browser_billing_key_ui.currency", "currency", fact="Issuing a key pays nothing in any currency."
    ),
)

BUTTONS = (
    one_of(
        "any.style-layout",
        f"{STYLE}.layout",
        ("vertical", "horizontal"),
        on=WINDOWS,
        fact="Buttons stand below each other (the default), or at most two of them side by side.",
    ),
    one_of(
        "any.style-color",
        f"{STYLE}.color",
        ("gold", "blue", "silver", "white", "black"),
        on=WINDOWS,
        fact="Buttons come in five colours, gold by default.",
    ),
    minimum("any.style-height-min", f"{STYLE}.height", 25, on=WINDOWS, fact="Buttons are 25 to 55 high."),
    maximum("any.style-height-max", f"{STYLE}.height", 55, on=WINDOWS, fact="Buttons are 25 to 55 high."),
    one_of(
        "any.style-shape",
        f"{STYLE}.shape",
        ("rect", "pill"),
        on=WINDOWS,
        fact="Buttons have right or round corners.",
    ),
    one_of(
        "any.style-label",
        f"{STYLE}.label",
        ("paypal", "checkout", "buynow", "pay", "installment", "subscribe", "donate"),
        on=WINDOWS,
        fact="PayPal words its buttons itself; subscribe and donate stand in the SDK's schema only.",
    ),
    ignored(
        "any.style-tagline",
        f"{STYLE}.tagline",
        on=WINDOWS,
        when=is_not(f"{STYLE}.layout", "horizontal"),
        fact="Only buttons side by side have a line below.",
    ),
    ignored(
        "any.style-period",
        f"{STYLE}.period",
        on=WINDOWS,
        when=is_not(f"{STYLE}.label", "installment"),
        fact="Only the label installment shows months.",
    ),
    *each(
        pattern,
        "browser_payment_ui.{}",
        {"enable-funding": f"{BYPASS}.enable-funding", "disable-funding": f"{BYPASS}.disable-funding"},
        regex=r"[A-Za-z0-9_-]+(\s*,\s*[A-Za-z0-9_-]+)*",
        fact="Buttons are named in one text, with commas between them.",
    ),
    pattern(
        "browser_payment_ui.enable-funding-unsupported",
        f"{BYPASS}.enable-funding",
        r"(?!.*\bvenmo\b).*",
        severity="warning",
        fact="PortOne supports neither Venmo nor Pay upon Invoice.",
    ),
)

PROVIDER = Provider(
    slug="paypal-v2",
    api="v2",
    codes=("PAYPAL_V2",),
    name_en="PayPal (SPB / RT)",
    name_ko="페이팔",
    counterpart="spb",
    source="opi/ko/integration/pg/v2/paypal-v2.mdx",
    operations={
        "browser_payment_ui": Capability(currencies=CURRENCIES),
        "browser_billing_key_ui": Capability(),
    },
    unsupported=("browser_billing_key_and_pay", "browser_identity", "instant", "issue_billing_key"),
    rules=(
        *WINDOW,
        *ORDER,
        *BILLING_KEY,
        *BUTTONS,
        *paypal.risk_data(
            {
                "text": "any.additional-data-strings",
                "country": "any.additional-data-country",
                "date": "any.additional-data-dates",
                "delivery": "any.additional-data-delivery-method",
                "popularity": "any.additional-data-popularity",
                "flag": "any.additional-data-flags",
            },
            RISK_DATA,
            on=WINDOWS,
        ),
    ),
    bypass={"browser_payment_ui": bypass.Payment, "browser_billing_key_ui": bypass.BillingKey},
    notes=(
        "loadPaymentUI and loadIssueBillingKeyUI draw buttons into an element of class portone-ui-container.",
        "The SDK's schema also has PAYPAL for requestPayment, of which the guide says nothing.",
        "What changes before a button is pressed goes in by the SDK's update calls of the same names.",
        "Payments may stay pending and cancels REQUESTED, so the webhook is needed.",
        "Seller and buyer cannot both be in Korea; tests take a buyer account of the US.",
        "Pay Later takes paylater in enable-funding (not in the US), and an account and channel per country.",
        "The label installment is for payments from Mexico and Brazil.",
        "Risk data is a must for risky trades, at least one field of it, and wished for otherwise.",
        "Charging a billing key from a browser takes PayPal's Fraudnet or Magnes script, tied to paymentId.",
        "Every payment is kept as paypal, whatever the buyer chose; instalments are not told.",
        "orderName is shown to guests only. Refunds are possible for 180 days.",
    ),
)
