"""KPN (Korea Payment Networks) on V2."""

from __future__ import annotations

from pgbridge.rules import (
    Capability,
    Provider,
    each,
    forbidden,
    given,
    ignored,
    is_not,
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
from pgbridge_providers.bypass import others as bypass
from pgbridge_providers.common_days import to_come
from pgbridge_providers.common_kcp_kpn import ACCOUNT
from pgbridge_providers.common_v2 import CARD_COMPANIES, CREDENTIAL, FULL_OR_SPLIT_NAME, QUICK_GUIDE

CURRENCIES = ("KRW", "USD")
LOCALES = ("KO_KR", "EN_US")
EASY_PAY = ("KAKAOPAY", "NAVERPAY", "SAMSUNGPAY", "TOSSPAY", "PAYCO")
QUICK_GUIDE_COMPANIES = ("GWANGJU_CARD", "SUHYUP_CARD", "JEONBUK_CARD", "JEJU_CARD", "TOSS_BANK")
API_BANKS = (
    *("IBK", "KOOKMIN", "NONGHYUP", "WOORI", "STANDARD_CHARTERED", "CITI", "DAEGU", "BUSAN", "KWANGJU"),
    *("KYONGNAM", "POST", "HANA", "SHINHAN"),
)

NO_PROMOTION, NO_CHOICE_OF_BANKS = common.only_kcp()

ORDER = (
    unsupported_method(
        "browser_payment.pay-method", "payMethod", fact="The KPN window has no gift certificates."
    ),
    shared.payment_id(),
    max_length(
        "browser_payment.payment-id-length",
        "paymentId",
        32,
        fact="The quick guide sets this limit, KPN's guide none.",
        source=QUICK_GUIDE,
    ),
    window.in_bytes("browser_payment.order-name-length", "orderName", 256, *("browser_payment",)),
    shared.buyer_name(100),
    one_of(
        "browser_payment.locale",
        "locale",
        LOCALES,
        on=("browser_payment", "browser_billing_key"),
        severity="warning",
        fact="The windows speak these two languages; what another does is open.",
    ),
    one_of("browser_payment.currency", "currency", CURRENCIES, fact="KPN settles in nothing else."),
    forbidden(
        "browser_payment.currency-usd",
        "currency",
        only="USD",
        severity="warning",
        fact="KPN's guide has the window in won only, the quick guide in dollars too.",
        source=QUICK_GUIDE,
    ),
    needs_contract(
        "browser_payment.escrow-contract",
        "isEscrow",
        only=True,
        contract="escrow",
        fact="Without one the payment may come back as an ordinary one.",
    ),
)

TAX = (
    needs_contract(
        "browser_payment.tax-free-contract",
        "taxFreeAmount",
        when=is_not("taxFreeAmount", 0),
        contract="tax-free",
        fact="KPN sets it up beforehand; then the request wins over the setting of the merchant ID.",
    ),
    *(
        ignored(
            f"{scope}.vat-ignored",
            field,
            on=on,
            fact="KPN works out the VAT; what was sent here comes back when the payment is read.",
        )
        for scope, field, on in (
            ("browser_payment", "vatAmount", ("browser_payment",)),
            ("any", "amount.vat", ("instant", "pay_with_billing_key")),
            ("schedule", "payment.amount.vat", ("schedule",)),
        )
    ),
)

CARD = (
    one_of(
        "browser_payment.card-direct-company",
        "card.cardCompany",
        CARD_COMPANIES,
        when=paying("CARD") & given("card.cardCompany"),
        fact="KPN opens these directly, Mirae Asset not.",
        source=QUICK_GUIDE,
    ),
    forbidden(
        "browser_payment.card-direct-company-guide",
        "card.cardCompany",
        only=QUICK_GUIDE_COMPANIES,
        when=paying("CARD"),
        severity="warning",
        fact="The quick guide opens this card company directly, KPN's guide does not name it.",
        source=QUICK_GUIDE,
    ),
    ignored(
        "browser_payment.card-app-card-only-ignored",
        "card.useAppCardOnly",
        only=True,
        when=paying("CARD"),
        fact="KPN has no app-card-only window.",
    ),
    ignored(
        "browser_payment.month-list-unsupported",
        "card.installment.monthOption.availableMonthList",
        when=paying("CARD"),
        fact="KPN takes a fixed number of months, no list.",
    ),
    *shared.interest_paid_by_shop(),
    shared.cards_to_show(),
    NO_PROMOTION,
    one_of(
        "browser_payment.bypass-card-select",
        "bypass.kpn.CardSelect",
        ("GLOBAL", "11PAY", "LEGACY_AUTH", "KEY_IN"),
        fact="GLOBAL is for foreign cards; 11PAY is known to the SDK's schema only.",
    ),
)

EASY_PAYMENTS = (
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        EASY_PAY,
        when=paying("EASY_PAY"),
        fact="KPN opens these services.",
    ),
    forbidden(
        "browser_payment.easy-pay-naverpay-direct",
        "easyPay.easyPayProvider",
        only="NAVERPAY",
        when=paying("EASY_PAY"),
        severity="warning",
        fact="KPN's guide lists Naver Pay, and says that it cannot be opened directly at present.",
    ),
    needs_contract(
        "browser_payment.easy-pay-direct-contract",
        "easyPay.easyPayProvider",
        when=paying("EASY_PAY"),
        contract="easy-pay-direct",
        fact="Opening one service directly is agreed with KPN beforehand.",
    ),
    *shared.easy_pay_ignored(cash_receipt_type="cashReceiptType", installment="installment"),
)

OTHER_METHODS = (
    *shared.buyer_chooses(
        "The buyer picks the type in the window; ANONYMOUS alone acts, it hides the form.",
        only=("PERSONAL", "CORPORATE"),
    ),
    NO_CHOICE_OF_BANKS,
    ignored(
        "browser_payment.vbank-account-expiry-ignored",
        "virtualAccount.accountExpiry",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="By the SDK's schema it acts with Toss Payments, Inicis and KCP only.",
    ),
    *window.phone_bill("A phone payment says whether goods or content are sold."),
    # The guide and the SDK's types spell the list of carriers differently.
    *each(
        ignored,
        "browser_payment.mobile-{}-ignored",
        {
            "carrier": "mobile.carrier",
            "available-carriers": "mobile.availableCarriers",
            "avaliable-carriers": "mobile.avaliableCarriers",
        },
        when=paying("MOBILE"),
        fact="The buyer picks the carrier in the window.",
    ),
)

BILLING_KEY_WINDOW = (
    *shared.billing_key_window(),
    required(
        "browser_billing_key.customer-id-required",
        "customer.customerId",
        fact="KPN issues a key for a customer of the shop.",
    ),
    required_any(
        "browser_billing_key.customer-name-required",
        *FULL_OR_SPLIT_NAME,
        fact="KPN issues a key under the buyer's name, in one or in two parts.",
    ),
    forbidden(
        "browser_billing_key.offer-period-interval",
        "offerPeriod.interval",
        when=given("offerPeriod.interval"),
        fact="KPN knows the service period as a range.",
    ),
)

INSTANT = (
    *shared.account_by_api(API_BANKS),
    one_of(
        "instant.currency",
        "currency",
        CURRENCIES,
        fact="Charges by API are in won, or dollars by foreign card.",
    ),
    one_of(
        "instant.usd-card-only",
        "currency",
        ("KRW",),
        when=paying("virtualAccount"),
        fact="Dollars come from foreign cards only.",
    ),
    forbidden(
        "instant.vbank-escrow-unsupported",
        "isEscrow",
        only=True,
        when=paying("virtualAccount"),
        fact="Only the window issues virtual accounts with escrow.",
    ),
    pattern(
        "instant.due-date-format",
        f"{ACCOUNT}.expiry.dueDate",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?",
        when=paying("virtualAccount"),
        fact="The deadline is ISO 8601, 2030-01-01T00:00:00+09:00; the sample in the guide is not.",
    ),
    *common.card_expiry(),
)

BILLING_KEYS = (
    required_any(
        "issue_billing_key.customer-name-required",
        "customer.name.full",
        "customer.name.separated",
        field="customer.name",
        fact="KPN issues a key under the buyer's name, in one line or split.",
    ),
    *each(
        required,
        "issue_billing_key.{}-required",
        {
            "birth": f"{CREDENTIAL}.birthOrBusinessRegistrationNumber",
            "password": f"{CREDENTIAL}.passwordTwoDigits",
        },
        severity="warning",
        fact="KPN's table for keys seems to demand it; the API's schema does not.",
    ),
    required_any(
        "schedule.customer-name-required",
        "payment.customer.name.full",
        "payment.customer.name.separated",
        field="payment.customer.name",
        severity="warning",
        fact="KPN's guide demands it, yet its sample has the customer's id only.",
    ),
    to_come("schedule.time-future", "timeToPay", fact="A payment is scheduled for a time to come."),
)

PROVIDER = Provider(
    slug="kpn",
    api="v2",
    codes=("KPN",),
    name_en="KPN (Korea Payment Networks)",
    name_ko="한국결제네트웍스(KPN)",
    source="opi/ko/integration/pg/v2/kpn.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE", "EASY_PAY"),
            currencies=CURRENCIES,
            locales=LOCALES,
            easy_pay_providers=EASY_PAY,
            card_companies=CARD_COMPANIES,
        ),
        "browser_billing_key": Capability(pay_methods=("CARD",), locales=LOCALES),
        "instant": Capability(pay_methods=("card", "virtualAccount"), currencies=CURRENCIES),
        "issue_billing_key": Capability(pay_methods=("card",)),
        "pay_with_billing_key": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
    },
    unsupported=("browser_billing_key_and_pay", "browser_payment_ui", "browser_billing_key_ui"),
    rules=(
        *ORDER,
        *TAX,
        *CARD,
        *EASY_PAYMENTS,
        *OTHER_METHODS,
        *BILLING_KEY_WINDOW,
        *INSTANT,
        *BILLING_KEYS,
        *shared.charges_by_api(),
        common.vbank_refund_contract(),
    ),
    bypass={"browser_payment": bypass.Kpn},
    notes=(
        "Limits in bytes come without an encoding; EUC-KR, the shorter one, is counted.",
        "Agreed with KPN first: charges and keys by API, escrow, shop-paid interest, own tax-free parts.",
        "Refunds to a bank account need KPN's refund service, and then always refundAccount.",
        "A shop that opens card companies directly shows three terms of KPN and has them agreed to.",
        "Deposit notices of virtual accounts are set up at KPN, with its URL.",
        "KPN demands holder data of keyed-in cards from some merchants; it tells them.",
        "Dollar charges go down to a cent; some acquirers cancel from one dollar only.",
        "Cash receipts exist for transfers and virtual accounts only.",
        "The guide demands cashReceipt for a virtual account by API, the API's schema does not.",
    ),
)
