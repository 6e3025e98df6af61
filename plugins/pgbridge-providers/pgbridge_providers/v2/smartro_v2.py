"""Smartro on V2 (the new module)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    bare,
    charset,
    conditional,
    each,
    forbidden,
    given,
    ignored,
    is_,
    is_not,
    max_length,
    needs_contract,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_rest_v2 as rest
from pgbridge_providers import common_v2 as common
from pgbridge_providers import common_window_v2 as window
from pgbridge_providers.bypass import smartro as bypass
from pgbridge_providers.common_days import to_come
from pgbridge_providers.common_rest_v2 import BANKS
from pgbridge_providers.common_v2 import CREDENTIAL, QUICK_GUIDE

if TYPE_CHECKING:
    from pgbridge.rules import View

CURRENCIES = ("KRW", "USD")
LOCALES = ("KO_KR", "EN_US")
EASY_PAY = (
    *("NAVERPAY", "KAKAOPAY", "TOSSPAY", "PAYCO", "LPAY", "SAMSUNGPAY", "PINPAY", "LINEPAY", "TMONEY"),
    *("TMONEYPAY", "SKPAY"),
)
ACCOUNT_BANKS = (*BANKS, "K_BANK", "SUHYUP_BANK")
WINDOWS_ONLY_CARDS = ("JEONBUK_CARD", "KAKAO_BANK")
NAMED = ("PERSONAL", "CORPORATE")  # cash receipts to a number; ANONYMOUS has none

WINDOWS = ("browser_payment", "browser_billing_key")
CHARGES = ("browser_payment", "instant", "pay_with_billing_key")
OPTIONS = "bypass.smartro_v2"
MONTHS = "card.installment.monthOption"
FIXED_ACCOUNT = "method.virtualAccount.option.fixed"

DIRECT_CARD = paying("CARD") & given("card.cardCompany")
ESCROW = is_("isEscrow")


def opens_on_windows_only(view: View) -> bool:
    """The card company opens on Windows, and no request shows whether the buyer has it."""
    company = view.get("card.cardCompany")
    return isinstance(company, str) and bare(company) in WINDOWS_ONLY_CARDS


ORDER = (
    unsupported_method(
        "browser_payment.pay-method", "payMethod", fact="Smartro's window has no gift certificates."
    ),
    charset(
        "any.payment-id-alphanumeric",
        "paymentId",
        "[A-Za-z0-9]+",
        on=(*CHARGES, "schedule"),
        severity="warning",
        fact="By both guides only Latin letters and digits; the sample of the V2 guide has hyphens, though.",
    ),
    max_length(
        "any.payment-id-length",
        "paymentId",
        40,
        on=(*CHARGES, "schedule"),
        severity="warning",
        fact="Smartro keeps the first 40 characters only.",
    ),
    one_of("any.currency", "currency", CURRENCIES, on=CHARGES, fact="Smartro refuses any other."),
    one_of("schedule.currency", "payment.currency", CURRENCIES, fact="Smartro refuses any other."),
    ignored(
        "any.currency-not-applied",
        "currency",
        only="USD",
        on=CHARGES,
        fact="The merchant ID, not this field, decides in which currency the buyer pays.",
    ),
    window.in_bytes("browser_payment.order-name-length", "orderName", 40),
    one_of(
        "browser_payment.locale",
        "locale",
        LOCALES,
        severity="warning",
        fact="What the window does with another language is open.",
    ),
    *each(
        needs_contract,
        "{}.escrow-contract",
        {"browser_payment": "isEscrow", "instant": "isEscrow"},
        only=True,
        contract="escrow",
        fact="Without one the payment may come back as an ordinary one.",
    ),
    *(
        needs_contract(
            f"{name}.tax-free-contract",
            field,
            on=on,
            when=is_not(field, 0),
            contract="tax-free",
            fact="Tax-free and mixed taxation are agreed with Smartro beforehand.",
        )
        for name, field, on in (
            ("browser_payment", "taxFreeAmount", ("browser_payment",)),
            ("any", "amount.taxFree", ("instant", "pay_with_billing_key")),
            ("schedule", "payment.amount.taxFree", ("schedule",)),
        )
    ),
    *each(
        required,
        "browser_payment.offer-period-{}",
        {"from": "offerPeriod.range.from", "to": "offerPeriod.range.to"},
        when=given("offerPeriod"),
        severity="warning",
        fact="The window shows a service period only with both of its ends.",
    ),
)

BUYER = (
    required(
        "browser_payment.customer-phone-required",
        "customer.phoneNumber",
        fact="The window demands the buyer's phone number.",
    ),
    required(
        "browser_payment.customer-id-required-easy-pay",
        "customer.customerId",
        when=paying("EASY_PAY"),
        fact="An easy payment carries the shop's own id of the buyer; for PINPAY one id is one buyer.",
    ),
    *(
        max_length(f"browser_payment.customer-{name}-length", field, longest, on=WINDOWS, fact=fact)
        for name, field, longest, fact in (
            ("id", "customer.customerId", 20, "Smartro takes no longer id of a buyer."),
            ("name", "customer.fullName", 30, "The SDK's schema sets this limit."),
            ("email", "customer.email", 60, "The SDK's schema sets this limit."),
        )
    ),
)

CARD = (
    required(
        "browser_payment.card-direct-fixed-month-required",
        f"{MONTHS}.fixedMonth",
        when=DIRECT_CARD,
        fact="A card company is opened directly together with its months, 0 for the lump sum.",
    ),
    required(
        "browser_payment.fixed-month-card-company-required",
        "card.cardCompany",
        when=paying("CARD") & given(f"{MONTHS}.fixedMonth"),
        fact="Months are fixed for a card company opened directly, not by themselves.",
    ),
    ignored(
        "browser_payment.month-list-ignored",
        f"{MONTHS}.availableMonthList",
        when=paying("CARD"),
        fact="Smartro lets nobody choose the months on offer.",
    ),
    ignored(
        "browser_payment.card-point-ignored",
        "card.useCardPoint",
        only=True,
        when=paying("CARD"),
        fact="The merchant ID's own setting decides on card points.",
    ),
    forbidden(
        "browser_payment.card-direct-windows-only",
        "card.cardCompany",
        only=WINDOWS_ONLY_CARDS,
        when=paying("CARD") & ON_MOBILE,
        fact="Jeonbuk Card and Kakao Bank open directly on Windows alone.",
    ),
    conditional(
        "browser_payment.card-direct-windows-only-pc",
        "card.cardCompany",
        opens_on_windows_only,
        breaks={"card.cardCompany": "JEONBUK_CARD"},
        when=paying("CARD") & ON_PC,
        severity="warning",
        fact="Jeonbuk Card and Kakao Bank open directly on Windows alone; on another system the buyer fails.",
    ),
    forbidden(
        "browser_payment.escrow-card-direct",
        "card.cardCompany",
        when=ESCROW,
        fact="With escrow no card company opens directly.",
    ),
    *window.card_contracts("Smartro", "installment"),
    needs_contract(
        "browser_payment.free-installment-contract",
        "card.installment.freeInstallmentPlans",
        when=paying("CARD"),
        contract="free-installment",
        fact="Interest paid by the merchant is agreed beforehand; the merchant ID decides what is shown.",
    ),
    needs_contract(
        "browser_payment.free-interest-contract",
        "card.useFreeInterestFromMall",
        only=True,
        when=paying("CARD"),
        contract="free-installment",
        fact="Interest paid by the merchant is agreed with Smartro beforehand.",
    ),
    *common.only_kcp(),
    *common.known_card_companies(easy_pay=False),
)

# With a bank (accounts) or a receipt number (transfers) the window is skipped, so the receipt comes along.
CASH_RECEIPT = (
    *(
        rule
        for short, name, method in (
            ("transfer", "transfer", "TRANSFER"),
            ("vbank", "virtualAccount", "VIRTUAL_ACCOUNT"),
        )
        for rule in (
            required(
                f"browser_payment.{short}-customer-identifier-required",
                f"{name}.customerIdentifier",
                when=paying(method) & is_(f"{name}.cashReceiptType", *NAMED),
                fact="A receipt in a name needs its number; without it the window stays shut.",
            ),
            forbidden(
                f"browser_payment.{short}-customer-identifier-anonymous",
                f"{name}.customerIdentifier",
                when=paying(method) & is_(f"{name}.cashReceiptType", "ANONYMOUS"),
                fact="An anonymous receipt has no number; with one the window stays shut.",
            ),
        )
    ),
    required(
        "browser_payment.transfer-direct-cash-receipt-type-required",
        "transfer.cashReceiptType",
        when=paying("TRANSFER") & given("transfer.customerIdentifier"),
        fact="A receipt number skips the window, where the buyer would choose the type.",
    ),
    required(
        "browser_payment.vbank-direct-cash-receipt-type-required",
        "virtualAccount.cashReceiptType",
        when=paying("VIRTUAL_ACCOUNT") & given("virtualAccount.bankCode"),
        fact="A bank skips the window, where the buyer would choose the type of receipt.",
    ),
    required(
        "browser_payment.vbank-cash-receipt-needs-direct",
        "virtualAccount.bankCode",
        when=paying("VIRTUAL_ACCOUNT") & given("virtualAccount.cashReceiptType"),
        severity="warning",
        fact="A virtual account's receipt is read only if the account is issued directly, by its bank.",
    ),
    *each(
        forbidden,
        "browser_payment.escrow-transfer-{}",
        {
            "cash-receipt-type": "transfer.cashReceiptType",
            "customer-identifier": "transfer.customerIdentifier",
        },
        when=paying("TRANSFER") & ESCROW,
        fact="A transfer with escrow takes no cash receipt data.",
    ),
)

VIRTUAL_ACCOUNT_AND_TRANSFER = (
    forbidden(
        "browser_payment.escrow-vbank-direct",
        "virtualAccount.bankCode",
        when=ESCROW,
        fact="With escrow no virtual account is issued directly.",
    ),
    to_come(
        "browser_payment.vbank-due-date-future",
        "virtualAccount.accountExpiry.dueDate",
        when=paying("VIRTUAL_ACCOUNT"),
    ),
    *(
        one_of(
            f"browser_payment.{short}-bank-code-known",
            f"{name}.bankCode",
            banks,
            when=paying(method),
            severity="warning",
            fact="PortOne's quick guide lists these banks for Smartro.",
            source=QUICK_GUIDE,
        )
        for short, name, method, banks in (
            ("vbank", "virtualAccount", "VIRTUAL_ACCOUNT", ACCOUNT_BANKS),
            ("transfer", "transfer", "TRANSFER", (*ACCOUNT_BANKS, "CITI_BANK_KOREA")),
        )
    ),
)

PHONE_AND_EASY_PAY = (
    *window.phone_bill(
        "A phone payment says whether goods or content are sold, as the merchant ID is set up."
    ),
    needs_contract(
        "browser_payment.easy-pay-contract",
        "payMethod",
        only="EASY_PAY",
        contract="easy-pay",
        fact="Easy payments are agreed with Smartro beforehand.",
    ),
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        EASY_PAY,
        when=paying("EASY_PAY"),
        fact="Smartro opens these services; SKPAY is 11Pay, and TMONEY goes by two names.",
    ),
    ignored(
        "browser_payment.naverpay-card-only",
        "easyPay.availablePayMethods",
        only=("CHARGE", "MONEY"),
        when=paying("EASY_PAY") & is_("easyPay.easyPayProvider", "NAVERPAY"),
        fact="Naver Pay by itself pays by card; its points and money lie inside the card window.",
    ),
    *rest.easy_pay_of_others(),
)

WINDOW_OPTIONS = (
    one_of(
        "browser_payment.bypass-skin-color",
        f"{OPTIONS}.SkinColor",
        ("RED", "GREEN", "BLUE", "PURPLE"),
        on=WINDOWS,
        severity="warning",
        fact="Smartro has these colours for its window, red when none is named.",
    ),
    one_of(
        "browser_payment.bypass-open-type",
        f"{OPTIONS}.OpenType",
        ("KR", "EN"),
        fact="KR is for Korean cards, EN for foreign ones.",
    ),
    pattern(
        "browser_payment.bypass-goods-cnt",
        f"{OPTIONS}.GoodsCnt",
        "[0-9]+",
        fact="The number of goods is a whole one.",
    ),
    one_of(
        "browser_billing_key.bypass-is-pwd-pass",
        f"{OPTIONS}.IsPwdPass",
        ("Y", "N"),
        fact="Y spares the buyer the choice of a payment password.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.method", "billingKeyMethod", fact="Smartro issues billing keys for cards alone."
    ),
    required(
        "browser_billing_key.issue-id-required",
        "issueId",
        fact="Smartro demands it, though the guide's sample has none.",
    ),
    charset("browser_billing_key.issue-id-charset", "issueId", r"[^\W_]+", fact="Letters and digits only."),
    required(
        "browser_billing_key.customer-id-required",
        "customer.customerId",
        fact="A key belongs to the shop's own id of a buyer, whose phone is verified once.",
    ),
    charset(
        "browser_billing_key.customer-id-charset",
        "customer.customerId",
        "[A-Za-z0-9]+",
        fact="For a key Latin letters and digits only.",
    ),
    one_of(
        "browser_billing_key.locale",
        "locale",
        ("KO_KR",),
        severity="warning",
        fact="The billing-key window is Korean; what it does with another language is open.",
    ),
)

REST = (
    unsupported_method("instant.method", "method", fact="By API Smartro issues accounts; cards take a key."),
    rest.key_in_contract(),
    required(
        "instant.fixed-pg-account-id-required",
        f"{FIXED_ACCOUNT}.pgAccountId",
        when=is_("method.virtualAccount.option.type", "FIXED"),
        fact="Smartro keeps fixed accounts under an id.",
    ),
    forbidden(
        "instant.fixed-account-number-unsupported",
        f"{FIXED_ACCOUNT}.accountNumber",
        fact="Smartro keeps fixed accounts under an id; give pgAccountId.",
    ),
    to_come("instant.due-date-future", "method.virtualAccount.expiry.dueDate"),
    *each(
        required,
        "issue_billing_key.{}-required",
        {
            "birth": f"{CREDENTIAL}.birthOrBusinessRegistrationNumber",
            "password": f"{CREDENTIAL}.passwordTwoDigits",
            "customer-id": "customer.id",
        },
        fact="Smartro issues no billing key without it.",
    ),
    max_length(
        "issue_billing_key.customer-id-length",
        "customer.id",
        20,
        fact="Smartro takes no longer id of a buyer.",
    ),
    *rest.months_by_contract("pay_with_billing_key", "schedule"),
    required(
        "cancel.refund-holder-phone-required",
        "refundAccount.holderPhoneNumber",
        when=given("refundAccount"),
        fact="A deposit goes back only with the phone number of the account's holder.",
    ),
    common.vbank_refund_contract(),
)

PROVIDER = Provider(
    slug="smartro-v2",
    api="v2",
    codes=("SMARTRO_V2",),
    name_en="Smartro",
    name_ko="스마트로",
    counterpart="smartro-v2",
    source="opi/ko/integration/pg/v2/smartro-v2.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE", "EASY_PAY"),
            currencies=CURRENCIES,
            locales=LOCALES,
            easy_pay_providers=EASY_PAY,
        ),
        "browser_billing_key": Capability(pay_methods=("CARD",), locales=("KO_KR",)),
        "instant": Capability(pay_methods=("virtualAccount",), currencies=CURRENCIES),
        "issue_billing_key": Capability(pay_methods=("card",)),
        "pay_with_billing_key": Capability(currencies=CURRENCIES),
        "schedule": Capability(currencies=CURRENCIES),
        "cancel": Capability(partial=True),
    },
    unsupported=("browser_billing_key_and_pay", "browser_payment_ui", "browser_billing_key_ui"),
    rules=(
        *ORDER,
        *BUYER,
        *CARD,
        *CASH_RECEIPT,
        *VIRTUAL_ACCOUNT_AND_TRANSFER,
        *PHONE_AND_EASY_PAY,
        *WINDOW_OPTIONS,
        *BILLING_KEY_WINDOW,
        *REST,
    ),
    bypass={"browser_payment": bypass.Payment, "browser_billing_key": bypass.BillingKey},
    notes=(
        "Limits in bytes come without an encoding; EUC-KR, the shorter one, is counted.",
        "V2 speaks to the new Smartro module only.",
        "Agreed with Smartro first: easy pay, own tax parts, instalments, points, escrow.",
        "A virtual account's bankCode, or a transfer's receipt data, skips the window.",
        "The guide sets accountExpiry, which the SDK's schema knows of other PGs only.",
        "The guide marks the buyer's name, phone and e-mail of a billing-key payment inside an optional buyer.",
        "The quick guide's samples of EASY_PAY and MOBILE have no buyer, against its own text.",
        "productCount counts for virtual accounts by API only.",
        "Deposit notices are set up in Smartro Smilebiz with PortOne's URL, in UTF-8 and the new type.",
        "The channel needs the ssp Mall ID for billing keys and the API key for escrow.",
        "Test mode: no Kookmin or KakaoBank cards, no part cancel of check cards, few banks, few easy-pay cards.",
    ),
)
