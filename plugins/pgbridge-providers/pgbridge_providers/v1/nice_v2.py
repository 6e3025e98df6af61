"""NICE Payments, the new module, on V1 (`nice_v2`)."""

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
    elements,
    forbidden,
    given,
    ignored,
    is_,
    max_length,
    needs_contract,
    not_paying,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_nice as nice
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import nice as bypass
from pgbridge_providers.common_v1 import OPENAPI, also_scheduled

if TYPE_CHECKING:
    from pgbridge.rules import View

CURRENCIES = ("KRW", "USD")
LOCALES = ("ko", "en", "zh")
EASY_PAY = (
    *("naverpay_card", "naverpay_point", "kakaopay", "payco", "samsungpay", "skpay", "ssgpay", "ssgpay_bank"),
    *("lpay", "applepay", "tosspay_card", "tosspay_money", "alipay"),
)
PLAIN_EASY_PAY = ("samsungpay", "skpay", "ssgpay", "applepay", "lpay")  # no card company, no instalments
CARDS_IN_EASY_PAY = ("361", "381", "365", "366", "367", "368", "370", "371", "374")
WINDOWS = ("browser_payment", "browser_billing_key")
DIRECT_CARD = given("card.direct.code")
DIRECT_TRANSFER = paying("trans") & is_("bypass.nice_v2.DirectShowOpt", "BANK")
RECEIPT_TYPE, RECEIPT_NUMBER = "bypass.cashReceiptType", "bypass.customerIdentifier"

CAUTION = "opi/ko/integration/pg/v1/nice-v2/payment-caution.mdx"
API_CAUTION = "opi/ko/integration/pg/v1/nice-v2/billing-api-caution.mdx"
RECEIPT_API = f"{OPENAPI}: POST /receipts/{{imp_uid}}, POST /receipts/external/{{merchant_uid}}"


def fixed_months_too_small(view: View) -> bool:
    """Fixed months other than the lump sum for an amount that usually has no instalments."""
    return common.fixed_months(view) > 0 and common.below_instalments(view)


def one_month_without_card(view: View) -> bool:
    """A single number of months in the list, and no card company opened directly."""
    only_one = len(elements(view.get("display.card_quota"))) == 1
    return (
        only_one
        and not view.has("card.direct.code")
        and any(month > 1 for month in common.listed_months(view))
    )


WINDOW = (
    unsupported_method(
        "browser_payment.pay-method", "pay_method", fact="Of the gift certificates there is only cultureland."
    ),
    unsupported_method(
        "browser_payment.naverpay-card-or-point",
        "pay_method",
        only=("naverpay",),
        fact="Naver Pay is opened as naverpay_card or naverpay_point.",
        source=CAUTION,
    ),
    one_of("browser_payment.currency", "currency", CURRENCIES, fact="Without a currency it is KRW."),
    one_of("browser_payment.language", "language", LOCALES, fact="The window speaks these three languages."),
    required(
        "any.buyer-tel",
        "buyer_tel",
        on=WINDOWS,
        severity="warning",
        fact="NICE's parameter tables call it mandatory; its V2 guide does not ask for it.",
    ),
    *nice.order_name(
        "name", on=WINDOWS, length="any.name-bytes", signs="any.name-charset", brackets="any.name-parentheses"
    ),
    pattern(
        "browser_payment.amount-decimals",
        "amount",
        r"\d+(\.\d{1,2})?",
        fact="An amount has two decimals at most.",
    ),
    *common.service_period(complete=True),
    common.redirect_on_mobile("browser_payment.m-redirect-url-mobile", on=("browser_payment",)),
    required(
        "browser_payment.digital-required",
        "digital",
        when=paying("phone"),
        fact="It says content (true) or goods (false); without it the window stays shut.",
        source=CAUTION,
    ),
    charset(
        "browser_payment.ssgpay-bank-merchant-uid",
        "merchant_uid",
        "[0-9A-Za-z가-힣]+",
        when=paying("ssgpay_bank"),
        fact="SSGPAY bank payments take letters and digits only in the order number.",
        source=CAUTION,
    ),
    required(
        "browser_payment.cultureland-mall-user-id",
        "bypass.nice_v2.MallUserID",
        when=paying("cultureland"),
        fact="Gift certificates need the shop's own id of the buyer.",
        source=CAUTION,
    ),
)

VIRTUAL_ACCOUNT = (
    required(
        "browser_payment.vbank-due-required",
        "vbank_due",
        when=paying("vbank"),
        fact="Without a deposit deadline the window stays shut.",
        source=CAUTION,
    ),
    pattern(
        "browser_payment.vbank-due-format",
        "vbank_due",
        r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?|\d{8}(\d{6})?",
        when=paying("vbank"),
        fact="The window opens for YYYY-MM-DD, YYYYMMDD, YYYY-MM-DD HH:mm:ss and YYYYMMDDHHmmss only.",
        source=CAUTION,
    ),
    max_length(
        "vbank.business-number-length",
        "business_registration_number",
        10,
        fact="The business number, used later for the escrow delivery, is sent without hyphens.",
        source=f"{OPENAPI}: POST /vbanks",
    ),
    needs_contract(
        "vbank.tax-contract",
        "tax_free",
        contract="tax-free",
        fact="A merchant ID with designated amounts must send it; any other gets no account when it is sent.",
        source=f"{OPENAPI}: POST /vbanks",
    ),
)

ESCROW = (
    forbidden(
        "browser_payment.escrow-methods",
        "escrow",
        only=True,
        when=not_paying("card", "trans", "vbank"),
        severity="warning",
        fact="The guide knows escrow for card, trans and vbank; elsewhere its effect is open.",
    ),
    forbidden(
        "browser_payment.trans-escrow-no-direct",
        "bypass.nice_v2.DirectShowOpt",
        only="BANK",
        when=paying("trans") & is_("escrow"),
        fact="A transfer with escrow cannot skip the window's first page.",
        source=CAUTION,
    ),
    needs_contract(
        "browser_payment.escrow-contract",
        "escrow",
        only=True,
        contract="escrow",
        fact="NICE sets it up beforehand.",
    ),
)

# Where the buyer cannot type the cash receipt's data, the request must carry it; where he can, it must not.
RECEIPT_IN_WINDOW = (
    *(
        required(
            f"browser_payment.{case}-cash-receipt-{name}",
            field,
            when=when,
            fact=f"The window of {what} has no place to type it, and stays shut without it.",
            source=CAUTION,
        )
        for case, what, when in (
            ("trans-direct", "a directly opened transfer", DIRECT_TRANSFER),
            ("point-bank", "Naver Pay points and SSGPAY bank", paying("naverpay_point", "ssgpay_bank")),
        )
        for name, field in (("type", RECEIPT_TYPE), ("identifier", RECEIPT_NUMBER))
    ),
    one_of(
        "browser_payment.cash-receipt-type-values",
        RECEIPT_TYPE,
        ("corporate", "personal"),
        fact="corporate is for expenses, personal for the income deduction.",
        source=CAUTION,
    ),
    pattern(
        "browser_payment.cash-receipt-personal-phone",
        RECEIPT_NUMBER,
        r"01\d-?\d{3,4}-?\d{4}",
        when=is_(RECEIPT_TYPE, "personal"),
        fact="A personal receipt goes to a mobile number; resident registration numbers are refused.",
        source=CAUTION,
    ),
    ignored(
        "browser_payment.cash-receipt-ignored",
        RECEIPT_TYPE,
        when=paying("vbank"),
        fact="For a virtual account the buyer types it in the window.",
        source=CAUTION,
    ),
    ignored(
        "browser_payment.cash-receipt-ignored-trans",
        RECEIPT_TYPE,
        when=paying("trans") & absent("bypass.nice_v2.DirectShowOpt"),
        fact="Unless the transfer is opened directly, the buyer types it in the window.",
        source=CAUTION,
    ),
)

CARD = (
    required(
        "browser_payment.card-direct-quota-required",
        "card.direct.quota",
        when=paying("card") & DIRECT_CARD,
        fact="A card company is opened directly together with its months, 0 for the lump sum.",
        source=CAUTION,
    ),
    forbidden(
        "browser_payment.card-direct-no-toss-bank",
        "card.direct.code",
        only="092",
        fact="Toss Bank cards cannot be opened directly.",
        source=CAUTION,
    ),
    max_length(
        "browser_payment.card-direct-no-list",
        "display.card_quota",
        1,
        unit="items",
        when=paying("card") & DIRECT_CARD,
        fact="A card company opened directly has fixed months, no choice of them.",
        source=CAUTION,
    ),
    ignored(
        "browser_payment.card-quota-mobile-ignored",
        "display.card_quota",
        when=ON_MOBILE & paying("card") & absent("card.direct"),
        fact="Mobile shows every number of months unless a card company is opened directly.",
        source=CAUTION,
    ),
    conditional(
        "browser_payment.direct-quota-min-amount",
        "card.direct.quota",
        fixed_months_too_small,
        breaks={"amount": 9_999, "card.direct": {"code": "367", "quota": 3}},
        severity="warning",
        fact="Without instalments (mostly below 50,000 KRW, by card company) it is 0.",
        source=CAUTION,
    ),
    needs_contract(
        "browser_payment.free-interest-contract",
        "useFreeInterestFromMall",
        only=True,
        contract="free-installment",
        fact="NICE sets up interest paid by the merchant beforehand.",
    ),
)

EASY_PAYMENTS = (
    one_of(
        "browser_payment.easy-direct-cards",
        "card.direct.code",
        CARDS_IN_EASY_PAY,
        when=paying("kakaopay", "naverpay_card"),
        fact="Kakao Pay and Naver Pay open BC, KB, Samsung, Shinhan, Hyundai, Lotte, Citi, NH and Hana.",
        source=CAUTION,
    ),
    max_length(
        "browser_payment.kakaopay-no-quota-list",
        "display.card_quota",
        0,
        unit="items",
        when=paying("kakaopay"),
        fact="Kakao Pay takes months only with a card opened directly (card.direct.quota).",
        source=CAUTION,
    ),
    conditional(
        "browser_payment.single-quota-needs-direct",
        "display.card_quota",
        one_month_without_card,
        breaks={"display.card_quota": [3]},
        when=paying("naverpay_card", "payco"),
        fact="One number of months takes a card opened directly; list several months instead.",
        source=CAUTION,
    ),
    forbidden(
        "browser_payment.easy-no-direct",
        "card.direct",
        when=paying(*PLAIN_EASY_PAY) & given("card.direct"),
        fact="This easy payment cannot open one card company.",
        source=CAUTION,
    ),
    max_length(
        "browser_payment.easy-no-quota",
        "display.card_quota",
        0,
        unit="items",
        when=paying(*PLAIN_EASY_PAY),
        fact="This easy payment takes no months at all.",
        source=CAUTION,
    ),
    forbidden(
        "browser_payment.easy-no-free-interest",
        "useFreeInterestFromMall",
        only=True,
        when=paying("kakaopay", "naverpay_card", "naverpay_point", "applepay", "lpay"),
        fact="In this easy payment the merchant cannot pay the interest.",
        source=CAUTION,
    ),
)

WINDOW_OPTIONS = (
    nice.option("direct-show-opt", "DirectShowOpt"),
    nice.option("np-disable-scroll", "NPDisableScroll"),
    nice.scroll_on_pc_only("np-disable-scroll-pc-only"),
    nice.option("skin-type", "SkinType"),
    pattern(
        "browser_payment.logo-image-url",
        nice.bypass("LogoImage"),
        "https?://.+",
        severity="warning",
        fact="The logo is given as a full URL.",
    ),
    pattern(
        "browser_payment.card-show-opt-format",
        nice.bypass("CardShowOpt"),
        r"\d{2}:[123](\|\d{2}:[123])*",
        fact="It is written card:type|card:type, type 1 for safe click, 2 for easy pay, 3 for the app card.",
    ),
    nice.option("direct-coupon-yn", "DirectCouponYN"),
    nice.option("sam-pay-mall-type", "SamPayMallType"),
    *nice.agreed(
        {
            "user-ci-contract": "UserCI",
            "mall-user-id-contract": "MallUserID",
            "direct-coupon-yn-contract": "DirectCouponYN",
            "payco-client-id-contract": "PaycoClientId",
            "payco-access-token-contract": "PaycoAccessToken",
            "sam-pay-mall-type-contract": "SamPayMallType",
        }
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.pay-method", "pay_method", fact="Billing keys of cards are issued by REST."
    ),
    required("browser_billing_key.customer-uid", "customer_uid", fact="It names the billing key."),
    required(
        "browser_billing_key.customer-id", "customer_id", fact="NICE wants the shop's own id of the buyer."
    ),
    required(
        "browser_billing_key.m-redirect-url",
        "m_redirect_url",
        when=ON_MOBILE,
        fact="On mobile the window hands the key over by redirect.",
    ),
)

CONTRACTS = (
    needs_contract(
        "any.tax-free-contract",
        "tax_free",
        on=("browser_payment", "onetime", "again"),
        contract="tax-free",
        fact="Tax-free and mixed taxation are agreed with NICE beforehand.",
    ),
    *also_scheduled(
        needs_contract,
        "vat-amount-contract",
        "vat_amount",
        on=("browser_payment", "onetime", "again"),
        contract="vat",
        fact="Designated amounts, zero rate included, are agreed with NICE beforehand.",
    ),
    *also_scheduled(
        needs_contract,
        "interest-free-contract",
        "interest_free_by_merchant",
        on=("onetime", "again"),
        only=True,
        contract="free-installment",
        fact="NICE sets up interest paid by the merchant beforehand.",
        source=API_CAUTION,
    ),
    *also_scheduled(
        needs_contract,
        "card-point-contract",
        "use_card_point",
        on=("onetime", "again"),
        only=True,
        contract="card-point",
        fact="NICE sets up card points beforehand.",
        source=API_CAUTION,
    ),
    needs_contract(
        "browser_payment.usd-contract",
        "currency",
        only="USD",
        contract="foreign-currency",
        fact="Payments from abroad are agreed with NICE beforehand.",
    ),
)

RECEIPTS = (
    *each(
        required,
        "cash_receipt.{}-required",
        {"type": "type", "identifier-type": "identifier_type"},
        on=("cash_receipt", "external_cash_receipt"),
        fact="NICE derives nothing from the number itself.",
        source=RECEIPT_API,
    ),
    forbidden(
        "cash_receipt.no-taxcard",
        "identifier_type",
        only="taxcard",
        on=("cash_receipt", "external_cash_receipt"),
        fact="NICE issues no receipt to a cash receipt card.",
        source=API_CAUTION,
    ),
)

PROVIDER = Provider(
    slug="nice-v2",
    api="v1",
    codes=("nice_v2",),
    name_en="NICE Payments (new module)",
    name_ko="나이스정보통신 (신모듈)",
    counterpart="nice-v2",
    source="opi/ko/integration/pg/v1/nice-v2/readme.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone", "cultureland", *EASY_PAY),
            currencies=CURRENCIES,
            locales=LOCALES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=("cultureland",),
            escrow_pay_methods=("card", "trans", "vbank"),
        ),
        "browser_billing_key": Capability(pay_methods=("naverpay_card", "naverpay_point", "kakaopay")),
        "onetime": Capability(),
        "issue_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(partial=True),
        "vbank": Capability(),
        "escrow_logistics": Capability(),
        "cash_receipt": Capability(),
        "external_cash_receipt": Capability(),
    },
    unsupported=("browser_identity", "cvs", "store_receipt"),
    rules=(
        *WINDOW,
        *VIRTUAL_ACCOUNT,
        *ESCROW,
        *RECEIPT_IN_WINDOW,
        *CARD,
        *EASY_PAYMENTS,
        *WINDOW_OPTIONS,
        *BILLING_KEY_WINDOW,
        *CONTRACTS,
        *RECEIPTS,
        common.parts_within_amount("browser_payment", "onetime", "again", "vbank", "cancel"),
    ),
    bypass={"browser_payment": bypass.PaymentV1},
    notes=(
        "Agreed with NICE first: pay methods, part cancels, instalments, points, escrow, own tax parts.",
        "Instalments do not exist for easy-pay billing keys; a request does not show which kind a key is.",
        "Deleting an easy-pay billing key takes a reason.",
        "digital must fit the merchant ID's setting, or the window reports a CPID error.",
        "A transfer or phone payment opened directly cannot name its bank or carrier.",
        "In Naver Pay a list of months always has the lump sum.",
        "Naver Pay uses points first; only the money part gets a cash receipt.",
        "Gift certificate payments have no approval number.",
        "A receipt not asked for when paying cannot be issued later by POST /receipts.",
        "Virtual accounts and escrow deliveries cannot be changed once made.",
        "NICE's window gives one message for every mistake, so they show only before sending.",
        "A payment that named its VAT is cancelled naming it again.",
    ),
)
