"""Smartro, the new module, on V1 (`smartro_v2`)."""

from __future__ import annotations

from pgbridge.rules import (
    ON_MOBILE,
    Capability,
    Provider,
    absent,
    charset,
    each,
    forbidden,
    given,
    ignored,
    is_,
    max_length,
    needs_contract,
    not_in_currency,
    not_paying,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_rest_v1 as rest
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import smartro as bypass
from pgbridge_providers.common_rest_v1 import MONTHS, per_call
from pgbridge_providers.common_v1 import OPENAPI

EASY_PAY = ("lpay", "kakaopay", "naverpay", "payco", "pinpay")
ESCROW_METHODS = ("card", "trans", "vbank")
LOCALES = ("ko", "en")
WINDOWS = ("browser_payment", "browser_billing_key")
OPTIONS = "bypass.smartro_v2"
RECEIPT = {"cash-receipt-type": "bypass.cashReceiptType", "customer-identifier": "bypass.customerIdentifier"}
RECEIPT_TYPE, RECEIPT_NUMBER = RECEIPT.values()

CAUTION = "opi/ko/integration/pg/v1/smartro-v2/caution.mdx"
API = "opi/ko/integration/pg/v1/smartro-v2/api.mdx"

WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="Smartro's V1 window has card, transfer, account, phone and these easy payments.",
    ),
    pattern(
        "browser_payment.amount-decimals",
        "amount",
        r"\d+(\.\d{1,2})?",
        fact="An amount has two decimals at most.",
    ),
    required("browser_payment.buyer-tel-required", "buyer_tel", fact="The window demands the buyer's phone."),
    # USD has a rule of its own.
    one_of(
        "browser_payment.currency",
        "currency",
        ("KRW",),
        when=not_in_currency("USD"),
        fact="Another currency is an error; the merchant ID, not this field, decides which one it is.",
        source=CAUTION,
    ),
    forbidden(
        "browser_payment.usd-unavailable",
        "currency",
        only="USD",
        fact="Smartro has suspended dollars until further notice.",
        source=CAUTION,
    ),
    one_of(
        "browser_payment.language",
        "language",
        LOCALES,
        severity="warning",
        fact="What the window does with another language is open.",
        source=CAUTION,
    ),
    common.redirect_on_mobile("browser_payment.m-redirect-url-mobile", on=("browser_payment",)),
    required(
        "browser_payment.digital-required",
        "digital",
        when=paying("phone"),
        fact="A phone payment is for content (true) or goods (false), as the merchant ID is set up.",
        source=CAUTION,
    ),
)

SERVICE_PERIOD = tuple(
    rule
    for end, other in (("from", "to"), ("to", "from"))
    for rule in (
        required(
            f"browser_payment.period-{end}-missing",
            f"period.{end}",
            when=given(f"period.{other}"),
            severity="warning",
            fact="The window shows a service period only with both of its days.",
            source=CAUTION,
        ),
        pattern(
            f"browser_payment.period-{end}-format",
            f"period.{end}",
            r"\d{4}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])",
            severity="warning",
            fact="It is a day, with or without hyphens; one that does not exist hides the period.",
            source=CAUTION,
        ),
    )
)

ORDER_NUMBER = (
    *per_call(
        charset,
        "merchant-uid-charset",
        "merchant_uid",
        ("browser_payment", "again", "schedule", "vbank", "external_cash_receipt"),
        regex="[A-Za-z0-9]*",
        fact="Smartro refuses anything but Latin letters and digits, the underscore too.",
        source=f"{CAUTION}, {API}",
    ),
    *per_call(
        max_length,
        "merchant-uid-max",
        "merchant_uid",
        ("browser_payment", "again", "schedule"),
        longest=40,
        severity="warning",
        fact="Smartro keeps the first 40 characters only.",
        source=f"{CAUTION}, {OPENAPI}",
    ),
)

VIRTUAL_ACCOUNT = (
    required(
        "browser_payment.vbank-due-required",
        "vbank_due",
        when=paying("vbank"),
        fact="Without a deposit deadline the window stays shut.",
    ),
    pattern(
        "browser_payment.vbank-due-format",
        "vbank_due",
        r"\d{4}-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])( ?\d{2}:?\d{2}:?\d{2})?",
        when=paying("vbank"),
        fact="It is a day that exists, hyphens or none; Smartro waits until its end whatever time is given.",
    ),
    *each(
        required,
        "vbank.{}-required",
        {"vbank-code": "vbank_code", "vbank-due": "vbank_due", "vbank-holder": "vbank_holder"},
        fact="Smartro issues no account by API without it.",
        source=API,
    ),
)

ESCROW = (
    forbidden(
        "browser_payment.escrow-method",
        "escrow",
        only=True,
        when=not_paying(*ESCROW_METHODS),
        severity="warning",
        fact="The guide knows escrow for card, trans and vbank; elsewhere its effect is open.",
    ),
    needs_contract(
        "browser_payment.escrow-contract",
        "escrow",
        only=True,
        contract="escrow",
        fact="Without one the payment fails or comes back as an ordinary one.",
        source=CAUTION,
    ),
    forbidden(
        "browser_payment.escrow-card-direct",
        "card.direct",
        when=is_("escrow"),
        fact="With escrow no card company opens directly, and the window stays shut.",
        source=CAUTION,
    ),
    *each(
        forbidden,
        "browser_payment.escrow-trans-{}",
        RECEIPT,
        when=paying("trans") & is_("escrow"),
        fact="A transfer with escrow takes no cash receipt data, and the window stays shut.",
        source=CAUTION,
    ),
)

# Cash receipt data in the request is for plain transfers.
RECEIPT_IN_WINDOW = (
    *each(
        ignored,
        "browser_payment.vbank-{}",
        RECEIPT,
        when=paying("vbank"),
        fact="It is for accounts issued without the window, which V1 does not have.",
        source=CAUTION,
    ),
    *each(
        ignored,
        "browser_payment.{}-unused",
        RECEIPT,
        when=paying("card", "phone", *EASY_PAY),
        fact="Receipts of this kind are for transfers and virtual accounts.",
    ),
    one_of(
        "browser_payment.cash-receipt-type",
        RECEIPT_TYPE,
        ("anonymous", "personal", "corporate"),
        when=paying("trans"),
        fact="A sample in the guide has company, which does not exist.",
    ),
    required(
        "browser_payment.customer-identifier-required",
        RECEIPT_NUMBER,
        when=paying("trans") & is_(RECEIPT_TYPE, "personal", "corporate"),
        fact="A receipt in a name needs its number; without it the window stays shut.",
        source=CAUTION,
    ),
    forbidden(
        "browser_payment.customer-identifier-anonymous",
        RECEIPT_NUMBER,
        when=paying("trans") & is_(RECEIPT_TYPE, "anonymous"),
        fact="An anonymous receipt has no number; with one the window stays shut.",
        source=CAUTION,
    ),
    forbidden(
        "browser_payment.customer-identifier-alone",
        RECEIPT_NUMBER,
        when=paying("trans") & absent(RECEIPT_TYPE),
        fact="A number without the type of receipt keeps the window shut.",
        source=CAUTION,
    ),
    pattern(
        "browser_payment.corporate-identifier",
        RECEIPT_NUMBER,
        r"\d{3}-?\d{2}-?\d{5}",
        when=paying("trans") & is_(RECEIPT_TYPE, "corporate"),
        fact="A receipt for expenses goes to a business number of ten digits.",
        source=CAUTION,
    ),
)

CARD = (
    required(
        "browser_payment.card-direct-quota-required",
        "card.direct.quota",
        when=given("card.direct.code"),
        fact="A card company is opened directly together with its months, 0 for the lump sum.",
        source=CAUTION,
    ),
    required(
        "browser_payment.card-direct-code-required",
        "card.direct.code",
        when=given("card.direct.quota"),
        fact="Months are fixed for a card company opened directly, not by themselves.",
        source=CAUTION,
    ),
    *each(
        ignored,
        "browser_payment.{}-ignored",
        {"card-quota": "display.card_quota", "card-detail": "card.detail", "card-point": "useCardPoint"},
        fact="The merchant ID's own setting decides it.",
        source=CAUTION,
    ),
    needs_contract(
        "browser_payment.installment-contract",
        "card.direct.quota",
        only=MONTHS,
        contract="installment",
        fact="Instalments are agreed with Smartro beforehand.",
        source=CAUTION,
    ),
    needs_contract(
        "browser_payment.interest-free-contract",
        "useFreeInterestFromMall",
        only=True,
        contract="free-installment",
        fact="Interest paid by the merchant is agreed with Smartro beforehand.",
        source=CAUTION,
    ),
    needs_contract(
        "browser_payment.tax-free-contract",
        "tax_free",
        contract="tax-free",
        fact="Tax-free and mixed taxation are agreed with Smartro beforehand.",
        source=CAUTION,
    ),
)

EASY_PAYMENTS = (
    needs_contract(
        "browser_payment.easy-pay-contract",
        "pay_method",
        only=EASY_PAY,
        contract="easy-pay",
        fact="Easy payments are agreed with Smartro beforehand.",
        source=CAUTION,
    ),
    required(
        "browser_payment.easy-pay-customer-id-required",
        "customer_id",
        when=paying(*EASY_PAY),
        fact="An easy payment carries the shop's own id of the buyer.",
        source=CAUTION,
    ),
    max_length(
        "browser_payment.easy-pay-customer-id-max",
        "customer_id",
        20,
        when=paying(*EASY_PAY),
        fact="Smartro takes no longer id; other ways to pay do not read it.",
        source=CAUTION,
    ),
)

WINDOW_OPTIONS = (
    one_of(
        "any.skin-color",
        f"{OPTIONS}.SkinColor",
        ("RED", "GREEN", "BLUE", "PURPLE"),
        on=WINDOWS,
        fact="Smartro has these colours for its window, red when none is named.",
    ),
    one_of(
        "browser_payment.open-type",
        f"{OPTIONS}.OpenType",
        ("KR", "EN"),
        fact="KR is for Korean cards, EN opens an English window for foreign ones.",
    ),
    one_of(
        "browser_billing_key.is-pwd-pass",
        f"{OPTIONS}.IsPwdPass",
        ("Y", "N"),
        fact="Y spares the buyer the choice of a payment password.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.pay-method", "pay_method", fact="Smartro issues billing keys for cards alone."
    ),
    ignored(
        "browser_billing_key.language-ignored",
        "language",
        only="en",
        fact="The billing-key window is always Korean.",
        source=CAUTION,
    ),
    *each(
        required,
        "browser_billing_key.{}-required",
        {"name": "name", "customer-id": "customer_id"},
        fact="Smartro issues no billing key without it.",
    ),
    max_length(
        "any.customer-id-max",
        "customer_id",
        20,
        on=("browser_billing_key",),
        fact="Smartro takes no longer id of a buyer.",
        source=CAUTION,
    ),
    required(
        "browser_billing_key.m-redirect-url-required",
        "m_redirect_url",
        when=ON_MOBILE,
        fact="On mobile the window hands the key over by redirect.",
    ),
)

REST = (
    *(
        rule
        for name in ("name", "email", "tel")
        for rule in per_call(
            required,
            f"buyer-{name}-required",
            f"buyer_{name}",
            ("again", "schedule", "vbank"),
            fact="By API Smartro wants name, e-mail and phone of the buyer.",
            source=API,
        )
    ),
    forbidden(
        "schedule.card-data",
        "card_number",
        fact="Billing keys come from the window only, so a schedule names one that exists.",
        source=f"{OPENAPI}: POST /subscribe/payments/schedule",
    ),
)

PROVIDER = Provider(
    slug="smartro-v2",
    api="v1",
    codes=("smartro_v2",),
    name_en="Smartro (new module)",
    name_ko="스마트로 (신모듈)",
    counterpart="smartro-v2",
    source="opi/ko/integration/pg/v1/smartro-v2/readme.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone", *EASY_PAY),
            currencies=("KRW",),
            locales=LOCALES,
            easy_pay_providers=EASY_PAY,
            escrow_pay_methods=ESCROW_METHODS,
        ),
        "browser_billing_key": Capability(pay_methods=("card",), locales=("ko",)),
        "again": Capability(),
        "schedule": Capability(),
        "vbank": Capability(),
        "escrow_logistics": Capability(),
        "escrow_logistics_update": Capability(),
        "cash_receipt": Capability(),
        "external_cash_receipt": Capability(),
        "cancel": Capability(partial=True),
    },
    unsupported=("browser_identity", "onetime", "issue_billing_key", "cvs", "store_receipt"),
    rules=(
        *unread.unread_by_charges("again", names=("vat-amount", "interest-free-by-merchant")),
        *WINDOW,
        *SERVICE_PERIOD,
        *ORDER_NUMBER,
        *VIRTUAL_ACCOUNT,
        *ESCROW,
        *RECEIPT_IN_WINDOW,
        *CARD,
        *EASY_PAYMENTS,
        *WINDOW_OPTIONS,
        *BILLING_KEY_WINDOW,
        *REST,
        *rest.delivery(source=API),
        *rest.receipts(
            buyer={"buyer-name": "buyer_name", "buyer-tel": "buyer_tel"},
            source=API,
            schema=f"{OPENAPI}: POST /receipts/{{imp_uid}}, POST /receipts/external/{{merchant_uid}}",
        ),
        *rest.refund_account("holder", "bank", "account", "tel", source=API),
    ),
    bypass={"browser_payment": bypass.PaymentV1, "browser_billing_key": bypass.BillingKeyV1},
    notes=(
        "Agreed with Smartro first: easy pay, own tax parts, instalments, points, escrow.",
        "A paid account or transfer is cancelled with all four refund fields; no request shows the method.",
        "A part cancel of a payment with a tax-free part states tax_free.",
        "Refunds of virtual accounts end later, with a webhook; receipts issued by API stay valid.",
        "Naver Pay by itself pays by card; its points and money lie inside the card window.",
        "Jeonbuk (372) and KakaoBank (090) open directly on Windows only.",
        "The first key of a customer_id takes a phone verification; an old customer_uid gets the new card.",
        "Amounts in the billing-key window are not charged.",
        "Fixed accounts (vbank_num) are agreed on; product_count is 1 unless stated.",
        "SDK pages promise key-in payments; guide and REST schema have none.",
        "Test mode: no KB or KakaoBank cards, no part cancel of check cards, few banks, few easy-pay cards.",
    ),
)
