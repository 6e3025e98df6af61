"""KG Inicis on V2."""

from __future__ import annotations

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    charset,
    each,
    forbidden,
    given,
    ignored,
    in_currency,
    is_not,
    max_length,
    minimum,
    needs_contract,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_inicis as inicis
from pgbridge_providers import common_v2 as common
from pgbridge_providers import common_window_v2 as window
from pgbridge_providers.bypass import inicis as bypass
from pgbridge_providers.common_days import to_come
from pgbridge_providers.common_inicis import PAID_WINDOWS, VBANK
from pgbridge_providers.common_v2 import ASCII, QUICK_GUIDE

CURRENCIES = ("KRW", "USD")
LOCALES = ("KO_KR", "EN_US", "ZH_CN")
MOBILE_LOCALES = ("KO_KR", "EN_US")
EASY_PAY = ("KAKAOPAY", "NAVERPAY", "SAMSUNGPAY", "SSGPAY", "APPLEPAY", "LPAY", "TOSSPAY", "PAYCO")
GIFT_CERTIFICATES = ("BOOKNLIFE", "SMART_MUNSANG", "CULTURELAND")
LETTERS_AT_DOT = r"(?:[^\W_]|[@.])+"


BYPASS = "bypass.inicis_v2"
ACCEPT = f"{BYPASS}.acceptmethod"
RESERVED = f"{BYPASS}.P_RESERVED"


BUYER = (
    *inicis.buyer("browser_payment", "Inicis demands name, phone and e-mail of the buyer on PC.", when=ON_PC),
    *inicis.buyer(
        "browser_billing_key", "Inicis demands name, phone and e-mail of the buyer on PC.", when=ON_PC
    ),
    *inicis.buyer("browser_billing_key_and_pay", "Inicis demands name, phone and e-mail of the buyer."),
    *inicis.buyer(
        "any",
        "The quick guide and the SDK's schema demand it on mobile too, the guide of Inicis on PC only.",
        suffix="-mobile",
        when=ON_MOBILE,
        on=("browser_payment", "browser_billing_key"),
        severity="warning",
        source=QUICK_GUIDE,
    ),
    window.in_bytes("browser_payment.customer-name-length", "customer.fullName", 30, *inicis.WINDOWS),
    charset(
        "browser_payment.customer-email-charset",
        "customer.email",
        LETTERS_AT_DOT,
        severity="warning",
        fact="The quick guide allows letters, digits, @ and the dot; the guide of Inicis does not say.",
        source="opi/ko/quick-guide/payment",
    ),
)

ORDER = (
    unsupported_method(
        "browser_payment.pay-method", "payMethod", fact="The Inicis window has these six kinds of payment."
    ),
    max_length(
        "browser_payment.order-name-truncated",
        "orderName",
        40,
        unit="bytes",
        encoding="euc-kr",
        severity="warning",
        fact="Inicis cuts a longer one to 37 bytes and adds three dots; a Hangul syllable counts as two.",
    ),
    charset(
        "browser_payment.payment-id-ascii",
        "paymentId",
        ASCII,
        on=PAID_WINDOWS,
        fact="Inicis takes printable ASCII only.",
    ),
    max_length(
        "browser_payment.payment-id-length",
        "paymentId",
        40,
        on=PAID_WINDOWS,
        severity="warning",
        fact="The quick guide sets this limit; the guide of Inicis has none, and its sample is longer.",
        source="opi/ko/quick-guide/payment",
    ),
    one_of(
        "browser_payment.locale-pc",
        "locale",
        LOCALES,
        when=ON_PC,
        severity="warning",
        fact="These are the languages of the PC window; what another does is open.",
    ),
    one_of(
        "browser_payment.locale-mobile",
        "locale",
        MOBILE_LOCALES,
        when=ON_MOBILE,
        severity="warning",
        fact="These are the languages of the mobile window; what another does is open.",
    ),
    one_of("browser_payment.currency", "currency", CURRENCIES, fact="Inicis settles in these two."),
    one_of(
        "browser_payment.usd-card-only",
        "currency",
        ("KRW",),
        when=paying("TRANSFER", "VIRTUAL_ACCOUNT", "GIFT_CERTIFICATE", "MOBILE", "EASY_PAY"),
        fact="Dollars can be paid by card only.",
    ),
    *common.window_tax_contracts(
        tax_free="Without one Inicis may charge another amount than asked.",
        vat="Without one Inicis may charge another amount than asked.",
    ),
    common.escrow_contract(),
)

CARD = (
    needs_contract(
        "browser_payment.card-direct-contract",
        "card.cardCompany",
        when=paying("CARD"),
        contract="card-direct",
        fact="Opening one card company directly is agreed with Inicis beforehand.",
    ),
    common.toss_bank_not_direct(),
    forbidden(
        "browser_payment.card-direct-fixed-installment",
        "card.installment.monthOption.availableMonthList",
        when=paying("CARD") & given("card.cardCompany"),
        fact="A card company opened directly takes fixedMonth.",
    ),
    ignored(
        "browser_payment.card-app-card-only-ignored",
        "card.useAppCardOnly",
        only=True,
        when=paying("CARD"),
        fact="Inicis has no app-card-only window.",
    ),
    ignored(
        "browser_payment.card-use-installment-ignored",
        "card.useInstallment",
        when=paying("CARD"),
        fact="Inicis reads card.installment instead.",
    ),
    ignored(
        "browser_payment.card-free-interest-from-mall-ignored",
        "card.useFreeInterestFromMall",
        only=True,
        when=paying("CARD"),
        fact="Inicis reads card.installment.freeInstallmentPlans instead.",
    ),
    *window.card_contracts("Inicis", "free-installment", "card-point"),
    *common.only_kcp(),
    *common.known_card_companies(easy_pay=False),
)

EASY_PAYMENTS = (
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        EASY_PAY,
        when=paying("EASY_PAY"),
        fact="Inicis opens these services; an older guide misspells Samsung Pay.",
    ),
    needs_contract(
        "browser_payment.easy-pay-direct-contract",
        "easyPay.easyPayProvider",
        when=paying("EASY_PAY"),
        contract="easy-pay-direct",
        fact="Opening one service directly is agreed with Inicis beforehand.",
    ),
    *inicis.easy_pay_ignored("Inicis does not read it for easy payments."),
)

BUYERS_CHOICE = (
    *inicis.bank_in_window(),
    *inicis.gift(GIFT_CERTIFICATES, "HAPPYMONEY of the older guide is gone."),
    *inicis.phone_bill("Inicis opens no carrier directly."),
)

# Inicis has one module for PC and one for mobile, with options of their own.
MODULE_OPTIONS = (
    *each(
        ignored,
        "browser_payment.bypass-{}-pc-only",
        {
            "logo-url": f"{BYPASS}.logo_url",
            "logo-2nd": f"{BYPASS}.logo_2nd",
            "parentemail": f"{BYPASS}.parentemail",
            "ini-ssgpay-mdn": f"{BYPASS}.Ini_SSGPAY_MDN",
            "acceptmethod": ACCEPT,
        },
        when=ON_MOBILE,
        fact="It is an option of the PC module.",
    ),
    *each(
        ignored,
        "browser_payment.bypass-{}-mobile-only",
        {"p-card-option": f"{BYPASS}.P_CARD_OPTION", "p-mname": f"{BYPASS}.P_MNAME", "p-reserved": RESERVED},
        when=ON_PC,
        fact="It is an option of the mobile module.",
    ),
    charset(
        "browser_payment.bypass-parentemail",
        f"{BYPASS}.parentemail",
        LETTERS_AT_DOT,
        fact="The guardian's e-mail (buyers under 14) takes letters, digits, @ and the dot.",
    ),
    pattern(
        "browser_payment.bypass-ssgpay-mdn",
        f"{BYPASS}.Ini_SSGPAY_MDN",
        "[0-9]+",
        fact="The phone number of the SSGPAY push is digits without hyphens.",
    ),
    pattern(
        "browser_payment.bypass-skin",
        ACCEPT,
        r"(?!SKIN).*|SKIN\(#[0-9A-Fa-f]{6}\)",
        severity="warning",
        fact="A window colour is written SKIN(#C1272C).",
    ),
    pattern(
        "browser_payment.bypass-slimquota",
        ACCEPT,
        r"(?!slimquota).*|slimquota\([0-9A-Za-z]+-\d+(?::\d+)*(?:\^[0-9A-Za-z]+-\d+(?::\d+)*)*\)",
        fact="Partly free instalments are written slimquota(card-month:month^card-month:month).",
    ),
    pattern(
        "browser_payment.bypass-mallpoint",
        ACCEPT,
        r"(?!mallpoint).*|mallpoint\([0-9A-Za-z]+(?::[0-9A-Za-z]+)*\)",
        fact="Shop points are written mallpoint(card:card).",
    ),
    needs_contract(
        "browser_payment.bypass-slimquota-contract",
        ACCEPT,
        only="slimquota(*)",
        contract="partly-free-installment",
        fact="Partly free instalments are agreed with Inicis beforehand.",
    ),
    needs_contract(
        "browser_payment.bypass-mallpoint-contract",
        ACCEPT,
        only="mallpoint(*)",
        contract="point-saving",
        fact="Shop points are agreed with Inicis beforehand.",
    ),
    needs_contract(
        "browser_payment.bypass-ocb-contract",
        ACCEPT,
        only="ocb",
        contract="point-saving",
        fact="OK Cashbag points are agreed with Inicis beforehand.",
    ),
    pattern(
        "browser_payment.bypass-acceptmethod-known",
        ACCEPT,
        r"SKIN\(.*\)|below1000|ocb|paypopup|hidebar|noeasypay|slimquota\(.*\)|mallpoint\(.*\)",
        severity="warning",
        fact="Known: SKIN(..), below1000, ocb, paypopup, hidebar, noeasypay, slimquota(..), mallpoint(..).",
    ),
    pattern(
        "browser_payment.bypass-card-option",
        f"{BYPASS}.P_CARD_OPTION",
        "selcode=[0-9A-Za-z]+",
        severity="warning",
        fact="The card shown first is written selcode=14.",
    ),
    one_of(
        "browser_payment.bypass-reserved-known",
        RESERVED,
        ("below1000=Y", "noeasypay=Y", "global_visa3d=Y", "apprun_check=Y"),
        severity="warning",
        fact="The mobile module has no other options.",
    ),
    minimum(
        "browser_payment.min-amount-pc",
        "totalAmount",
        1000,
        when=paying("CARD", "EASY_PAY") & ON_PC & in_currency("KRW") & is_not(f"{ACCEPT}[]", "below1000"),
        fact="Less by card or easy pay takes the option below1000 in acceptmethod.",
    ),
    minimum(
        "browser_payment.min-amount-mobile",
        "totalAmount",
        1000,
        when=paying("CARD", "EASY_PAY")
        & ON_MOBILE
        & in_currency("KRW")
        & is_not(f"{RESERVED}[]", "below1000=Y"),
        fact="Less by card or easy pay takes the option below1000=Y in P_RESERVED.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.method",
        "billingKeyMethod",
        fact="Keys of phone payments come from requestIssueBillingKeyAndPay.",
    ),
    required("browser_billing_key.issue-id-required", "issueId", fact="Inicis demands it."),
    charset(
        "browser_billing_key.issue-id-ascii", "issueId", ASCII, fact="Inicis takes printable ASCII only."
    ),
    *inicis.key_window(LOCALES, BYPASS),
    one_of(
        "browser_billing_key.currency-pc",
        "currency",
        CURRENCIES,
        when=ON_PC,
        fact="displayAmount is in one of these on PC.",
    ),
    one_of(
        "browser_billing_key.currency-mobile",
        "currency",
        ("KRW",),
        when=ON_MOBILE,
        fact="displayAmount is in won on mobile.",
    ),
    *inicis.offer_period(),
)

KEY_AND_PAY_WINDOW = (
    *inicis.key_and_pay("Inicis does not read it in this window."),
    one_of("browser_billing_key_and_pay.currency", "currency", ("KRW",), fact="The phone bill is in won."),
)

REST_BUYER = inicis.rest_buyer(
    name="Inicis charges nothing by API without the buyer's name, in one line or split.",
    contact="Inicis charges nothing by API without the buyer's phone number and e-mail.",
)

INSTANT = (
    unsupported_method("instant.method", "method", fact="By API Inicis knows cards and virtual accounts."),
    *inicis.fixed_account(
        number="A fixed account is one of the numbers that Inicis handed out beforehand.",
        no_id="Inicis keeps no fixed accounts under an id; give accountNumber.",
    ),
    to_come("instant.due-date-future", f"{VBANK}.expiry.dueDate", when=paying("virtualAccount")),
    pattern(
        "instant.due-date-format",
        f"{VBANK}.expiry.dueDate",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?",
        when=paying("virtualAccount"),
        fact="The deadline is ISO 8601, 2030-01-01T00:00:00+09:00; the sample in the guide is not.",
    ),
    *common.card_expiry(),
    needs_contract(
        "instant.contract", contract="key-in", fact="Cards and accounts by API are agreed beforehand."
    ),
    needs_contract(
        "issue_billing_key.contract", contract="billing-key", fact="Keys by API are agreed beforehand."
    ),
    *common.charge_contracts(installment=False),
)

DELIVERY = inicis.delivery("Inicis wants an escrow delivery complete: sender, receiver and products.")

SUB_SHOPS = each(
    required,
    "store_receipt.{}-required",
    {
        "tax-free": "items[].taxFreeAmount",
        "vat": "items[].vatAmount",
        "supply": "items[].supplyAmount",
    },
    fact="The sales slip states it for every sub-shop; 0 is an answer.",
)

PROVIDER = Provider(
    slug="inicis-v2",
    api="v2",
    codes=("INICIS_V2",),
    name_en="KG Inicis",
    name_ko="KG이니시스",
    counterpart="inicis",
    source="opi/ko/integration/pg/v2/inicis-v2.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "GIFT_CERTIFICATE", "MOBILE", "EASY_PAY"),
            currencies=CURRENCIES,
            locales=LOCALES,
            mobile_locales=MOBILE_LOCALES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
        ),
        "browser_billing_key": Capability(
            pay_methods=("CARD",), currencies=CURRENCIES, locales=LOCALES, mobile_locales=()
        ),
        "browser_billing_key_and_pay": Capability(pay_methods=("MOBILE", "PHONE"), currencies=("KRW",)),
        "instant": Capability(pay_methods=("card", "virtualAccount")),
        "issue_billing_key": Capability(pay_methods=("card",)),
        "pay_with_billing_key": Capability(),
        "schedule": Capability(),
        "escrow_logistics": Capability(),
        "store_receipt": Capability(),
        "cancel": Capability(),
    },
    unsupported=("browser_payment_ui", "browser_billing_key_ui"),
    rules=(
        *BUYER,
        *ORDER,
        *CARD,
        *EASY_PAYMENTS,
        *BUYERS_CHOICE,
        *MODULE_OPTIONS,
        *BILLING_KEY_WINDOW,
        *KEY_AND_PAY_WINDOW,
        *REST_BUYER,
        *INSTANT,
        *DELIVERY,
        *SUB_SHOPS,
        common.vbank_refund_contract(),
    ),
    bypass={"browser_payment": bypass.Payment, "browser_billing_key": bypass.BillingKey},
    same_bypass={
        "bypass.acceptmethod": "bypass.inicis_v2.acceptmethod",
        "bypass.P_RESERVED": "bypass.inicis_v2.P_RESERVED",
    },
    notes=(
        "Limits in bytes come without an encoding; EUC-KR, the shorter one, is counted.",
        "By contract the card number may be withheld, and with it issuer, publisher and name of the card.",
        "Refunding a phone payment in a later month goes to a bank account and needs a contract.",
        "Cash receipts exist for transfers and virtual accounts; the buyer picks the type in the window.",
        "The guide demands cashReceipt for a virtual account by API, the API's schema does not.",
        "storeDetails.businessName is the merchant's name in the mobile window.",
        "Deposit notices of virtual accounts are set up in the Inicis console with PortOne's URL.",
        "An older guide misspells the option P_MNAME.",
    ),
)
