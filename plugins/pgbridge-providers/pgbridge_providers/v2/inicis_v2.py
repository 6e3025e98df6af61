"""KG Inicis on V2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    charset,
    conditional,
    each,
    forbidden,
    given,
    ignored,
    in_currency,
    is_,
    is_not,
    max_length,
    minimum,
    needs_contract,
    one_of,
    pattern,
    paying,
    required,
    required_any,
    unsupported_method,
)
from pgbridge_providers import common_v2 as common
from pgbridge_providers.common_v2 import ASCII, FULL_OR_SPLIT_NAME, QUICK_GUIDE

if TYPE_CHECKING:
    from typing import Unpack

    from pgbridge.rules import Options, Rule, View

CURRENCIES = ("KRW", "USD")
LOCALES = ("KO_KR", "EN_US", "ZH_CN")
MOBILE_LOCALES = ("KO_KR", "EN_US")
EASY_PAY = ("KAKAOPAY", "NAVERPAY", "SAMSUNGPAY", "SSGPAY", "APPLEPAY", "LPAY", "TOSSPAY", "PAYCO")
GIFT_CERTIFICATES = ("BOOKNLIFE", "SMART_MUNSANG", "CULTURELAND")
LETTERS_AT_DOT = r"(?:[^\W_]|[@.])+"

WINDOWS = ("browser_payment", "browser_billing_key", "browser_billing_key_and_pay")
PAID_WINDOWS = ("browser_payment", "browser_billing_key_and_pay")
KEY_WINDOWS = ("browser_billing_key", "browser_billing_key_and_pay")
REST_CHARGES = ("instant", "issue_billing_key", "pay_with_billing_key")

BYPASS = "bypass.inicis_v2"
ACCEPT = f"{BYPASS}.acceptmethod"
RESERVED = f"{BYPASS}.P_RESERVED"
VBANK = "method.virtualAccount"


def range_reversed(view: View) -> bool:
    """The offer ends before it begins."""
    start, end = view.time("offerPeriod.range.from"), view.time("offerPeriod.range.to")
    return start is not None and end is not None and start >= end


def due_date_past(view: View) -> bool:
    """The deposit deadline is over."""
    due = view.time(f"{VBANK}.expiry.dueDate")
    return due is not None and due <= view.now


def buyer(prefix: str, fact: str, *, suffix: str = "", **options: Unpack[Options]) -> tuple[Rule, ...]:
    """Demand the buyer's name, phone and e-mail of a window."""
    contact = {"phone": "customer.phoneNumber", "email": "customer.email"}
    return (
        required_any(f"{prefix}.customer-name-required{suffix}", *FULL_OR_SPLIT_NAME, fact=fact, **options),
        *each(required, f"{prefix}.customer-{{}}-required{suffix}", contact, fact=fact, **options),
    )


BUYER = (
    *buyer("browser_payment", "Inicis demands name, phone and e-mail of the buyer on PC.", when=ON_PC),
    *buyer("browser_billing_key", "Inicis demands name, phone and e-mail of the buyer on PC.", when=ON_PC),
    *buyer("browser_billing_key_and_pay", "Inicis demands name, phone and e-mail of the buyer."),
    *buyer(
        "any",
        "The quick guide and the SDK's schema demand it on mobile too, the guide of Inicis on PC only.",
        suffix="-mobile",
        when=ON_MOBILE,
        on=("browser_payment", "browser_billing_key"),
        severity="warning",
        source=QUICK_GUIDE,
    ),
    max_length(
        "browser_payment.customer-name-length",
        "customer.fullName",
        30,
        unit="bytes",
        encoding="euc-kr",
        on=WINDOWS,
        fact="A Hangul syllable counts as two bytes.",
    ),
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
    needs_contract(
        "browser_payment.free-installment-contract",
        "card.installment.freeInstallmentPlans",
        when=paying("CARD"),
        contract="free-installment",
        fact="Interest paid by the merchant is agreed with Inicis beforehand.",
    ),
    needs_contract(
        "browser_payment.card-point-contract",
        "card.useCardPoint",
        only=True,
        when=paying("CARD"),
        contract="card-point",
        fact="Card points are agreed with Inicis beforehand.",
    ),
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
    *each(
        ignored,
        "browser_payment.easy-pay-{}-ignored",
        {"card-point": "easyPay.useCardPoint", "free-interest-from-mall": "easyPay.useFreeInterestFromMall"},
        only=True,
        when=paying("EASY_PAY"),
        fact="Inicis does not read it for easy payments.",
    ),
    *each(
        ignored,
        "browser_payment.easy-pay-{}-ignored",
        {
            "customer-identifier": "easyPay.customerIdentifier",
            "available-pay-methods": "easyPay.availablePayMethods",
            "available-cards": "easyPay.availableCards",
            "use-installment": "easyPay.useInstallment",
        },
        when=paying("EASY_PAY"),
        fact="Inicis does not read it for easy payments.",
    ),
)

# The buyer picks bank and cash receipt in the window; only ANONYMOUS acts, it hides the form.
TRANSFER_AND_ACCOUNT = tuple(
    rule
    for short, name, method in (
        ("transfer", "transfer", "TRANSFER"),
        ("vbank", "virtualAccount", "VIRTUAL_ACCOUNT"),
    )
    for rule in (
        *each(
            ignored,
            f"browser_payment.{short}-{{}}-ignored",
            {"bank-code": f"{name}.bankCode", "customer-identifier": f"{name}.customerIdentifier"},
            when=paying(method),
            fact="The buyer enters it in the window.",
        ),
        ignored(
            f"browser_payment.{short}-cash-receipt-type-ignored",
            f"{name}.cashReceiptType",
            only=("PERSONAL", "CORPORATE"),
            when=paying(method),
            fact="The buyer picks the type in the window; ANONYMOUS alone acts, it hides the form.",
        ),
    )
)

OTHER_METHODS = (
    ignored(
        "browser_payment.vbank-fixed-option-ignored",
        "virtualAccount.fixedOption",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="Fixed accounts are issued by REST only.",
    ),
    required(
        "browser_payment.gift-type-required-mobile",
        "giftCertificate.giftCertificateType",
        when=paying("GIFT_CERTIFICATE") & ON_MOBILE,
        fact="On PC the buyer may choose the certificate in the window, on mobile not.",
    ),
    one_of(
        "browser_payment.gift-type",
        "giftCertificate.giftCertificateType",
        GIFT_CERTIFICATES,
        when=paying("GIFT_CERTIFICATE"),
        fact="HAPPYMONEY of the older guide is gone.",
    ),
    required(
        "browser_payment.mobile-product-type-required",
        "productType",
        when=paying("MOBILE"),
        fact="A phone payment says whether goods or content are sold.",
    ),
    one_of(
        "browser_payment.mobile-product-type",
        "productType",
        ("REAL", "DIGITAL"),
        on=PAID_WINDOWS,
        when=paying("MOBILE", "PHONE"),
        fact="REAL is for goods, DIGITAL for content.",
    ),
    ignored(
        "browser_payment.mobile-carrier-ignored",
        "mobile.carrier",
        when=paying("MOBILE"),
        fact="Inicis opens no carrier directly.",
    ),
    # The guide and the SDK's types spell the field differently.
    *each(
        ignored,
        "browser_payment.mobile-{}-carriers-pc",
        {"available": "mobile.availableCarriers", "avaliable": "mobile.avaliableCarriers"},
        when=paying("MOBILE") & ON_PC,
        fact="The carriers to show can be chosen on mobile only.",
    ),
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
    required("browser_billing_key.issue-name-required", "issueName", fact="It is the title of the window."),
    one_of(
        "browser_billing_key.locale-pc",
        "locale",
        LOCALES,
        when=ON_PC,
        severity="warning",
        fact="These are the languages of the PC window; what another does is open.",
    ),
    ignored(
        "browser_billing_key.locale-mobile-ignored",
        "locale",
        when=ON_MOBILE,
        fact="The mobile window is always Korean.",
    ),
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
    ignored(
        "browser_billing_key.card-company-ignored",
        "card.cardCompany",
        fact="No card company opens directly for a billing key.",
    ),
    one_of(
        "browser_billing_key.bypass-carduse",
        f"{BYPASS}.carduse",
        ("percard", "cocard"),
        fact="percard is for personal cards, cocard for corporate ones.",
    ),
    ignored(
        "browser_billing_key.bypass-carduse-mobile-only",
        f"{BYPASS}.carduse",
        when=ON_PC,
        fact="The kind of card can be chosen on mobile only.",
    ),
)

OFFER_PERIOD = (
    required(
        "browser_billing_key.offer-period-required",
        "offerPeriod",
        on=KEY_WINDOWS,
        when=ON_MOBILE,
        fact="The mobile window shows for how long the service is offered.",
    ),
    one_of(
        "browser_billing_key.offer-period-interval",
        "offerPeriod.interval",
        ("1m", "1y"),
        on=KEY_WINDOWS,
        fact="The window knows monthly and yearly subscriptions.",
    ),
    *each(
        required,
        "browser_billing_key.offer-period-range-{}",
        {"from": "offerPeriod.range.from", "to": "offerPeriod.range.to"},
        on=KEY_WINDOWS,
        when=given("offerPeriod.range"),
        fact="A range has a beginning and an end.",
    ),
    conditional(
        "browser_billing_key.offer-period-range-order",
        "offerPeriod.range",
        range_reversed,
        on=KEY_WINDOWS,
        fact="The range begins before it ends.",
    ),
)

KEY_AND_PAY_WINDOW = (
    one_of(
        "browser_billing_key_and_pay.method",
        "billingKeyAndPayMethod",
        ("MOBILE", "PHONE"),
        fact="Key and payment in one exist for the phone bill only; the schema says MOBILE, the guide PHONE.",
    ),
    *each(
        required,
        "browser_billing_key_and_pay.{}-required",
        {"payment-id": "paymentId", "order-name": "orderName", "product-type": "productType"},
        fact="A key with a first payment cannot do without it.",
    ),
    one_of("browser_billing_key_and_pay.currency", "currency", ("KRW",), fact="The phone bill is in won."),
    *each(
        ignored,
        "browser_billing_key_and_pay.{}-ignored",
        {
            "locale": "locale",
            "carrier": "mobile.carrier",
            "available-carriers": "mobile.availableCarriers",
            "avaliable-carriers": "mobile.avaliableCarriers",
        },
        fact="Inicis does not read it in this window.",
    ),
)

REST_BUYER = tuple(
    rule
    for prefix, root, on in (("any", "", REST_CHARGES), ("schedule", "payment.", ("schedule",)))
    for rule in (
        required_any(
            f"{prefix}.customer-name-required",
            f"{root}customer.name.full",
            f"{root}customer.name.separated",
            field=f"{root}customer.name",
            on=on,
            fact="Inicis charges nothing by API without the buyer's name, in one line or split.",
        ),
        *each(
            required,
            f"{prefix}.customer-{{}}-required",
            {"phone": f"{root}customer.phoneNumber", "email": f"{root}customer.email"},
            on=on,
            fact="Inicis charges nothing by API without the buyer's phone number and e-mail.",
        ),
    )
)

FIXED_ACCOUNT = f"{VBANK}.option.fixed"
INSTANT = (
    unsupported_method("instant.method", "method", fact="By API Inicis knows cards and virtual accounts."),
    required(
        "instant.fixed-account-number-required",
        f"{FIXED_ACCOUNT}.accountNumber",
        when=paying("virtualAccount") & is_(f"{VBANK}.option.type", "FIXED"),
        fact="A fixed account is one of the numbers that Inicis handed out beforehand.",
    ),
    forbidden(
        "instant.fixed-pg-account-id-unsupported",
        f"{FIXED_ACCOUNT}.pgAccountId",
        when=paying("virtualAccount"),
        fact="Inicis keeps no fixed accounts under an id; give accountNumber.",
    ),
    conditional(
        "instant.due-date-future",
        f"{VBANK}.expiry.dueDate",
        due_date_past,
        when=paying("virtualAccount"),
        fact="The deposit deadline lies in the future.",
    ),
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

DELIVERY = each(
    required,
    "escrow_logistics.{}-required",
    {
        **{
            f"{party}-{name}": f"{party}.{field}"
            for party in ("sender", "receiver")
            for name, field in (
                ("name", "name"),
                ("phone", "phoneNumber"),
                ("zipcode", "zipcode"),
                ("address", "address"),
            )
        },
        "products": "products",
    },
    fact="Inicis wants an escrow delivery complete: sender, receiver and products.",
)

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
        *TRANSFER_AND_ACCOUNT,
        *OTHER_METHODS,
        *MODULE_OPTIONS,
        *BILLING_KEY_WINDOW,
        *OFFER_PERIOD,
        *KEY_AND_PAY_WINDOW,
        *REST_BUYER,
        *INSTANT,
        *DELIVERY,
        *SUB_SHOPS,
        common.vbank_refund_contract(),
    ),
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
