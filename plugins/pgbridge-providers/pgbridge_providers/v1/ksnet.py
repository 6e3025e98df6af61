"""KSNET on V1."""

from __future__ import annotations

from pgbridge.rules import (
    ON_MOBILE,
    Capability,
    Provider,
    each,
    forbidden,
    given,
    ignored,
    in_currency,
    is_,
    maximum,
    minimum,
    needs_contract,
    not_in_currency,
    not_paying,
    one_of,
    pattern,
    paying,
    required,
    required_any,
    unsupported_method,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import ksnet as bypass
from pgbridge_providers.common_rest_v1 import MONTHS, per_call
from pgbridge_providers.common_v1 import OPENAPI

CURRENCIES = ("KRW", "USD")
EASY_PAY = ("lpay", "ssgpay", "kakaopay", "naverpay", "payco")
NOT_CARD = ("vbank", "trans", "phone", *EASY_PAY)
OPTIONS = "bypass.ksnet"
DIRECT_EASY_PAY = is_(f"{OPTIONS}.easyPayDirect")

# Card companies by what opening them directly takes, by the bank association's codes.
BY_PHONE_NUMBER = ("361", "369", "372", "364", "090")  # BC, Suhyup, Jeonbuk, Gwangju, KakaoBank
BY_URL = ("041", "374", "371", "365", "367", "368", "366", "370")  # Woori to Citi
BY_SHOP = ("381", *BY_URL)  # KB and those
INTEREST_FREE_CARDS = ("361", "381", "374", "365", "366", "367", "368", "371")
EASY_PAY_CARDS = ("366", "361", "381", "371", "368", "365", "370", "041", "374", "367")

SOLD = ("onetime", "again", "schedule", "vbank", "cash_receipt", "external_cash_receipt")
WARNING = "opi/ko/integration/pg/v1/ksnet/warning.mdx"

WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="KSNET's window has card, account, transfer, phone and these easy payments.",
    ),
    forbidden(
        "browser_payment.no-billing-key",
        "customer_uid",
        fact="KSNET issues billing keys by REST; its window has none.",
    ),
    required(
        "browser_payment.buyer-name-required", "buyer_name", fact="The window demands the buyer's name."
    ),
    common.redirect_on_mobile("browser_payment.m-redirect-url-mobile", on=("browser_payment",)),
    required(
        "browser_payment.currency-required",
        "currency",
        severity="warning",
        fact="KSNET's parameter list demands it; the SDK reference takes KRW without it.",
    ),
    one_of(
        "any.currency",
        "currency",
        CURRENCIES,
        on=("browser_payment", "onetime", "again"),
        fact="KSNET settles in these two.",
    ),
    one_of("schedule.currency", "schedules[].currency", CURRENCIES, fact="KSNET settles in these two."),
    unsupported_method(
        "browser_payment.usd-card-only",
        "pay_method",
        only=NOT_CARD,
        when=in_currency("USD"),
        fact="Dollars are paid with cards issued abroad.",
    ),
    ignored(
        "browser_payment.digital-unused",
        "digital",
        when=not_paying("phone"),
        fact="Only phone payments read it; merchants of content must send true there.",
    ),
    ignored(
        "browser_payment.app-card-unused",
        "appCard",
        when=not_paying("card"),
        fact="It leaves app cards alone in the card window.",
    ),
    needs_contract(
        "browser_payment.easy-pay-contract",
        "pay_method",
        only=EASY_PAY,
        contract="easy-pay",
        fact="Easy payments are agreed with KSNET beforehand.",
    ),
)

TAX_AND_ACCOUNTS = (
    required(
        "browser_payment.tax-free-required",
        "tax_free",
        severity="warning",
        fact="KSNET shops under PortOne are on mixed taxation and state it; without it all is taxed.",
    ),
    maximum(
        "browser_payment.vbank-tax-free",
        "tax_free",
        0,
        when=paying("vbank"),
        fact="A one-time account takes no tax-free part.",
    ),
    ignored(
        "browser_payment.vbank-vat-amount",
        "vat_amount",
        when=paying("vbank"),
        fact="A one-time account takes no VAT of its own.",
    ),
    required(
        "browser_payment.vbank-due-required",
        "vbank_due",
        when=paying("vbank"),
        fact="PortOne refuses a virtual account without its deposit deadline.",
    ),
    maximum(
        "vbank.tax-free", "tax_free", 0, fact="A one-time account takes no tax-free part.", source=WARNING
    ),
    ignored(
        "vbank.vat-amount", "vat_amount", fact="A one-time account takes no VAT of its own.", source=WARNING
    ),
    pattern(
        "vbank.vbank-due-timestamp",
        "vbank_due",
        r"\d{10}",
        fact="By API the deadline is in seconds since 1970, ten digits.",
    ),
    ignored(
        "vbank.vbank-holder-ignored", "vbank_holder", fact="An account is always in the merchant's name."
    ),
    needs_contract(
        "cancel.vbank-refund-contract",
        "refund_account",
        contract="vbank-refund",
        fact="Sending a deposit back takes a special contract with KSNET.",
    ),
)

ESCROW = (
    required(
        "browser_payment.escrow-buyer-email-required",
        "buyer_email",
        when=is_("escrow"),
        fact="Under escrow the buyer confirms the purchase by e-mail.",
    ),
    needs_contract(
        "browser_payment.escrow-contract",
        "escrow",
        only=True,
        contract="escrow",
        fact="Escrow with delivery is agreed with KSNET beforehand.",
    ),
    pattern(
        "escrow_logistics.sent-at-timestamp",
        "logis.sent_at",
        r"\d{10}",
        fact="The time of dispatch is in seconds since 1970, ten digits.",
    ),
)

# What a card company wants before it opens directly.
DIRECT_CARD = (
    one_of(
        "browser_payment.card-direct-krw",
        "currency",
        ("KRW",),
        when=given("card.direct.code"),
        fact="Card companies open directly for won.",
    ),
    *each(
        required,
        "browser_payment.card-direct-{}-required",
        {"buyer-tel": "buyer_tel", "tcode": f"{OPTIONS}.tcode"},
        when=ON_MOBILE & is_("card.direct.code", *BY_PHONE_NUMBER),
        fact="This company opens on mobile for a phone number and its carrier (lgt, ktf, skt or anything).",
    ),
    *each(
        required,
        "browser_payment.card-direct-{}-required",
        {
            "business-name": "storeDetails.businessName",
            "business-number": "storeDetails.businessRegistrationNumber",
        },
        when=is_("card.direct.code", *BY_SHOP),
        fact="This company wants to know the shop.",
    ),
    required(
        "browser_payment.card-direct-url-required",
        f"{OPTIONS}.url",
        when=is_("card.direct.code", *BY_URL),
        fact="This company wants the shop's address in the web.",
    ),
    ignored(
        "browser_payment.card-direct-quota",
        "display.card_quota",
        when=is_("card.direct.code", *BY_URL),
        fact="Opened directly, this company offers no choice of months; KSNET's V2 guide says it does.",
    ),
    pattern(
        "browser_payment.business-number-digits",
        "storeDetails.businessRegistrationNumber",
        r"\d+",
        fact="A business number is sent without hyphens.",
    ),
)

# Hyundai Card has instalments from 10,000 KRW, all others from 50,000.
INSTALMENTS = (
    needs_contract(
        "browser_payment.installment-contract",
        "display.card_quota",
        only=MONTHS,
        contract="installment",
        fact="Instalments are agreed with KSNET beforehand.",
    ),
    minimum(
        "browser_payment.installment-minimum",
        "amount",
        50_000,
        when=is_("display.card_quota[]", *MONTHS) & not_in_currency("USD"),
        severity="warning",
        fact="Below 50,000 KRW there are no instalments, except Hyundai Card's from 10,000 KRW.",
    ),
    *per_call(
        minimum,
        "installment-minimum-any-card",
        "amount",
        ("onetime", "again"),
        lowest=10_000,
        when=is_("card_quota", *MONTHS) & not_in_currency("USD"),
        fact="Below 10,000 KRW no card has instalments.",
    ),
    *per_call(
        minimum,
        "installment-minimum",
        "amount",
        ("onetime", "again"),
        lowest=50_000,
        when=is_("card_quota", *MONTHS) & not_in_currency("USD"),
        severity="warning",
        fact="Below 50,000 KRW there are no instalments, except Hyundai Card's from 10,000 KRW.",
    ),
    needs_contract(
        "browser_payment.interest-free-contract",
        "useFreeInterestFromMall",
        only=True,
        contract="free-installment",
        fact="Interest paid by the merchant is agreed with KSNET beforehand.",
    ),
    *per_call(
        needs_contract,
        "interest-free-contract",
        "interest_free_by_merchant",
        ("onetime", "again", "schedule"),
        only=True,
        contract="free-installment",
        fact="Interest paid by the merchant is agreed with KSNET beforehand.",
    ),
    one_of(
        "browser_payment.interest-free-issuers",
        "card.detail[].card_code",
        INTEREST_FREE_CARDS,
        when=is_("useFreeInterestFromMall"),
        severity="warning",
        fact="The merchant can pay the interest with BC, KB, Hana, Samsung, Shinhan, Hyundai, Lotte and NH.",
    ),
    ignored(
        "browser_payment.interest-free-easy-pay",
        "useFreeInterestFromMall",
        only=True,
        when=paying(*EASY_PAY),
        fact="In easy payments the merchant cannot pay the interest.",
    ),
    ignored(
        "browser_payment.easy-pay-quota-unused",
        "display.card_quota",
        when=paying("payco", "ssgpay"),
        fact="They offer 1 to 12 months from 50,000 KRW on, whatever is listed.",
    ),
)

EASY_PAY_OPTIONS = (
    one_of(
        "browser_payment.snd-qpay-type",
        f"{OPTIONS}.sndQpayType",
        ("0", "1", 0, 1),
        fact="1 shows easy payments in the card window, 0 hides them.",
    ),
    ignored(
        "browser_payment.snd-qpay-type-unused",
        f"{OPTIONS}.sndQpayType",
        when=not_paying("card"),
        fact="It is an option of the card window.",
    ),
    one_of(
        "browser_payment.snd-kakaopay-type",
        f"{OPTIONS}.sndKakaopayType",
        ("CARD", "MONEY"),
        fact="Without it the buyer has all that Kakao Pay offers.",
    ),
    ignored(
        "browser_payment.snd-kakaopay-type-unused",
        f"{OPTIONS}.sndKakaopayType",
        when=not_paying("kakaopay"),
        fact="It is an option of Kakao Pay.",
    ),
)

DIRECT_EASY_PAYMENTS = (
    unsupported_method(
        "browser_payment.easy-direct-method",
        "pay_method",
        only=("card", "vbank", "trans", "phone", "ssgpay"),
        when=DIRECT_EASY_PAY,
        fact="easyPayDirect opens Naver Pay, Kakao Pay, Payco and L.pay only.",
    ),
    *each(
        required,
        "browser_payment.kakaopay-store-{}-required",
        {
            "ceo-name": "storeDetails.ceoFullName",
            "address": "storeDetails.address",
            "phone-number": "storeDetails.phoneNumber",
        },
        when=DIRECT_EASY_PAY & paying("kakaopay"),
        fact="Kakao Pay opened directly is told whose shop it is and where.",
    ),
    required(
        "browser_payment.easy-direct-business-name-required",
        "storeDetails.businessName",
        when=DIRECT_EASY_PAY & paying("naverpay", "payco"),
        fact="Naver Pay and Payco opened directly are told the shop's name.",
    ),
    required(
        "browser_payment.easy-direct-business-number-required",
        "storeDetails.businessRegistrationNumber",
        when=DIRECT_EASY_PAY & paying("payco"),
        fact="Payco opened directly is told the shop's business number.",
    ),
    *each(
        required,
        "browser_payment.easy-direct-{}-required",
        {"buyer-email": "buyer_email", "buyer-tel": "buyer_tel"},
        when=DIRECT_EASY_PAY & paying("kakaopay", "payco"),
        fact="Kakao Pay and Payco opened directly are told e-mail and phone of the buyer.",
    ),
    one_of(
        "browser_payment.easy-direct-cards",
        "card.detail[].card_code",
        ("*", *EASY_PAY_CARDS),
        when=DIRECT_EASY_PAY & paying("naverpay", "kakaopay"),
        severity="warning",
        fact="Opened directly they offer Shinhan, BC, KB, NH, Lotte, Samsung, Citi, Woori, Hana and Hyundai.",
    ),
)

REST = (
    *per_call(
        required,
        "product-type-required",
        "product_type",
        SOLD,
        fact="By API KSNET wants to know what is sold.",
    ),
    *per_call(
        one_of,
        "product-type",
        "product_type",
        SOLD,
        allowed=("real", "digital"),
        fact="real is for goods, digital for content.",
    ),
    *per_call(
        required,
        "buyer-name-required",
        "buyer_name",
        SOLD,
        fact="By API KSNET wants the buyer's name.",
        source=OPENAPI,
    ),
    *each(
        ignored,
        "onetime.{}-unchecked",
        {"birth": "birth", "pwd-2digit": "pwd_2digit"},
        fact="A keyed-in card is charged by number and expiry; KSNET does not verify the rest.",
    ),
    ignored(
        "onetime.customer-uid-ignored",
        "customer_uid",
        fact="KSNET stores no card while charging it; issue the billing key first.",
        source=f"{OPENAPI}: POST /subscribe/payments/onetime",
    ),
    *each(
        required,
        "issue_billing_key.{}-required",
        {"card-number": "card_number", "expiry": "expiry", "birth": "birth", "pwd-2digit": "pwd_2digit"},
        fact="A billing key takes the whole card: number, expiry, birth date and password digits.",
    ),
    required_any(
        "external_cash_receipt.pg",
        "channel_key",
        "pg",
        fact="A payment made elsewhere has no PG yet: name it, by pg in the guide, by channel_key in the schema.",
    ),
)

PROVIDER = Provider(
    slug="ksnet",
    api="v1",
    codes=("ksnet",),
    name_en="KSNET",
    name_ko="KSNET",
    counterpart="ksnet",
    source="opi/ko/integration/pg/v1/ksnet/readme.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", *NOT_CARD), currencies=CURRENCIES, easy_pay_providers=EASY_PAY
        ),
        "onetime": Capability(currencies=CURRENCIES),
        "issue_billing_key": Capability(),
        "again": Capability(currencies=CURRENCIES),
        "schedule": Capability(currencies=CURRENCIES),
        "vbank": Capability(),
        "cancel": Capability(partial=True),
        "escrow_logistics": Capability(),
        "cash_receipt": Capability(),
        "external_cash_receipt": Capability(),
    },
    unsupported=("browser_billing_key", "browser_identity", "cvs", "store_receipt"),
    rules=(
        *unread.unread_by_charges("onetime", "again", names=("vat-amount",)),
        *WINDOW,
        *TAX_AND_ACCOUNTS,
        *ESCROW,
        *DIRECT_CARD,
        *INSTALMENTS,
        *EASY_PAY_OPTIONS,
        *DIRECT_EASY_PAYMENTS,
        *REST,
    ),
    bypass={"browser_payment": bypass.PaymentV1},
    notes=(
        "The merchant ID is on mixed taxation; PortOne supports no other with KSNET.",
        "Agreed with KSNET first: key-in, account deadlines and refunds, easy pay, instalments, escrow, goods.",
        "At most nine part cancels, none for phone; no cancel after six months.",
        "Deposits go back between 06:00 and 23:00 only.",
        "Receipts of transfers and accounts outlive a cancel; after a part cancel they are issued anew.",
        "A receipt number with hyphens in the transfer window: the payment is made, no receipt issued.",
        "KB's app card offers instalments with card.useInstallment true; Naver Pay opened directly is card only.",
        "Escrow payments can be changed 30 to 60 minutes after they were made.",
        "In the window vbank_due is a date, by API a timestamp.",
        "The guide's samples of onetime and receipts omit product_type and buyer_name, which its text demands.",
        "The REST schema has interest_free_by_merchant of onetime for NICE only, KSNET's guide for KSNET too.",
        "PAYCO and Kakao Pay return no card number.",
    ),
)
