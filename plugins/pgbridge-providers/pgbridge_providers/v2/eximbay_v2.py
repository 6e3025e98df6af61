"""Eximbay on V2."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    Rule,
    each,
    forbidden,
    given,
    ignored,
    is_,
    is_not,
    max_length,
    one_of,
    pattern,
    required,
    required_any,
)
from pgbridge_providers import common_overseas as overseas
from pgbridge_providers.bypass import eximbay as bypass
from pgbridge_providers.common_overseas import COUNTRY
from pgbridge_providers.common_v2 import FULL_OR_SPLIT_NAME, QUICK_GUIDE

WINDOWS = ("browser_payment", "browser_billing_key_and_pay")
LOCALES = ("KO_KR", "EN_US", "JA_JP", "ZH_CN", "ZH_TW", "TH_TH", "VI_VN", "RU_RU")
BYPASS = "bypass.eximbay_v2"
IN_APP = f"{BYPASS}.settings.call_from_app"
WITH_STATES = ("US", "CA", "us", "ca")
VIRTUAL_ACCOUNT = "P305"

WINDOW = (
    one_of(
        "browser_payment.pay-method",
        "payMethod",
        ("CARD",),
        severity="warning",
        fact="It is CARD or left out; which methods the window shows stands in bypass.eximbay_v2.payment.",
        source=QUICK_GUIDE,
    ),
    one_of(
        "any.locale",
        "locale",
        LOCALES,
        on=WINDOWS,
        severity="warning",
        fact="The window speaks these, Russian by the SDK's schema only; what another does is open.",
        source="browser-sdk.yml",
    ),
    required_any(
        "any.customer-name-required",
        *FULL_OR_SPLIT_NAME,
        on=WINDOWS,
        fact="Eximbay demands the buyer's name, whole or in two parts.",
    ),
    *overseas.two_part_name("any", on=WINDOWS),
    *(
        forbidden(
            rule,
            f"{BYPASS}.payment.{field}",
            only=VIRTUAL_ACCOUNT,
            on=WINDOWS,
            severity="warning",
            fact="The guide has virtual accounts (P305) out of use for now, the overview lists them.",
        )
        for rule, field in (
            ("any.no-virtual-account", "payment_method"),
            ("any.no-virtual-account-in-list", "multi_payment_method"),
        )
    ),
    one_of(
        "browser_payment.receipt-status",
        f"{BYPASS}.tax.receipt_status",
        ("Y", "N"),
        fact="Y issues a cash receipt.",
    ),
    pattern(
        "browser_payment.virtual-account-expiry",
        f"{BYPASS}.settings.virtualaccount_expiry_date",
        r"\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])",
        fact="The deposit deadline is written yyyyMMddHH.",
    ),
    overseas.no_confirmation("opi/ko/extra/confirm-process/readme-v2.mdx"),
)

IN_AN_APP = (
    one_of(
        "any.call-from-app", IN_APP, ("Y", "N"), on=WINDOWS, fact="Y says that the window opens in an app."
    ),
    required(
        "any.app-scheme-needs-call-from-app",
        IN_APP,
        on=WINDOWS,
        when=given("appScheme"),
        severity="warning",
        fact="An app says so beside its scheme; whether this is one no request shows.",
    ),
    forbidden(
        "any.app-scheme-call-from-app-yes",
        IN_APP,
        only="N",
        on=WINDOWS,
        when=given("appScheme"),
        severity="warning",
        fact="An app says Y beside its scheme; whether this is one no request shows.",
    ),
    required(
        "any.call-from-app-needs-app-scheme",
        "appScheme",
        on=WINDOWS,
        when=is_(IN_APP, "Y"),
        fact="From the window an app is found again by its scheme.",
    ),
)

STATES = tuple(
    ignored(
        f"any.{kind}-to-state",
        f"{BYPASS}.{kind}_to.state",
        on=WINDOWS,
        when=given(f"{BYPASS}.{kind}_to.country") & is_not(f"{BYPASS}.{kind}_to.country", *WITH_STATES),
        fact="Only addresses in the US and Canada have a state here.",
        source=QUICK_GUIDE,
    )
    for kind in ("ship", "bill")
)


def extras(operation: str, root: str, bypass: str, ship: str, bill: str, *on: str) -> tuple[Rule, ...]:
    """What every charge may carry: surcharges, and addresses named `ship` and `bill`."""
    return (
        max_length(
            f"{operation}.surcharge-count",
            f"{root}{bypass}.surcharge",
            3,
            unit="items",
            on=on,
            fact="Eximbay lists three surcharges at most.",
        ),
        *each(
            pattern,
            f"{operation}.{{}}-to-country",
            {"ship": f"{root}{bypass}.{ship}.country", "bill": f"{root}{bypass}.{bill}.country"},
            regex=COUNTRY,
            on=on,
            fact="A country is its ISO code of two letters.",
        ),
    )


def order(operation: str, root: str, *on: str) -> tuple[Rule, ...]:
    """What every charge must carry: the buyer's e-mail, products with the pages that sell them."""
    return (
        required(
            f"{operation}.email-required",
            f"{root}customer.email",
            on=on,
            fact="Eximbay demands the buyer's e-mail.",
        ),
        required(
            f"{operation}.products-required",
            f"{root}products",
            on=on,
            severity="warning",
            fact="All but overseas cards need them, and those too where a sale is checked for risk.",
        ),
        required(
            f"{operation}.product-link-required",
            f"{root}products[].link",
            on=on,
            fact="Each product names the page that sells it.",
        ),
    )


def rest(operation: str, root: str) -> tuple[Rule, ...]:
    """What a charge of a billing key demands; a scheduled one has it inside `payment`."""
    name = f"{root}customer.name"
    return (
        required_any(
            f"{operation}.customer-name-required",
            f"{name}.full",
            f"{name}.separated.first+{name}.separated.last",
            field=name,
            fact="Eximbay demands the buyer's name, whole or in two parts.",
        ),
        required(
            f"{operation}.locale-required",
            f"{root}locale",
            fact="The API's schema demands it of this PG.",
            source="OpenAPI v2: locale of a billing-key payment",
        ),
        ignored(f"{operation}.amount-vat", f"{root}amount.vat", fact="Eximbay has no VAT part."),
        ignored(
            f"{operation}.amount-tax-free",
            f"{root}amount.taxFree",
            when=is_not(f"{root}amount.taxFree", 0),
            fact="Eximbay has no tax-free part.",
        ),
    )


PROVIDER = Provider(
    slug="eximbay-v2",
    api="v2",
    codes=("EXIMBAY_V2",),
    name_en="Eximbay",
    name_ko="엑심베이",
    counterpart="eximbay",
    source="opi/ko/integration/pg/v2/eximbay-v2.mdx",
    operations={
        "browser_payment": Capability(locales=LOCALES),
        "browser_billing_key_and_pay": Capability(locales=LOCALES),
        "pay_with_billing_key": Capability(),
        "schedule": Capability(),
    },
    unsupported=(
        *("browser_billing_key", "browser_payment_ui", "browser_billing_key_ui", "browser_identity"),
        *("instant", "issue_billing_key"),
    ),
    rules=(
        *WINDOW,
        *IN_AN_APP,
        *STATES,
        *order("any", "", *WINDOWS, "pay_with_billing_key"),
        *order("schedule", "payment.", "schedule"),
        *extras("any", "", BYPASS, "ship_to", "bill_to", *WINDOWS),
        *extras("pay_with_billing_key", "", "bypass.eximbayV2", "shipTo", "billTo", "pay_with_billing_key"),
        *extras("schedule", "payment.", "bypass.eximbayV2", "shipTo", "billTo", "schedule"),
        *rest("pay_with_billing_key", ""),
        *rest("schedule", "payment."),
    ),
    bypass={"browser_payment": bypass.Payment, "browser_billing_key_and_pay": bypass.Payment},
    same_bypass={
        "bypass.eximbay.shipTo_city": "bypass.eximbay_v2.ship_to.city",
        "bypass.eximbay.shipTo_country": "bypass.eximbay_v2.ship_to.country",
        "bypass.eximbay.shipTo_firstName": "bypass.eximbay_v2.ship_to.first_name",
        "bypass.eximbay.shipTo_lastName": "bypass.eximbay_v2.ship_to.last_name",
        "bypass.eximbay.shipTo_phoneNumber": "bypass.eximbay_v2.ship_to.phone_number",
        "bypass.eximbay.shipTo_postalCode": "bypass.eximbay_v2.ship_to.postal_code",
        "bypass.eximbay.shipTo_state": "bypass.eximbay_v2.ship_to.state",
        "bypass.eximbay.shipTo_street1": "bypass.eximbay_v2.ship_to.street1",
        "bypass.eximbay.billTo_city": "bypass.eximbay_v2.bill_to.city",
        "bypass.eximbay.billTo_country": "bypass.eximbay_v2.bill_to.country",
        "bypass.eximbay.billTo_firstName": "bypass.eximbay_v2.bill_to.first_name",
        "bypass.eximbay.billTo_lastName": "bypass.eximbay_v2.bill_to.last_name",
        "bypass.eximbay.billTo_phoneNumber": "bypass.eximbay_v2.bill_to.phone_number",
        "bypass.eximbay.billTo_postalCode": "bypass.eximbay_v2.bill_to.postal_code",
        "bypass.eximbay.billTo_state": "bypass.eximbay_v2.bill_to.state",
        "bypass.eximbay.billTo_street1": "bypass.eximbay_v2.bill_to.street1",
        "bypass.eximbay.issuercountry": "bypass.eximbay_v2.settings.issuer_country",
    },
    notes=(
        "Any ISO 4217 currency may be named; the guide lists none.",
        "payment_method shows one method, multi_payment_method several, neither all of the shop id.",
        "A Japanese convenience store needs customer.phoneNumber, Klarna the exact bill_to.",
        "Naver Pay needs bypass.eximbay_v2.tax, and receipt_status Y when paid from a bank account.",
        "settings.issuer_country KR opens domestic methods on an overseas shop id.",
        "A surcharge's quantity and unit_price are texts; a price may be negative.",
        "The bypass is eximbay_v2 with snake_case in the window, eximbayV2 with camelCase in REST.",
        "A key comes with a first payment only; the SDK's schema then has shipTo and billTo in the bypass.",
        "The SDK's schema demands billingKeyAndPayMethod MOBILE; the guide sends none.",
        "A payment can succeed after its window was closed, so the webhook may turn failed into paid.",
        "In a web view GCash needs the app to follow gcash://com.mynt.gcash/app.",
        "Chargeback webhooks are set up at Eximbay with PortOne's URL.",
    ),
)
