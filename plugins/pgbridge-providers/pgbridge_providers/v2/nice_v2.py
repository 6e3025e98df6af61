"""NICE Payments on V2 (the new module)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    ON_MOBILE,
    Capability,
    Provider,
    absent,
    charset,
    conditional,
    each,
    forbidden,
    given,
    ignored,
    is_,
    is_not,
    max_length,
    minimum,
    needs_contract,
    number,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_nice as nice
from pgbridge_providers import common_v2 as common
from pgbridge_providers import common_window_v2 as window
from pgbridge_providers.bypass import nice as bypass
from pgbridge_providers.common_v2 import CREDENTIAL, QUICK_GUIDE, TWO_DIGITS

if TYPE_CHECKING:
    from pgbridge.rules import View, When

CURRENCIES = ("KRW", "USD")
EASY_PAY = (
    *("KAKAOPAY", "NAVERPAY", "PAYCO", "SSGPAY", "LPAY", "SAMSUNGPAY", "APPLEPAY", "SKPAY"),
    "TOSSPAY",
)
PLAIN_EASY_PAY = ("SAMSUNGPAY", "SKPAY", "SSGPAY", "APPLEPAY", "LPAY")  # no card company, no instalments
CARDS_IN_EASY_PAY = (
    *("BC_CARD", "KOOKMIN_CARD", "SAMSUNG_CARD", "SHINHAN_CARD", "HYUNDAI_CARD", "LOTTE_CARD", "CITI_CARD"),
    *("NH_CARD", "HANA_CARD"),
)
ACCOUNT_BANKS = (
    *("INDUSTRIAL_BANK_OF_KOREA", "KOOKMIN_BANK", "NH_NONGHYUP_BANK", "WOORI_BANK", "SC_BANK_KOREA"),
    *("DAEGU_BANK", "BUSAN_BANK", "GWANGJU_BANK", "EPOST", "HANA_BANK", "SHINHAN_BANK", "K_BANK"),
)
NO_INTEREST_FROM_SHOP = ("KAKAOPAY", "NAVERPAY", "APPLEPAY", "LPAY")
MOBILE_NUMBER = "01[016789]-?[0-9]{3,4}-?[0-9]{4}"
KEYED_IN = ("instant", "issue_billing_key")

CARD_MONTHS = "card.installment.monthOption"
EASY_MONTHS = "easyPay.installment.monthOption"
METHODS = "easyPay.availablePayMethods"
DIRECT_CARD = paying("CARD") & given("card.cardCompany")
NAMED = ("PERSONAL", "CORPORATE")  # cash receipts to a number; ANONYMOUS has none


def easy(*services: str) -> When:
    """An easy payment, by one of these services."""
    return paying("EASY_PAY") & is_("easyPay.easyPayProvider", *services)


def months_without_lump_sum(view: View) -> bool:
    """A list of months that leaves the lump sum out."""
    months = view.list(f"{EASY_MONTHS}.availableMonthList")
    return bool(months) and all(number(month) != 0 for month in months)


ORDER = (
    unsupported_method("browser_payment.pay-method", "payMethod", fact="The NICE window has these six."),
    *nice.order_name(
        "orderName",
        on=("browser_payment",),
        length="browser_payment.order-name-length",
        signs="browser_payment.order-name-charset",
        brackets="browser_payment.order-name-parentheses",
    ),
    window.in_bytes("browser_payment.customer-name-length", "customer.fullName", 30, *window.WINDOWS),
    one_of("browser_payment.currency", "currency", CURRENCIES, fact="NICE settles in these two."),
    forbidden(
        "browser_payment.currency-usd",
        "currency",
        only="USD",
        severity="warning",
        fact="The quick guide knows KRW only, NICE's guide USD too.",
        source=QUICK_GUIDE,
    ),
    needs_contract(
        "browser_payment.usd-contract",
        "currency",
        only="USD",
        contract="foreign-currency",
        fact="Payments from abroad are agreed with NICE beforehand.",
    ),
    ignored(
        "browser_payment.locale-ignored",
        "locale",
        on=("browser_payment", "browser_billing_key"),
        fact="By the SDK's schema NICE's window has no choice of language.",
    ),
    *common.window_tax_contracts(
        tax_free="Tax-free and mixed taxation are agreed with NICE beforehand; then this must be sent.",
        vat="Stating the VAT, zero rate included, is agreed with NICE beforehand.",
    ),
    common.escrow_contract(),
)

VIRTUAL_ACCOUNT = (
    window.deposit_deadline("A virtual account needs a deposit deadline."),
    pattern(
        "browser_payment.vbank-due-date-format",
        "virtualAccount.accountExpiry.dueDate",
        "[0-9]{8}(?:[0-9]{6})?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}:[0-9]{2})?",
        when=paying("VIRTUAL_ACCOUNT"),
        severity="warning",
        fact="The schema has YYYYMMDD, YYYYMMDDHHmmss, YYYY-MM-DD and YYYY-MM-DD HH:mm:ss.",
    ),
    *each(
        ignored,
        "browser_payment.vbank-{}-ignored",
        {
            "cash-receipt-type": "virtualAccount.cashReceiptType",
            "customer-identifier": "virtualAccount.customerIdentifier",
        },
        when=paying("VIRTUAL_ACCOUNT"),
        fact="For a virtual account the buyer types the cash receipt's data in the window.",
    ),
    ignored(
        "browser_payment.vbank-bank-code-ignored",
        "virtualAccount.bankCode",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="The schema knows the choice of bank for NHN KCP and Smartro, the quick guide for NICE too.",
    ),
    one_of(
        "browser_payment.vbank-bank-code-known",
        "virtualAccount.bankCode",
        ACCOUNT_BANKS,
        when=paying("VIRTUAL_ACCOUNT"),
        severity="warning",
        fact="The quick guide lists these banks for NICE.",
        source=QUICK_GUIDE,
    ),
    *common.only_kcp(),
)

CARD = (
    required(
        "browser_payment.card-direct-fixed-month-required",
        f"{CARD_MONTHS}.fixedMonth",
        when=DIRECT_CARD,
        fact="A card company is opened directly together with its months, 0 for the lump sum.",
    ),
    forbidden(
        "browser_payment.card-direct-month-list",
        f"{CARD_MONTHS}.availableMonthList",
        when=DIRECT_CARD,
        fact="A card company opened directly has fixed months, no choice of them.",
    ),
    minimum(
        "browser_payment.card-direct-min-amount",
        "totalAmount",
        50_000,
        when=DIRECT_CARD & is_(f"{CARD_MONTHS}.fixedMonth", *range(1, 37)),
        severity="warning",
        fact="Where there are no instalments (mostly below 50,000 KRW, each card company sets its own) "
        "fixedMonth is 0.",
    ),
    common.toss_bank_not_direct(),
    ignored(
        "browser_payment.installment-mobile-ignored",
        CARD_MONTHS,
        when=paying("CARD") & ON_MOBILE & absent("card.cardCompany"),
        fact="Mobile reads months only for a card company opened directly.",
    ),
    *window.card_contracts("NICE"),
    *common.known_card_companies(easy_pay=True),
)

PHONE_AND_GIFT = (
    *window.phone_bill(
        "A phone payment says whether goods or content are sold, as the merchant ID is set up.", kinds=False
    ),
    required(
        "browser_payment.gift-type-required",
        "giftCertificate.giftCertificateType",
        when=paying("GIFT_CERTIFICATE"),
        fact="It is always CULTURELAND.",
    ),
    one_of(
        "browser_payment.gift-type",
        "giftCertificate.giftCertificateType",
        ("CULTURELAND",),
        when=paying("GIFT_CERTIFICATE"),
        fact="NICE takes no other certificate.",
    ),
    required(
        "browser_payment.gift-mall-user-id-required",
        nice.bypass("MallUserID"),
        when=paying("GIFT_CERTIFICATE"),
        fact="Gift certificates need the shop's own id of the buyer.",
    ),
)

# The cash receipt's data goes in exactly when the transfer is opened directly.
DIRECT_TRANSFER = paying("TRANSFER") & is_(nice.bypass("DirectShowOpt"), "BANK")
WINDOW_TRANSFER = paying("TRANSFER") & is_not(nice.bypass("DirectShowOpt"), "BANK")
TRANSFER = (
    ignored(
        "browser_payment.transfer-bank-code-ignored",
        "transfer.bankCode",
        when=paying("TRANSFER"),
        fact="Bankpay opens in any case; DirectShowOpt BANK opens it directly.",
    ),
    forbidden(
        "browser_payment.transfer-direct-escrow",
        "isEscrow",
        only=True,
        when=DIRECT_TRANSFER,
        fact="A transfer with escrow cannot skip the window's first page.",
    ),
    required(
        "browser_payment.transfer-direct-cash-receipt-type-required",
        "transfer.cashReceiptType",
        when=DIRECT_TRANSFER,
        fact="A transfer opened directly has no place to type it.",
    ),
    required(
        "browser_payment.transfer-direct-customer-identifier-required",
        "transfer.customerIdentifier",
        when=DIRECT_TRANSFER & is_("transfer.cashReceiptType", *NAMED),
        fact="A transfer opened directly has no place to type it; ANONYMOUS does without.",
    ),
    *each(
        forbidden,
        "browser_payment.transfer-{}-direct-only",
        {
            "cash-receipt-type": "transfer.cashReceiptType",
            "customer-identifier": "transfer.customerIdentifier",
        },
        when=WINDOW_TRANSFER,
        fact="Unless the transfer is opened directly (DirectShowOpt BANK) the window stays shut with it.",
    ),
    pattern(
        "browser_payment.transfer-customer-identifier-phone",
        "transfer.customerIdentifier",
        MOBILE_NUMBER,
        when=paying("TRANSFER"),
        severity="warning",
        fact="Receipts go out properly to a mobile number only, not to a resident registration number.",
    ),
)

NAVERPAY_POINTS = easy("NAVERPAY") & is_(f"{METHODS}[]", "CHARGE", "MONEY")
SSGPAY_ACCOUNT = easy("SSGPAY") & is_(f"{METHODS}[]", "TRANSFER")
EASY_PAYMENTS = (
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        EASY_PAY,
        when=paying("EASY_PAY"),
        fact="NICE opens these services; SKPAY is 11Pay.",
    ),
    ignored(
        "browser_payment.easy-pay-card-point-ignored",
        "easyPay.useCardPoint",
        only=True,
        when=paying("EASY_PAY"),
        fact="By the schema it acts with Toss Brandpay only.",
    ),
    ignored(
        "browser_payment.easy-pay-use-installment-ignored",
        "easyPay.useInstallment",
        when=paying("EASY_PAY"),
        fact="By the schema it acts with a direct contract with Toss Pay only.",
    ),
    required(
        "browser_payment.naverpay-available-pay-methods-required",
        METHODS,
        when=easy("NAVERPAY"),
        fact="Naver Pay is opened for CARD or for points and money (CHARGE).",
    ),
    one_of(
        "browser_payment.naverpay-available-pay-methods",
        METHODS,
        ("CARD", "CHARGE", "MONEY"),
        when=easy("NAVERPAY"),
        fact="CHARGE stands for points and money; the schema takes MONEY too.",
    ),
    max_length(
        "browser_payment.naverpay-one-pay-method",
        METHODS,
        1,
        unit="items",
        when=easy("NAVERPAY"),
        severity="warning",
        fact="Naver Pay opens for card or for points; both at once are known of Toss Pay only.",
    ),
    one_of(
        "browser_payment.ssgpay-available-pay-methods",
        METHODS,
        ("TRANSFER",),
        when=easy("SSGPAY"),
        fact="SSG Pay opens directly for account payments; leave it out for card and money.",
    ),
    one_of(
        "browser_payment.tosspay-available-pay-methods",
        METHODS,
        ("CARD", "CHARGE", "MONEY"),
        when=easy("TOSSPAY"),
        fact="CHARGE stands for money; the schema takes MONEY too.",
    ),
    charset(
        "browser_payment.ssgpay-account-payment-id",
        "paymentId",
        r"[^\W_]+",
        when=SSGPAY_ACCOUNT,
        fact="SSG Pay account payments take letters and digits only.",
    ),
    *(
        required(
            f"browser_payment.{case}-{name}-required",
            field,
            when=when & extra,
            fact="The window has no place to type it, and stays shut without it; ANONYMOUS needs no number.",
        )
        for case, when in (("naverpay-point", NAVERPAY_POINTS), ("ssgpay-account", SSGPAY_ACCOUNT))
        for name, field, extra in (
            ("cash-receipt-type", "easyPay.cashReceiptType", paying("EASY_PAY")),
            ("customer-identifier", "easyPay.customerIdentifier", is_("easyPay.cashReceiptType", *NAMED)),
        )
    ),
    pattern(
        "browser_payment.easy-pay-customer-identifier-phone",
        "easyPay.customerIdentifier",
        MOBILE_NUMBER,
        when=paying("EASY_PAY"),
        severity="warning",
        fact="Receipts go out properly to a mobile number only, not to a resident registration number.",
    ),
)

EASY_PAY_MONTHS = (
    needs_contract(
        "browser_payment.easy-pay-installment-contract",
        EASY_MONTHS,
        when=paying("EASY_PAY"),
        contract="installment",
        fact="Instalments are agreed with NICE beforehand.",
        source=QUICK_GUIDE,
    ),
    forbidden(
        "browser_payment.easy-pay-free-installment",
        "easyPay.installment.freeInstallmentPlans",
        when=easy(*NO_INTEREST_FROM_SHOP),
        fact="Here the merchant cannot pay the interest; with Payco, Samsung Pay, 11Pay and SSG Pay it can.",
    ),
    forbidden(
        "browser_payment.easy-pay-free-interest-from-mall",
        "easyPay.useFreeInterestFromMall",
        only=True,
        when=easy(*NO_INTEREST_FROM_SHOP),
        severity="warning",
        fact="Here the merchant cannot pay the interest.",
        source=QUICK_GUIDE,
    ),
    one_of(
        "browser_payment.kakaopay-naverpay-cards",
        "easyPay.availableCards",
        CARDS_IN_EASY_PAY,
        when=easy("KAKAOPAY", "NAVERPAY"),
        severity="warning",
        fact="Inside Kakao Pay and Naver Pay NICE opens these cards; its guide leaves the parameter unnamed.",
    ),
    forbidden(
        "browser_payment.kakaopay-month-list",
        f"{EASY_MONTHS}.availableMonthList",
        when=easy("KAKAOPAY"),
        fact="Kakao Pay offers no choice of months.",
    ),
    forbidden(
        "browser_payment.easy-pay-fixed-month-needs-card",
        f"{EASY_MONTHS}.fixedMonth",
        when=easy("KAKAOPAY", "NAVERPAY", "PAYCO") & absent("easyPay.availableCards"),
        severity="warning",
        fact="Months are fixed together with the card company; NICE's guide leaves the parameter unnamed.",
    ),
    conditional(
        "browser_payment.naverpay-month-list-lump-sum",
        f"{EASY_MONTHS}.availableMonthList",
        months_without_lump_sum,
        breaks={f"{EASY_MONTHS}.availableMonthList": [3, 6]},
        when=easy("NAVERPAY"),
        severity="warning",
        fact="Naver Pay offers the lump sum (0) with every choice of months.",
    ),
    forbidden(
        "browser_payment.easy-pay-no-card-choice",
        "easyPay.availableCards",
        when=easy(*PLAIN_EASY_PAY),
        severity="warning",
        fact="This service opens no card company; NICE's guide leaves the parameter unnamed.",
    ),
    one_of(
        "browser_payment.easy-pay-no-month-option",
        f"{EASY_MONTHS}.fixedMonth",
        (0,),
        when=easy(*PLAIN_EASY_PAY),
        fact="This service takes the lump sum (0) only.",
    ),
    forbidden(
        "browser_payment.easy-pay-no-month-list",
        f"{EASY_MONTHS}.availableMonthList",
        when=easy(*PLAIN_EASY_PAY),
        fact="This service takes the lump sum only.",
    ),
)

WINDOW_OPTIONS = (
    nice.option("bypass-disable-scroll", "NPDisableScroll", severity="warning"),
    nice.scroll_on_pc_only("bypass-disable-scroll-pc-only"),
    nice.option("bypass-skin-type", "SkinType", severity="warning"),
    nice.option("bypass-direct-coupon", "DirectCouponYN"),
    nice.option("bypass-direct-show", "DirectShowOpt"),
    pattern(
        "browser_payment.bypass-card-show",
        nice.bypass("CardShowOpt"),
        r"(?:02|04|06|07|08|12|15):[123](?:\|(?:02|04|06|07|08|12|15):[123])*",
        fact="It is written card:kind|card:kind, with cards 02 04 06 07 08 12 15 and kinds 1 to 3.",
    ),
    nice.option("bypass-sampay-mall-type", "SamPayMallType"),
    one_of(
        "browser_payment.bypass-samsung-pay-type",
        nice.bypass("SamsungPayType"),
        ("01", "99"),
        severity="warning",
        fact="So the quick guide calls SamPayMallType: 01 inside Samsung Pay, 99 elsewhere.",
        source=QUICK_GUIDE,
    ),
    *nice.agreed({f"bypass-{name.lower()}-contract": name for name in nice.CONTRACT_OF}),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.method", "billingKeyMethod", fact="Billing keys of cards are issued by REST."
    ),
    required("browser_billing_key.issue-id-required", "issueId", fact="NICE demands it."),
    charset(
        "browser_billing_key.issue-id-charset",
        "issueId",
        "[A-Za-z0-9]+",
        fact="Latin letters and digits only.",
    ),
    max_length("browser_billing_key.issue-id-length", "issueId", 40, fact="NICE stores no more."),
    required("browser_billing_key.issue-name-required", "issueName", fact="It is the title of the window."),
    required(
        "browser_billing_key.easy-pay-provider-required",
        "easyPay.easyPayProvider",
        fact="The key belongs to one easy-pay service.",
    ),
    one_of(
        "browser_billing_key.easy-pay-provider",
        "easyPay.easyPayProvider",
        ("KAKAOPAY", "NAVERPAY"),
        fact="Other services have no billing keys with NICE.",
    ),
    required(
        "browser_billing_key.naverpay-available-pay-methods-required",
        METHODS,
        when=is_("easyPay.easyPayProvider", "NAVERPAY"),
        fact="A Naver Pay key is for CARD or for points (CHARGE).",
    ),
    one_of(
        "browser_billing_key.naverpay-available-pay-methods",
        METHODS,
        ("CARD", "CHARGE"),
        when=is_("easyPay.easyPayProvider", "NAVERPAY"),
        fact="A Naver Pay key is for CARD or for points (CHARGE).",
    ),
    max_length(
        "browser_billing_key.naverpay-one-pay-method",
        METHODS,
        1,
        unit="items",
        when=is_("easyPay.easyPayProvider", "NAVERPAY"),
        fact="A Naver Pay key is for one of the two.",
    ),
)

# The guide marks birth date and password as mandatory merely by leaving out a question mark.
BY_CONTRACT = "The guide lists it as mandatory, the schema as optional; the contract decides."
KEY_IN = (
    unsupported_method("instant.method", "method", fact="By API NICE knows cards and virtual accounts."),
    pattern(
        "any.card-number",
        f"{CREDENTIAL}.number",
        "[0-9]{10,20}",
        on=KEYED_IN,
        fact="10 to 20 digits, no hyphens.",
    ),
    *common.card_expiry(),
    *each(
        required,
        "any.{}-required",
        {
            "birth": f"{CREDENTIAL}.birthOrBusinessRegistrationNumber",
            "password": f"{CREDENTIAL}.passwordTwoDigits",
        },
        on=KEYED_IN,
        when=paying("card"),
        severity="warning",
        fact=BY_CONTRACT,
    ),
    pattern(
        "any.birth-format",
        f"{CREDENTIAL}.birthOrBusinessRegistrationNumber",
        "[0-9]{6}|[0-9]{10}",
        on=KEYED_IN,
        fact="A birth date has six digits (YYMMDD), a business number ten.",
    ),
    pattern(
        "any.password-format",
        f"{CREDENTIAL}.passwordTwoDigits",
        TWO_DIGITS,
        on=KEYED_IN,
        fact="These are the first two digits of the card's password.",
    ),
    one_of(
        "instant.installment-month",
        "method.card.installmentMonth",
        (0, *range(2, 13)),
        fact="0 is the lump sum, the default.",
    ),
    needs_contract(
        "instant.fixed-account-contract",
        "method.virtualAccount.option.type",
        only="FIXED",
        when=paying("virtualAccount"),
        contract="fixed-account",
        fact="Fixed accounts, with the check of overpayments, are agreed with NICE beforehand.",
    ),
    needs_contract(
        "instant.contract",
        contract="key-in",
        fact="Cards and accounts by API are agreed beforehand.",
        source="opi/ko/integration/start/v2/keyin.mdx",
    ),
    *common.charge_contracts(installment=True),
)

BILLING_KEY_PAYMENTS = tuple(
    rule
    for operation, root in (("pay_with_billing_key", ""), ("schedule", "payment."))
    for rule in (
        one_of(f"{operation}.currency", f"{root}currency", ("KRW",), fact="Billing keys are charged in won."),
        pattern(
            f"{operation}.cash-receipt-personal-number",
            f"{root}cashReceipt.customerIdentityNumber",
            "(?:[0-9]-?){9,10}[0-9]",
            when=is_(f"{root}cashReceipt.type", "PERSONAL"),
            fact="A personal receipt goes to a phone number of 10 or 11 digits.",
        ),
        pattern(
            f"{operation}.cash-receipt-corporate-number",
            f"{root}cashReceipt.customerIdentityNumber",
            "(?:[0-9]-?){9}[0-9]",
            when=is_(f"{root}cashReceipt.type", "CORPORATE"),
            fact="A receipt for expenses goes to a business number of 10 digits.",
        ),
    )
)

OTHERS = (
    pattern(
        "schedule.time-format",
        "timeToPay",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})",
        fact="The time is ISO 8601 with its zone, 2030-01-01T00:00:00+09:00; the sample in the guide is not.",
    ),
    *each(
        required,
        "escrow_logistics.{}-required",
        {"sender-name": "sender.name", "receiver-address": "receiver.address"},
        fact="NICE registers no escrow delivery without it.",
    ),
    required(
        "escrow_logistics.send-email-required",
        "sendEmail",
        severity="warning",
        fact="It says whether the buyer is mailed; the guide demands it and also has a default.",
    ),
    *each(
        ignored,
        "cash_receipt.{}-ignored",
        {"business-number": "businessRegistrationNumber", "payment-method": "paymentMethod"},
        fact="Only Welcome Payments reads it.",
    ),
    needs_contract(
        "cancel.partial-contract",
        "amount",
        contract="partial-cancel",
        fact="Cancelling a part is agreed with NICE beforehand.",
    ),
    common.vbank_refund_contract(),
)

PROVIDER = Provider(
    slug="nice-v2",
    api="v2",
    codes=("NICE_V2",),
    name_en="NICE Payments",
    name_ko="나이스정보통신",
    counterpart="nice-v2",
    source="opi/ko/integration/pg/v2/nice-v2.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE", "GIFT_CERTIFICATE", "EASY_PAY"),
            currencies=CURRENCIES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=("CULTURELAND",),
        ),
        "browser_billing_key": Capability(
            pay_methods=("EASY_PAY",), easy_pay_providers=("KAKAOPAY", "NAVERPAY")
        ),
        "instant": Capability(pay_methods=("card", "virtualAccount")),
        "issue_billing_key": Capability(pay_methods=("card",)),
        "pay_with_billing_key": Capability(currencies=("KRW",)),
        "schedule": Capability(currencies=("KRW",)),
        "escrow_logistics": Capability(),
        "cash_receipt": Capability(),
        "cancel": Capability(partial=True),
    },
    unsupported=("browser_billing_key_and_pay", "browser_payment_ui", "browser_billing_key_ui"),
    rules=(
        *ORDER,
        *CARD,
        *VIRTUAL_ACCOUNT,
        *TRANSFER,
        *PHONE_AND_GIFT,
        *EASY_PAYMENTS,
        *EASY_PAY_MONTHS,
        *WINDOW_OPTIONS,
        *BILLING_KEY_WINDOW,
        *KEY_IN,
        *BILLING_KEY_PAYMENTS,
        *OTHERS,
    ),
    bypass={"browser_payment": bypass.Payment},
    notes=(
        "Limits in bytes come without an encoding; EUC-KR, the shorter one, is counted.",
        "V2 speaks to the new NICE module only.",
        "Agreed with NICE first: pay methods, part cancels, instalments, points, escrow, own tax parts.",
        "Under mixed taxation easy-pay keys need both tax parts stated; a card key counts absent as 0.",
        "Cash-like businesses send the buyer's name and birth date when charging a Naver Pay key.",
        "Naver Pay uses points first; only the money part gets a cash receipt.",
        "Escrow deliveries can be registered and read, not changed.",
        "POST /cash-receipts is for payments made elsewhere, not for a receipt forgotten when paying.",
        "productType must fit the merchant ID, and NICE does not say why a window stays shut.",
        "DirectCouponYN with instalments fails when the discount takes the amount below 50,000 KRW.",
        "Deposit notices of virtual accounts are set up in the NICE console with PortOne's URL.",
    ),
)
