"""Welcome Payments on V2."""

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
from pgbridge_providers import common_rest_v2 as rest
from pgbridge_providers import common_v2 as common
from pgbridge_providers import common_welcome as welcome
from pgbridge_providers.common_v2 import ASCII, FULL_OR_SPLIT_NAME
from pgbridge_providers.common_welcome import ACCEPT, BYPASS, CARD_OPTION, ONLY_EASY_PAY, RESERVED

if TYPE_CHECKING:
    from typing import Unpack

    from pgbridge.rules import Options, Rule, View

LOCALES = ("KO_KR", "EN_US", "ZH_CN")
MOBILE_LOCALES = ("KO_KR", "EN_US")
EASY_PAY = ("KAKAOPAY", "LPAY", "TOSSPAY", "PAYCO", "NAVERPAY")
GIFT_CERTIFICATES = ("BOOKNLIFE", "SMART_MUNSANG", "CULTURELAND")
SERVICES = ("kakaopay", "lpay", "payco", "tosspay")  # as the module's options write them

PAID_WINDOWS = ("browser_payment", "browser_billing_key_and_pay")
KEY_WINDOWS = ("browser_billing_key", "browser_billing_key_and_pay")
REST_CHARGES = ("instant", "issue_billing_key", "pay_with_billing_key")

MONTHS = "card.installment.monthOption"
VBANK = "method.virtualAccount"
FIXED_ACCOUNT = f"{VBANK}.option.fixed"
DIRECT_CARD = paying("CARD") & given("card.cardCompany")


def range_reversed(view: View) -> bool:
    """The offer ends before it begins, or as it begins."""
    start, end = view.time("offerPeriod.range.from"), view.time("offerPeriod.range.to")
    return start is not None and end is not None and start >= end


def buyer(prefix: str, fact: str, *, suffix: str = "", **options: Unpack[Options]) -> tuple[Rule, ...]:
    """Demand the buyer's name, phone and e-mail of a window."""
    contact = {"phone": "customer.phoneNumber", "email": "customer.email"}
    return (
        required_any(f"{prefix}.customer-name-required{suffix}", *FULL_OR_SPLIT_NAME, fact=fact, **options),
        *each(required, f"{prefix}.customer-{{}}-required{suffix}", contact, fact=fact, **options),
    )


BUYER = (
    *buyer("browser_payment", "Welcome demands name, phone and e-mail of the buyer on PC.", when=ON_PC),
    *buyer("browser_billing_key", "Welcome demands name, phone and e-mail of the buyer on PC.", when=ON_PC),
    *buyer("browser_billing_key_and_pay", "Welcome demands name, phone and e-mail of the buyer."),
    *buyer(
        "any",
        "The SDK's schema demands it everywhere, the guide of Welcome on PC only.",
        suffix="-mobile",
        when=ON_MOBILE,
        on=("browser_payment", "browser_billing_key"),
        severity="warning",
        source="schema/browser-sdk.yml",
    ),
    max_length(
        "browser_payment.customer-name-length",
        "customer.fullName",
        30,
        unit="bytes",
        encoding="euc-kr",
        on=("browser_payment", *KEY_WINDOWS),
        fact="A Hangul syllable counts as two bytes.",
    ),
)

ORDER = (
    unsupported_method(
        "browser_payment.pay-method", "payMethod", fact="Welcome's window has these six kinds of payment."
    ),
    max_length(
        "browser_payment.order-name-truncated",
        "orderName",
        40,
        unit="bytes",
        encoding="euc-kr",
        severity="warning",
        fact="Of a longer one 37 bytes are kept, with three dots behind; a Hangul syllable counts as two.",
    ),
    charset(
        "browser_payment.payment-id-ascii",
        "paymentId",
        ASCII,
        on=PAID_WINDOWS,
        fact="Welcome takes printable ASCII only, and no id that is paid already.",
    ),
    *(
        one_of(
            f"browser_payment.locale-{platform}",
            "locale",
            locales,
            when=when,
            severity="warning",
            fact="The window speaks no other language; on mobile the SDK's schema has none to choose.",
        )
        for platform, locales, when in (("pc", LOCALES, ON_PC), ("mobile", MOBILE_LOCALES, ON_MOBILE))
    ),
    *each(
        one_of,
        "{}.currency",
        dict.fromkeys(("browser_payment", *KEY_WINDOWS), "currency"),
        allowed=("KRW",),
        fact="Welcome settles in won.",
    ),
    *common.window_tax_contracts(
        tax_free="Without one Welcome may charge another amount than asked.",
        vat="Without one Welcome may charge another amount than asked.",
    ),
    common.escrow_contract(),
    needs_contract(
        "browser_payment.method-contract",
        "payMethod",
        only=("EASY_PAY", "MOBILE"),
        contract="pay-method",
        fact="Easy pay and the phone bill, for goods as for content, are agreed with Welcome beforehand.",
    ),
)

CARD = (
    forbidden(
        "browser_payment.card-direct-no-toss-bank",
        "card.cardCompany",
        only="TOSS_BANK",
        when=paying("CARD"),
        fact="Of PortOne's card companies Toss Bank alone cannot be opened directly.",
    ),
    forbidden(
        "browser_payment.card-direct-fixed-installment",
        f"{MONTHS}.availableMonthList",
        when=DIRECT_CARD,
        fact="A card company opened directly takes fixedMonth.",
    ),
    *each(
        ignored,
        "browser_payment.card-{}-ignored",
        {"app-card-only": "card.useAppCardOnly", "free-interest-from-mall": "card.useFreeInterestFromMall"},
        only=True,
        when=paying("CARD"),
        fact="Welcome has no app-card window, and reads card.installment.freeInstallmentPlans for interest.",
    ),
    ignored(
        "browser_payment.card-use-installment-ignored",
        "card.useInstallment",
        when=paying("CARD"),
        fact="Welcome reads card.installment instead.",
    ),
    *(
        needs_contract(
            f"browser_payment.{name}-contract",
            field,
            when=paying("CARD"),
            contract=name,
            fact=f"{what} agreed with Welcome beforehand.",
        )
        for name, field, what in (
            ("installment", MONTHS, "Instalments are"),
            ("free-installment", "card.installment.freeInstallmentPlans", "Interest paid by the merchant is"),
        )
    ),
    needs_contract(
        "browser_payment.card-point-contract",
        "card.useCardPoint",
        only=True,
        when=paying("CARD"),
        contract="card-point",
        fact="Card points are agreed with Welcome beforehand.",
    ),
    minimum(
        "browser_payment.min-amount-pc",
        "totalAmount",
        1000,
        when=ON_PC & paying("CARD") & in_currency("KRW") & is_not(f"{ACCEPT}[]", "below1000"),
        fact="Less by card takes the option below1000 in acceptmethod.",
    ),
    minimum(
        "browser_payment.min-amount-mobile",
        "totalAmount",
        1000,
        when=ON_MOBILE
        & paying("CARD", "EASY_PAY")
        & in_currency("KRW")
        & is_not(f"{RESERVED}[]", "below1000=Y"),
        fact="Less by card or easy pay takes the option below1000=Y in P_RESERVED.",
    ),
    *common.only_kcp(),
)

EASY_PAYMENTS = (
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        EASY_PAY,
        when=paying("EASY_PAY"),
        fact="Welcome opens these services; the SDK's schema leaves Naver Pay out.",
    ),
    *each(
        ignored,
        "browser_payment.easy-pay-{}-ignored",
        {"card-point": "easyPay.useCardPoint", "free-interest-from-mall": "easyPay.useFreeInterestFromMall"},
        only=True,
        when=paying("EASY_PAY"),
        fact="Welcome does not read it for easy payments.",
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
        fact="Welcome does not read it for easy payments.",
    ),
)

# The buyer picks bank and cash receipt in the window; only ANONYMOUS acts, it hides the form.
TRANSFER_AND_ACCOUNT = (
    *(
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
    ),
    ignored(
        "browser_payment.vbank-fixed-option-ignored",
        "virtualAccount.fixedOption",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="Fixed accounts are issued by REST only.",
    ),
    ignored(
        "browser_payment.vbank-account-expiry-ignored",
        "virtualAccount.accountExpiry",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="The SDK's schema knows deadlines of other PGs only; the guide is silent.",
    ),
)

GIFT_AND_PHONE = (
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
        fact="Welcome takes no other certificate.",
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
        fact="Welcome opens no carrier directly.",
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

MODULE_OPTIONS = (
    *each(
        ignored,
        "browser_payment.bypass-{}-pc-only",
        {"logo-url": f"{BYPASS}.logo_url", "logo-2nd": f"{BYPASS}.logo_2nd", "acceptmethod": ACCEPT},
        when=ON_MOBILE,
        fact="It is an option of the PC module.",
    ),
    *each(
        ignored,
        "browser_payment.bypass-{}-mobile-only",
        {"p-card-option": CARD_OPTION, "p-only-easypaycode": ONLY_EASY_PAY, "p-reserved": RESERVED},
        when=ON_PC,
        fact="It is an option of the mobile module.",
    ),
    welcome.option(
        "browser_payment.bypass-skin",
        ACCEPT,
        "SKIN",
        welcome.COLOUR,
        severity="warning",
        fact="A window colour is written SKIN(#fc6b2d).",
    ),
    welcome.option(
        "browser_payment.bypass-slimquota",
        ACCEPT,
        "SLIMQUOTA",
        welcome.partly_free("[0-9A-Za-z]+"),
        fact="Partly free instalments are written SLIMQUOTA(card-month:month^card-month:month).",
    ),
    welcome.option(
        "browser_payment.bypass-onlyeasypaycode",
        ACCEPT,
        "onlyeasypaycode",
        rf"\({welcome.colons(*SERVICES, 'npay')}\)",
        severity="warning",
        fact="onlyeasypaycode(..) names kakaopay, lpay, payco, tosspay or npay, joined by colons.",
    ),
    welcome.option(
        "browser_payment.bypass-hppdefaultcorp",
        ACCEPT,
        "hppdefaultcorp",
        rf"\({welcome.any_of(*welcome.CARRIERS)}\)",
        severity="warning",
        fact="The carrier shown first is SKT, KTF, LGT, MVNO, CJH, KCT or SKL; a sample has KT for KTF.",
    ),
    welcome.option(
        "browser_payment.bypass-hppnofix",
        ACCEPT,
        "hppnofix",
        r"\([YN]\)",
        fact="Whether the phone number is fixed is written hppnofix(Y) or hppnofix(N).",
    ),
    pattern(
        "browser_payment.bypass-acceptmethod-known",
        ACCEPT,
        r"(?:SKIN|onlyeasypaycode|SLIMQUOTA|hppdefaultcorp)\(.*\)|hppnofix.*|below1000|paypopup|va_ckprice",
        severity="warning",
        fact="Known: SKIN(..), below1000, paypopup, onlyeasypaycode(..), SLIMQUOTA(..), hppdefaultcorp(..), "
        "hppnofix(..), va_ckprice; a sample has ocb, unexplained.",
    ),
    pattern(
        "browser_payment.bypass-card-option",
        CARD_OPTION,
        "selcode=[0-9A-Za-z]+(?::onlycard=(?:visa3d|isp|easypay))?|onlycard=(?:visa3d|isp|easypay)",
        severity="warning",
        fact="selcode=14 picks a card, onlycard=visa3d, isp or easypay what is shown; a colon joins the two.",
    ),
    pattern(
        "browser_payment.bypass-only-easypaycode",
        ONLY_EASY_PAY,
        welcome.colons(*map(str.upper, SERVICES)),
        severity="warning",
        fact="The SDK's schema has KAKAOPAY, LPAY, PAYCO and TOSSPAY, joined by colons; it may lack one.",
    ),
    pattern(
        "browser_payment.bypass-reserved-known",
        RESERVED,
        "(?:below1000|noeasypay|global_visa3d|apprun_check)=Y"
        f"|hpp_default_corp={welcome.any_of(*welcome.CARRIERS)}|hpp_nofix=[YN]",
        severity="warning",
        fact="Known: below1000, noeasypay, global_visa3d, apprun_check (all =Y), hpp_default_corp, hpp_nofix.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.method",
        "billingKeyMethod",
        fact="Keys for the phone bill come from requestIssueBillingKeyAndPay.",
    ),
    required("browser_billing_key.issue-id-required", "issueId", fact="Welcome demands it."),
    charset(
        "browser_billing_key.issue-id-ascii", "issueId", ASCII, fact="Welcome takes printable ASCII only."
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
    needs_contract(
        "browser_billing_key_and_pay.contract",
        contract="billing-key",
        fact="Keys for the phone bill, for goods as for content, are agreed with Welcome beforehand.",
    ),
    *each(
        required,
        "browser_billing_key_and_pay.{}-required",
        {"payment-id": "paymentId", "order-name": "orderName", "product-type": "productType"},
        fact="A key with a first payment cannot do without it.",
    ),
    *each(
        ignored,
        "browser_billing_key_and_pay.{}-ignored",
        {
            "locale": "locale",
            "carrier": "mobile.carrier",
            "available-carriers": "mobile.availableCarriers",
            "avaliable-carriers": "mobile.avaliableCarriers",
        },
        fact="Welcome does not read it in this window.",
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
            fact="By API Welcome wants the buyer's name, in one line or split.",
        ),
        *each(
            required,
            f"{prefix}.customer-{{}}-required",
            {"phone": f"{root}customer.phoneNumber", "email": f"{root}customer.email"},
            on=on,
            fact="By API Welcome wants the buyer's phone number and e-mail.",
        ),
    )
)

REST = (
    unsupported_method("instant.method", "method", fact="By API Welcome knows cards and virtual accounts."),
    rest.key_in_contract(),
    required(
        "instant.fixed-account-number-required",
        f"{FIXED_ACCOUNT}.accountNumber",
        when=paying("virtualAccount") & is_(f"{VBANK}.option.type", "FIXED"),
        fact="A fixed account is one of the numbers that Welcome handed out beforehand.",
    ),
    forbidden(
        "instant.fixed-pg-account-id-unsupported",
        f"{FIXED_ACCOUNT}.pgAccountId",
        when=paying("virtualAccount"),
        fact="Welcome keeps no fixed accounts under an id; give accountNumber.",
    ),
    conditional(
        "instant.due-date-future",
        f"{VBANK}.expiry.dueDate",
        rest.expired(f"{VBANK}.expiry.dueDate"),
        when=paying("virtualAccount"),
        fact="The deposit deadline lies in the future.",
    ),
    *common.charge_contracts(installment=True),
    *each(
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
        fact="Welcome wants an escrow delivery complete: sender, receiver and products.",
    ),
    *each(
        required,
        "cash_receipt.{}",
        {"business-number": "businessRegistrationNumber", "payment-method": "paymentMethod"},
        severity="warning",
        fact="The API's schema has it for Welcome alone; the guide is silent.",
    ),
    common.vbank_refund_contract(),
)

PROVIDER = Provider(
    slug="welcome",
    api="v2",
    codes=("WELCOME",),
    name_en="Welcome Payments",
    name_ko="웰컴페이먼츠",
    counterpart="welcome",
    source="opi/ko/integration/pg/v2/welcome.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "GIFT_CERTIFICATE", "MOBILE", "EASY_PAY"),
            currencies=("KRW",),
            locales=LOCALES,
            mobile_locales=MOBILE_LOCALES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
        ),
        "browser_billing_key": Capability(
            pay_methods=("CARD",), currencies=("KRW",), locales=LOCALES, mobile_locales=()
        ),
        "browser_billing_key_and_pay": Capability(pay_methods=("MOBILE", "PHONE"), currencies=("KRW",)),
        "instant": Capability(pay_methods=("card", "virtualAccount")),
        "issue_billing_key": Capability(pay_methods=("card",)),
        "pay_with_billing_key": Capability(),
        "schedule": Capability(),
        "escrow_logistics": Capability(),
        "cash_receipt": Capability(),
        "cancel": Capability(),
    },
    unsupported=("browser_payment_ui", "browser_billing_key_ui"),
    rules=(
        *BUYER,
        *ORDER,
        *CARD,
        *EASY_PAYMENTS,
        *TRANSFER_AND_ACCOUNT,
        *GIFT_AND_PHONE,
        *MODULE_OPTIONS,
        *BILLING_KEY_WINDOW,
        *OFFER_PERIOD,
        *KEY_AND_PAY_WINDOW,
        *REST_BUYER,
        *REST,
    ),
    notes=(
        "Limits in bytes come without an encoding; EUC-KR, the shorter one, is counted.",
        "Agreed with Welcome first: easy pay, own tax parts, instalments, points, escrow, the phone bill.",
        "The guide repeats that of Inicis, save currencies, easy pay, options and sub-shops.",
        "PortOne's overview page leaves Welcome out.",
        "Cash receipts exist for transfers and virtual accounts; the buyer picks the type in the window.",
        "The guide demands cashReceipt for a virtual account by API, the API's schema does not.",
        "SKIN, below1000, paypopup, onlyeasypaycode and SLIMQUOTA are for cards, the hpp ones for phones.",
        "The guide's samples hold ocb and P_NMANE, which nothing explains, and a dueDate that is no ISO 8601.",
        "storeDetails.businessName is the merchant's name in the mobile window.",
    ),
)
