"""NHN KCP on V2."""

from __future__ import annotations

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    each,
    forbidden,
    given,
    ignored,
    is_,
    max_length,
    needs_contract,
    one_of,
    pattern,
    paying,
    required,
    required_any,
    unsupported_method,
)
from pgbridge_providers import common_kcp_kpn as shared
from pgbridge_providers import common_v2 as common
from pgbridge_providers import common_window_v2 as window
from pgbridge_providers.bypass import kcp as bypass
from pgbridge_providers.common_kcp_kpn import ACCOUNT
from pgbridge_providers.common_v2 import CARD_COMPANIES, CREDENTIAL, FULL_OR_SPLIT_NAME, QUICK_GUIDE

CURRENCIES = ("KRW", "USD")
LOCALES = ("KO_KR", "EN_US")
EASY_PAY = ("KAKAOPAY", "NAVERPAY", "SAMSUNGPAY", "SSGPAY", "APPLEPAY", "LPAY", "TOSSPAY", "PAYCO")
GIFT_CERTIFICATES = ("BOOKNLIFE", "CULTURELAND")
DIRECT_COMPANIES = tuple(company for company in CARD_COMPANIES if company != "JEONBUK_CARD")
NAMED_SHOP_COMPANIES = (
    *("SHINHAN_CARD", "WOORI_CARD", "HYUNDAI_CARD", "SAMSUNG_CARD", "NH_CARD", "HANA_CARD", "LOTTE_CARD"),
    "CITI_CARD",
)
WINDOW_BANKS = (
    *("INDUSTRIAL_BANK_OF_KOREA", "KOOKMIN_BANK", "SUHYUP_BANK", "NH_NONGHYUP_BANK", "WOORI_BANK"),
    *("SC_BANK_KOREA", "DAEGU_BANK", "BUSAN_BANK", "GWANGJU_BANK", "KYONGNAM_BANK", "EPOST", "HANA_BANK"),
    "SHINHAN_BANK",
)
API_BANKS = (
    *("IBK", "KOOKMIN", "SUHYUP", "NONGHYUP", "WOORI", "STANDARD_CHARTERED", "DAEGU", "BUSAN", "KWANGJU"),
    *("KYONGNAM", "POST", "HANA", "SHINHAN"),
)

BYPASS = "bypass.kcp_v2"
SITE_NAME = f"{BYPASS}.site_name"
DIRECT_CARD = paying("CARD") & given("card.cardCompany")
MONTH_LIST = "card.installment.monthOption.availableMonthList"
RFC_3339 = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)

ORDER = (
    unsupported_method("browser_payment.pay-method", "payMethod", fact="The KCP window has these six."),
    shared.payment_id(),
    max_length(
        "browser_payment.payment-id-length",
        "paymentId",
        40,
        on=("browser_payment", "instant"),
        fact="KCP's own limit, in the window and by API.",
    ),
    window.in_bytes("browser_payment.order-name-length", "orderName", 100, *("browser_payment", "instant")),
    shared.buyer_name(30),
    one_of(
        "browser_payment.locale",
        "locale",
        LOCALES,
        severity="warning",
        fact="KCP's guide names these two languages; what another does is open.",
    ),
    one_of("browser_payment.currency", "currency", CURRENCIES, fact="KCP settles in these two."),
    one_of(
        "browser_payment.usd-card-only",
        "currency",
        ("KRW",),
        when=paying("TRANSFER", "VIRTUAL_ACCOUNT", "GIFT_CERTIFICATE", "MOBILE", "EASY_PAY"),
        fact="Dollars can be paid by card only.",
    ),
    needs_contract(
        "browser_payment.usd-contract",
        "currency",
        only="USD",
        contract="foreign-currency",
        fact="Payments in dollars are agreed with KCP beforehand.",
        source=QUICK_GUIDE,
    ),
    *common.window_tax_contracts(
        tax_free="Without one KCP may charge another amount than asked.",
        vat="Without one KCP may charge another amount than asked.",
    ),
)

ESCROW = (
    common.escrow_contract(),
    required(
        "browser_payment.escrow-products-required",
        "products",
        when=is_("isEscrow"),
        fact="KCP holds escrow for listed products; one is enough.",
    ),
    required(
        "browser_payment.escrow-deli-term-recommended",
        f"{BYPASS}.deli_term",
        when=is_("isEscrow"),
        severity="warning",
        fact="KCP likes to know the days of delivery; 00 is sent in their place.",
    ),
    pattern(
        "browser_payment.bypass-deli-term",
        f"{BYPASS}.deli_term",
        "[0-9]{2}",
        fact="The days of delivery have two digits, such as 03.",
    ),
)

CARD = (
    one_of(
        "browser_payment.card-direct-company",
        "card.cardCompany",
        DIRECT_COMPANIES,
        when=paying("CARD"),
        fact="KCP opens these directly, Jeonbuk and Mirae Asset not.",
    ),
    forbidden(
        "browser_payment.card-direct-internet-bank",
        "card.cardCompany",
        only=("KAKAO_BANK", "K_BANK", "TOSS_BANK"),
        when=paying("CARD"),
        severity="warning",
        fact="PortOne's quick guide opens the internet banks directly, KCP's guide does not name them.",
    ),
    forbidden(
        "browser_payment.card-direct-fixed-installment",
        MONTH_LIST,
        when=DIRECT_CARD & given(MONTH_LIST),
        fact="A card company opened directly takes fixedMonth.",
    ),
    required(
        "browser_payment.card-direct-site-name-pc",
        SITE_NAME,
        when=ON_PC & paying("CARD") & is_("card.cardCompany", *NAMED_SHOP_COMPANIES),
        fact="The window of this card company shows the shop's name on PC.",
    ),
    required(
        "browser_payment.card-direct-site-name-mobile",
        SITE_NAME,
        when=ON_MOBILE & DIRECT_CARD,
        fact="On mobile every card company's window shows the shop's name.",
    ),
    required(
        "browser_payment.card-direct-email-pc",
        "customer.email",
        when=ON_PC & DIRECT_CARD,
        fact="By the SDK's schema a card company opened directly on PC takes the buyer's e-mail.",
    ),
    required_any(
        "browser_payment.card-direct-name-mobile",
        *FULL_OR_SPLIT_NAME,
        when=ON_MOBILE & DIRECT_CARD,
        fact="By the SDK's schema a card company opened directly on mobile takes the buyer's name.",
    ),
    required(
        "browser_payment.card-promotion-needs-direct",
        "card.cardCompany",
        when=paying("CARD") & given("card.cardPromotion"),
        severity="warning",
        fact="A promotion is applied only where its card company is opened directly.",
    ),
    ignored(
        "browser_payment.card-card-point-ignored",
        "card.useCardPoint",
        only=True,
        when=paying("CARD"),
        fact="The buyer may use card points anyway.",
    ),
    ignored(
        "browser_payment.card-use-installment-ignored",
        "card.useInstallment",
        when=paying("CARD"),
        fact="KCP reads card.installment instead.",
    ),
    *shared.interest_paid_by_shop(),
    shared.cards_to_show("JEONBUK_CARD"),
)

OTHER_METHODS = (
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        EASY_PAY,
        when=paying("EASY_PAY"),
        fact="KCP opens these services.",
    ),
    *shared.easy_pay_ignored(),
    *shared.buyer_chooses("The buyer picks the type in the window; disp_tax_yn says what it offers."),
    one_of(
        "browser_payment.vbank-available-banks",
        "virtualAccount.availableBanks",
        WINDOW_BANKS,
        when=paying("VIRTUAL_ACCOUNT"),
        severity="warning",
        fact="KCP has accounts at these banks; what another does is open.",
    ),
    one_of(
        "browser_payment.gift-type",
        "giftCertificate.giftCertificateType",
        GIFT_CERTIFICATES,
        when=paying("GIFT_CERTIFICATE"),
        fact="KCP takes these two; without a type the buyer chooses.",
    ),
    required(
        "browser_payment.shop-user-id-required",
        f"{BYPASS}.shop_user_id",
        when=paying("GIFT_CERTIFICATE", "MOBILE"),
        fact="Against fraud KCP wants the shop's own id of the buyer.",
    ),
    required(
        "browser_payment.mobile-product-type-required",
        "productType",
        when=paying("MOBILE"),
        severity="warning",
        fact="The quick guide demands it for every phone payment, KCP's guide does not.",
        source=QUICK_GUIDE,
    ),
    # The guide and the SDK's types spell the field differently.
    *each(
        ignored,
        "browser_payment.mobile-{}-carriers",
        {"available": "mobile.availableCarriers", "avaliable": "mobile.avaliableCarriers"},
        when=paying("MOBILE"),
        fact="KCP takes one carrier (mobile.carrier), not several.",
    ),
)

WINDOW_OPTIONS = (
    pattern(
        "browser_payment.bypass-site-logo",
        f"{BYPASS}.site_logo",
        r"(?i)https?://.+\.(?:gif|jpe?g)(?:\?.*)?",
        severity="warning",
        fact="The logo is a GIF or JPEG smaller than 150 by 50 pixels.",
    ),
    pattern(
        "browser_payment.bypass-skin-indx",
        f"{BYPASS}.skin_indx",
        "[1-9]|1[0-2]",
        severity="warning",
        fact="The window has the colours 1 to 12.",
    ),
    ignored(
        "browser_payment.bypass-skin-indx-pc-only",
        f"{BYPASS}.skin_indx",
        when=ON_MOBILE,
        fact="The mobile window has one colour.",
    ),
    one_of(
        "browser_payment.bypass-disp-tax-yn",
        f"{BYPASS}.disp_tax_yn",
        ("Y", "N", "R", "E"),
        when=given(f"{BYPASS}.disp_tax_yn"),
        severity="warning",
        fact="Y shows the cash receipt, N hides it, R is for the income deduction, E for expenses.",
    ),
    ignored(
        "browser_payment.bypass-disp-tax-yn-methods",
        f"{BYPASS}.disp_tax_yn",
        when=paying("CARD", "GIFT_CERTIFICATE", "MOBILE", "EASY_PAY"),
        fact="Cash receipts exist for transfers and virtual accounts only.",
    ),
    one_of(
        "browser_payment.bypass-complex-pnt",
        f"{BYPASS}.complex_pnt_yn",
        ("Y", "N"),
        fact="It says whether points may go together with a card.",
    ),
)

BILLING_KEY_WINDOW = (
    *shared.billing_key_window(),
    required("browser_billing_key.issue-id-required", "issueId", fact="KCP demands it."),
    required(
        "browser_billing_key.issue-name-required",
        "issueName",
        when=ON_MOBILE,
        fact="It is the title of the mobile window.",
    ),
    forbidden(
        "browser_billing_key.offer-period-range",
        "offerPeriod.range",
        when=given("offerPeriod.range"),
        fact="KCP knows the service period as an interval, such as 1m.",
    ),
    one_of(
        "browser_billing_key.bypass-batch-soc-choice",
        f"{BYPASS}.batch_soc_choice",
        ("S", "C"),
        fact="S asks for a resident number only, C for a business number; percard and cocard are Inicis's.",
    ),
)

HOLDER = {
    "birth-required": f"{CREDENTIAL}.birthOrBusinessRegistrationNumber",
    "password-required": f"{CREDENTIAL}.passwordTwoDigits",
}
CARD_BY_API = (
    *each(
        required,
        "any.{}",
        HOLDER,
        on=("issue_billing_key",),
        when=paying("card"),
        fact="KCP issues no key by API without birth date (or business number) and two password digits.",
    ),
    *each(
        required,
        "instant.{}",
        HOLDER,
        when=paying("card"),
        severity="warning",
        fact="KCP's table for keyed-in cards seems to demand it; the API's schema does not.",
    ),
    pattern(
        "instant.card-number", f"{CREDENTIAL}.number", "[0-9]+", fact="The number is digits, without hyphens."
    ),
    *common.card_expiry(),
    *each(
        ignored,
        "instant.{}-ignored",
        {
            "card-point": "method.card.useCardPoint",
            "free-interest": "method.card.useFreeInterestFromMerchant",
        },
        only=True,
        fact="A keyed-in card has neither points nor interest paid by the merchant.",
    ),
    ignored(
        "instant.free-installment-plan-ignored",
        "method.card.useFreeInstallmentPlan",
        fact="A keyed-in card has no interest paid by the merchant.",
    ),
)

ACCOUNT_BY_API = (
    *shared.account_by_api(API_BANKS),
    ignored(
        "instant.remittee-name-ignored",
        f"{ACCOUNT}.remitteeName",
        when=paying("virtualAccount"),
        fact="KCP takes the depositor's name from customer.name.",
    ),
    one_of(
        "instant.cash-receipt-type",
        f"{ACCOUNT}.cashReceipt.type",
        ("PERSONAL", "CORPORATE"),
        when=paying("virtualAccount"),
        severity="warning",
        fact="KCP's guide names these two; the schema has NO_RECEIPT as well.",
    ),
    required_any(
        "instant.expiry-one-of",
        f"{ACCOUNT}.expiry.validHours",
        f"{ACCOUNT}.expiry.dueDate",
        field=f"{ACCOUNT}.expiry",
        when=paying("virtualAccount"),
        fact="The deposit deadline is a number of hours or a time.",
    ),
    pattern(
        "instant.due-date-format",
        f"{ACCOUNT}.expiry.dueDate",
        RFC_3339,
        when=paying("virtualAccount"),
        fact="The deadline is RFC 3339, 2030-01-01T00:00:00+09:00; the sample in the guide is not.",
    ),
)

CHARGES = (
    *shared.charges_by_api(),
    *(
        needs_contract(
            f"{scope}.vat-contract",
            field,
            on=on,
            contract="vat",
            fact="The merchant states the VAT itself only if that was agreed beforehand.",
        )
        for scope, field, on in (
            ("any", "amount.vat", ("instant", "pay_with_billing_key")),
            ("schedule", "payment.amount.vat", ("schedule",)),
        )
    ),
    pattern(
        "schedule.time-format", "timeToPay", RFC_3339, fact="The time is RFC 3339, 2030-01-01T00:00:00+09:00."
    ),
    common.vbank_refund_contract(),
)

PROVIDER = Provider(
    slug="kcp-v2",
    api="v2",
    codes=("KCP_V2",),
    name_en="NHN KCP",
    name_ko="NHN KCP",
    counterpart="nhn-kcp",
    source="opi/ko/integration/pg/v2/kcp-v2.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "GIFT_CERTIFICATE", "MOBILE", "EASY_PAY"),
            currencies=CURRENCIES,
            locales=LOCALES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
            card_companies=DIRECT_COMPANIES,
        ),
        "browser_billing_key": Capability(pay_methods=("CARD",)),
        "instant": Capability(pay_methods=("card", "virtualAccount")),
        "issue_billing_key": Capability(pay_methods=("card",)),
        "pay_with_billing_key": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
    },
    unsupported=("browser_billing_key_and_pay", "browser_payment_ui", "browser_billing_key_ui"),
    rules=(
        *ORDER,
        *ESCROW,
        *CARD,
        *OTHER_METHODS,
        *WINDOW_OPTIONS,
        *BILLING_KEY_WINDOW,
        *CARD_BY_API,
        *ACCOUNT_BY_API,
        *CHARGES,
    ),
    bypass={"browser_payment": bypass.Payment, "browser_billing_key": bypass.BillingKey},
    same_bypass={
        "bypass.shop_user_id": "bypass.kcp_v2.shop_user_id",
        "bypass.skin_indx": "bypass.kcp_v2.skin_indx",
        "bypass.site_logo": "bypass.kcp_v2.site_logo",
        "bypass.complex_pnt_yn": "bypass.kcp_v2.complex_pnt_yn",
        "bypass.pt_memcorp_cd": "bypass.kcp_v2.pt_memcorp_cd",
    },
    notes=(
        "Limits in bytes come without an encoding; EUC-KR, the shorter one, is counted.",
        "A paymentId that was paid once is refused; PortOne's own sample breaks KCP's rules for it.",
        "Agreed with KCP first: charges and keys by API, escrow, own tax parts, shop-paid interest.",
        "Refunding a phone payment in a later month needs a contract.",
        "Cash receipts exist for transfers and virtual accounts; PERSONAL goes to a phone number.",
        "The guide demands cashReceipt for a virtual account by API, the API's schema does not.",
        "Benepia points need pt_memcorp_cd, the code of the member's company; no request shows their use.",
        "Guide and schema disagree on virtualAccount.bankCode and easyPay.availablePayMethods.",
        "Deposit notices of virtual accounts are set up in KCP's partner console, in UTF-8.",
    ),
)
