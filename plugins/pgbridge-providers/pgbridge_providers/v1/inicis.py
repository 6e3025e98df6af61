"""KG Inicis, codes `html5_inicis` (window) and `inicis` (REST, identity)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    conditional,
    each,
    elements,
    given,
    ignored,
    is_not,
    maximum,
    needs_contract,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import inicis as bypass
from pgbridge_providers.common_v1 import OPENAPI, SDK_IDENTITY, SDK_PAY

if TYPE_CHECKING:
    from pgbridge.rules import View

EASY_PAY = ("kakaopay", "naverpay", "samsung", "applepay", "ssgpay", "payco", "tosspay", "lpay")
GIFT_CERTIFICATES = ("cultureland", "smartculture", "happymoney", "booknlife")
LOCALES = ("ko", "en")
RESERVED = "bypass.P_RESERVED"
AUTH_TYPE = "bypass.inicis.authtype"
PAYSHOT = {"ini": "bypass.ini_PAYSHOT_KEY", "p": "bypass.P_PAYSHOT_KEY"}
PARTY = ("name", "tel", "addr", "postcode")


def reserved(view: View) -> dict[str, str]:
    """Read the mobile options `name=value&name=value`."""
    texts = [text for text in elements(view.get(RESERVED)) if isinstance(text, str)]
    pairs = [pair.partition("=") for pair in "&".join(texts).split("&")]
    return {name.strip(): value.strip() for name, _, value in pairs}


def app_run_and_scheme(view: View) -> bool:
    """Two ways back into the app at once."""
    options = reserved(view)
    return options.get("apprun_check") == "Y" and bool(options.get("app_scheme"))


def without_transfer_option(view: View) -> bool:
    """The option for account transfers on mobile is not set."""
    return reserved(view).get("twotrs_bank") != "Y"


WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="Samsung Pay is `samsung` with Inicis, Naver Pay is plain `naverpay`.",
    ),
    required(
        "browser_payment.buyer-tel", "buyer_tel", fact="The Inicis window demands the buyer's phone number."
    ),
    one_of(
        "browser_payment.language",
        "language",
        LOCALES,
        severity="warning",
        fact="Inicis's V1 guide names these two; its V2 guide and the SDK reference also know Chinese.",
    ),
    common.deposit_deadline(),
    *common.service_period(complete=True),
    common.phone_goods_or_content(),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=("browser_payment", "browser_billing_key")),
)

INSTALMENTS = (
    *common.instalments(),
    needs_contract(
        "browser_payment.interest-free-contract",
        "card.interest_free",
        contract="free-installment",
        fact="Inicis sets up interest paid by the merchant beforehand.",
    ),
    needs_contract(
        "browser_payment.free-interest-from-mall-contract",
        "useFreeInterestFromMall",
        only=True,
        contract="free-installment",
        fact="Inicis sets up interest paid by the merchant beforehand.",
        source=SDK_PAY,
    ),
)

# Inicis has one module for PC and one for mobile, with options of their own.
MODULE_OPTIONS = (
    ignored(
        "browser_payment.acceptmethod-pc-only",
        "bypass.acceptmethod",
        when=ON_MOBILE,
        fact="On mobile the options go into P_RESERVED.",
    ),
    ignored(
        "browser_payment.p-reserved-mobile-only",
        RESERVED,
        when=ON_PC,
        fact="On PC the options go into acceptmethod.",
    ),
    pattern(
        "browser_payment.acceptmethod-separator",
        "bypass.acceptmethod",
        "[^&=]+",
        when=ON_PC,
        severity="warning",
        fact="Options of the PC module are joined with colons: noeasypay:CARDPOINT.",
    ),
    pattern(
        "browser_payment.p-reserved-format",
        RESERVED,
        r"\w+=[^&]*(&\w+=[^&]*)*",
        when=ON_MOBILE,
        severity="warning",
        fact="Options of the mobile module are name=value pairs joined with &.",
    ),
    conditional(
        "browser_payment.p-reserved-apprun-or-scheme",
        RESERVED,
        app_run_and_scheme,
        breaks={RESERVED: "apprun_check=Y&app_scheme=shop://"},
        when=ON_MOBILE,
        fact="apprun_check=Y (Android intents) and app_scheme exclude each other.",
    ),
    conditional(
        "browser_payment.mobile-trans-twotrs-bank",
        RESERVED,
        without_transfer_option,
        breaks={"pay_method": "trans"},
        when=ON_MOBILE & paying("trans"),
        severity="warning",
        fact="Inicis's guide demands twotrs_bank=Y for transfers on mobile, "
        "though its sample needs it only to come back to an iOS app.",
    ),
    ignored(
        "browser_payment.payshot-pc-only",
        PAYSHOT["ini"],
        when=ON_MOBILE,
        fact="Hyundai Card Payshot takes P_PAYSHOT_KEY on mobile.",
    ),
    ignored(
        "browser_payment.payshot-mobile-only",
        PAYSHOT["p"],
        when=ON_PC,
        fact="Hyundai Card Payshot takes ini_PAYSHOT_KEY on PC.",
    ),
    *each(
        pattern,
        "browser_payment.{}-payshot-key-format",
        PAYSHOT,
        regex=r".+\d{14}.+",
        fact="A Payshot key is shop prefix, time (YYYYMMDDHHMMSS and milliseconds) and customer id.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.pay-method", "pay_method", fact="The window issues billing keys for cards only."
    ),
    required(
        "browser_billing_key.customer-uid",
        "customer_uid",
        fact="It names the billing key; without it the window takes a payment.",
    ),
    one_of(
        "browser_billing_key.billing-authtype",
        AUTH_TYPE,
        ("01",),
        fact="01 asks for card number, expiry and birth date only; there is no other value.",
    ),
    ignored(
        "browser_billing_key.billing-authtype-mobile-only",
        AUTH_TYPE,
        when=ON_PC,
        fact="The choice of authentication exists on mobile only.",
    ),
    maximum(
        "browser_billing_key.billing-amount-not-charged",
        "amount",
        0,
        severity="warning",
        fact="The window shows this amount but charges nothing.",
    ),
)

AMOUNTS = (
    *common.also_scheduled(
        needs_contract,
        "vat-amount-contract",
        "vat_amount",
        on=("browser_payment", "onetime", "again"),
        contract="vat",
        fact="The merchant ID must be set up for zero rate; zero-rated is vat_amount 0 and tax_free 0.",
    ),
    common.parts_within_amount("browser_payment", "onetime", "again", "cancel"),
)

REST = (
    *each(
        required,
        "onetime.{}",
        {"name": "name", "buyer-name": "buyer_name", "buyer-email": "buyer_email", "buyer-tel": "buyer_tel"},
        fact="Inicis takes no key-in payment without it.",
        source=f"{OPENAPI}: POST /subscribe/payments/onetime",
    ),
    *each(
        required,
        "vbank.{}",
        {"vbank-holder": "vbank_holder", "buyer-name": "buyer_name", "buyer-email": "buyer_email"},
        fact="Inicis issues no account by API without it.",
        source=f"{OPENAPI}: POST /vbanks",
    ),
    required(
        "vbank.pg-api-key",
        "pg_api_key",
        fact="Issuing an account by API takes the merchant's own Inicis API key as a query parameter.",
        source=f"{OPENAPI}: POST /vbanks",
    ),
    ignored(
        "any.interest-free-by-merchant-ignored-rest",
        "interest_free_by_merchant",
        on=("onetime", "again"),
        fact="PortOne hands it to NICE and KSNET only.",
        source=OPENAPI,
    ),
    ignored(
        "schedule.interest-free-by-merchant-ignored",
        "schedules[].interest_free_by_merchant",
        fact="PortOne hands it to NICE and KSNET only.",
        source=OPENAPI,
    ),
    ignored(
        "any.use-card-point-ignored-rest",
        "use_card_point",
        on=("onetime", "again"),
        fact="PortOne hands it to NICE, KSNET and Smartro only.",
        source=OPENAPI,
    ),
    ignored(
        "schedule.use-card-point-ignored",
        "schedules[].use_card_point",
        fact="PortOne hands it to NICE, KSNET and Smartro only.",
        source=OPENAPI,
    ),
    common.receipt_number_kind_ignored(),
)

DELIVERY = each(
    required,
    "escrow_logistics.{}",
    {f"{party}-{name}": f"{party}.{name}" for party in ("sender", "receiver") for name in PARTY},
    on=("escrow_logistics", "escrow_logistics_update"),
    fact="Inicis wants sender and receiver of an escrow delivery complete.",
    source=f"{OPENAPI}: POST /escrows/logis/{{imp_uid}}",
)

SUB_SHOPS = (
    *each(
        required,
        "store_receipt.{}",
        {
            "business-registration-number": "data[].business_registration_number",
            "company-name": "data[].company_name",
            "amount": "data[].amount",
        },
        fact="The sales slip states it for every sub-shop.",
        source=f"{OPENAPI}: POST /partners/receipts/{{imp_uid}}",
    ),
    pattern(
        "store_receipt.business-number-hyphens",
        "data[].business_registration_number",
        r"\d{3}-\d{2}-\d{5}",
        fact="Here a business number is written with its hyphens, 123-45-67890.",
        source=f"{OPENAPI}: POST /partners/receipts/{{imp_uid}}",
    ),
)

DANAL_ONLY = "Only identity verification by Danal reads it."
IDENTITY = (
    ignored(
        "browser_identity.min-age-ignored",
        "min_age",
        when=is_not("min_age", 0) & given("min_age"),
        fact=DANAL_ONLY,
        source=SDK_IDENTITY,
    ),
    *each(
        ignored,
        "browser_identity.{}-ignored",
        {"name": "name", "phone": "phone", "carrier": "carrier"},
        fact=DANAL_ONLY,
        source=SDK_IDENTITY,
    ),
    required(
        "browser_identity.m-redirect-url",
        "m_redirect_url",
        when=ON_MOBILE & is_not("popup"),
        fact="On mobile the identity window comes back by redirect, unless popup is true.",
        source="opi/ko/extra/identity-verification/v1/all/1.mdx",
    ),
)

PROVIDER = Provider(
    slug="inicis",
    api="v1",
    codes=("html5_inicis", "inicis"),
    name_en="KG Inicis",
    name_ko="KG이니시스",
    counterpart="inicis-v2",
    source="opi/ko/integration/pg/v1/inicis.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", *EASY_PAY, "trans", "vbank", "phone", *GIFT_CERTIFICATES),
            locales=LOCALES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
        ),
        "browser_billing_key": Capability(pay_methods=("card",)),
        "onetime": Capability(),
        "issue_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
        "vbank": Capability(),
        "escrow_logistics": Capability(),
        "escrow_logistics_update": Capability(),
        "store_receipt": Capability(),
        "cash_receipt": Capability(),
        "browser_identity": Capability(),
    },
    unsupported=("cvs",),
    rules=(
        *WINDOW,
        *INSTALMENTS,
        *MODULE_OPTIONS,
        *BILLING_KEY_WINDOW,
        *AMOUNTS,
        *REST,
        *DELIVERY,
        *SUB_SHOPS,
        *IDENTITY,
    ),
    bypass={"browser_payment": bypass.PaymentV1, "browser_billing_key": bypass.BillingKeyV1},
    notes=(
        "A payment that named its VAT is cancelled naming it again; the parts reach Inicis unchanged.",
        "Transfers and virtual accounts show no VAT on the sales slip unless a cash receipt is issued.",
        "A virtual account without vbank_due waits 30 days for its deposit.",
        "Sales slips of sub-shops (POST /partners/receipts) need the INIApi key in PortOne's console.",
        "Escrow steps arrive as webhook Inicis.Escrow.Changed once PortOne has switched it on.",
        "PC: noeasypay, CARDPOINT, no_receipt, SKIN(colour), cardshowopt, disablepoint, usespcp, cd_ps.",
        "Mobile: noeasypay, cp_yn, dcp_yn, vbank_receipt, bank_receipt, twotrs_bank, apprun_check.",
        "Mobile, in apps: app_scheme, iosapp, cardshowopt.",
        "Several merchant IDs are told apart by pg: html5_inicis.{MID} or inicis.{MID}.",
        "Identity verification runs as pg inicis (by card) or inicis_unified; on PC popup is always on.",
    ),
)
