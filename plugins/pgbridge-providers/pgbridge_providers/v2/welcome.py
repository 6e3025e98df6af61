"""Welcome Payments on V2."""

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
from pgbridge_providers import common_rest_v2 as rest
from pgbridge_providers import common_v2 as common
from pgbridge_providers import common_welcome as welcome
from pgbridge_providers import common_window_v2 as window
from pgbridge_providers.bypass import welcome as bypass
from pgbridge_providers.common_days import to_come
from pgbridge_providers.common_inicis import KEY_WINDOWS, PAID_WINDOWS, VBANK
from pgbridge_providers.common_v2 import ASCII
from pgbridge_providers.common_welcome import ACCEPT, BYPASS, CARD_OPTION, ONLY_EASY_PAY, RESERVED

LOCALES = ("KO_KR", "EN_US", "ZH_CN")
MOBILE_LOCALES = ("KO_KR", "EN_US")
EASY_PAY = ("KAKAOPAY", "LPAY", "TOSSPAY", "PAYCO", "NAVERPAY")
GIFT_CERTIFICATES = ("BOOKNLIFE", "SMART_MUNSANG", "CULTURELAND")
SERVICES = ("kakaopay", "lpay", "payco", "tosspay")  # as the module's options write them


MONTHS = "card.installment.monthOption"
DIRECT_CARD = paying("CARD") & given("card.cardCompany")


BUYER = (
    *inicis.buyer(
        "browser_payment", "Welcome demands name, phone and e-mail of the buyer on PC.", when=ON_PC
    ),
    *inicis.buyer(
        "browser_billing_key", "Welcome demands name, phone and e-mail of the buyer on PC.", when=ON_PC
    ),
    *inicis.buyer("browser_billing_key_and_pay", "Welcome demands name, phone and e-mail of the buyer."),
    *inicis.buyer(
        "any",
        "The SDK's schema demands it everywhere, the guide of Welcome on PC only.",
        suffix="-mobile",
        when=ON_MOBILE,
        on=("browser_payment", "browser_billing_key"),
        severity="warning",
        source="schema/browser-sdk.yml",
    ),
    window.in_bytes("browser_payment.customer-name-length", "customer.fullName", 30, *inicis.WINDOWS),
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
    *window.card_contracts("Welcome"),
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
    *inicis.easy_pay_ignored("Welcome does not read it for easy payments."),
)

BUYERS_CHOICE = (
    *inicis.bank_in_window(),
    ignored(
        "browser_payment.vbank-account-expiry-ignored",
        "virtualAccount.accountExpiry",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="The SDK's schema knows deadlines of other PGs only; the guide is silent.",
    ),
    *inicis.gift(GIFT_CERTIFICATES, "Welcome takes no other certificate."),
    *inicis.phone_bill("Welcome opens no carrier directly."),
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
    *inicis.key_window(LOCALES, BYPASS),
    *inicis.offer_period(),
)

KEY_AND_PAY_WINDOW = (
    *inicis.key_and_pay("Welcome does not read it in this window."),
    needs_contract(
        "browser_billing_key_and_pay.contract",
        contract="billing-key",
        fact="Keys for the phone bill, for goods as for content, are agreed with Welcome beforehand.",
    ),
)

REST_BUYER = inicis.rest_buyer(
    name="By API Welcome wants the buyer's name, in one line or split.",
    contact="By API Welcome wants the buyer's phone number and e-mail.",
)

REST = (
    unsupported_method("instant.method", "method", fact="By API Welcome knows cards and virtual accounts."),
    rest.key_in_contract(),
    *inicis.fixed_account(
        number="A fixed account is one of the numbers that Welcome handed out beforehand.",
        no_id="Welcome keeps no fixed accounts under an id; give accountNumber.",
    ),
    to_come("instant.due-date-future", f"{VBANK}.expiry.dueDate", when=paying("virtualAccount")),
    *common.charge_contracts(installment=True),
    *inicis.delivery("Welcome wants an escrow delivery complete: sender, receiver and products."),
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
        *BUYERS_CHOICE,
        *MODULE_OPTIONS,
        *BILLING_KEY_WINDOW,
        *KEY_AND_PAY_WINDOW,
        *REST_BUYER,
        *REST,
    ),
    bypass={
        "browser_payment": bypass.Payment,
        "browser_billing_key": bypass.BillingKey,
        "browser_billing_key_and_pay": bypass.Payment,
    },
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
