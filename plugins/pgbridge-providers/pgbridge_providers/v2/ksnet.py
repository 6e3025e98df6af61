"""KSNET on V2."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    is_not,
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
from pgbridge_providers import common_window_v2 as window
from pgbridge_providers.bypass import ksnet as bypass
from pgbridge_providers.common_rest_v2 import BANKS
from pgbridge_providers.common_v2 import CREDENTIAL, FULL_OR_SPLIT_NAME, QUICK_GUIDE

if TYPE_CHECKING:
    from pgbridge.rules import When

CURRENCIES = ("KRW", "USD")
EASY_PAY = ("NAVERPAY", "KAKAOPAY", "PAYCO", "LPAY", "SSGPAY")
WINDOWS = ("browser_payment", "browser_billing_key")
OPTIONS = "bypass.ksnet"
MONTHS = "card.installment.monthOption"
VBANK = "method.virtualAccount"
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"

# Card companies by what opening them directly takes.
BY_PHONE_NUMBER = ("BC_CARD", "SUHYUP_CARD", "JEONBUK_CARD", "GWANGJU_CARD", "KAKAO_BANK")
BY_URL = (
    *("WOORI_CARD", "HANA_CARD", "NH_CARD", "SAMSUNG_CARD", "HYUNDAI_CARD", "LOTTE_CARD", "SHINHAN_CARD"),
    "CITI_CARD",
)
BY_SHOP = ("KOOKMIN_CARD", *BY_URL)
INTEREST_FREE_CARDS = (
    *("BC_CARD", "KOOKMIN_CARD", "HANA_CARD", "SAMSUNG_CARD", "SHINHAN_CARD", "HYUNDAI_CARD", "LOTTE_CARD"),
    "NH_CARD",
)
EASY_PAY_CARDS = (
    *("SHINHAN_CARD", "BC_CARD", "KOOKMIN_CARD", "NH_CARD", "LOTTE_CARD", "SAMSUNG_CARD", "CITI_CARD"),
    *("WOORI_CARD", "HANA_CARD", "HYUNDAI_CARD"),
)

STORE = {
    "business-name": "storeDetails.businessName",
    "business-number": "storeDetails.businessRegistrationNumber",
}
CONTACT = {"customer-email": "customer.email", "customer-phone": "customer.phoneNumber"}
DIRECT_EASY_PAY = is_(f"{OPTIONS}.easyPayDirect")


def direct_card(*companies: str) -> When:
    """A card payment that opens one of these companies."""
    return paying("CARD") & is_("card.cardCompany", *companies)


def direct_easy(*services: str) -> When:
    """An easy payment that opens one of these services, past KSNET's window."""
    return paying("EASY_PAY") & DIRECT_EASY_PAY & is_("easyPay.easyPayProvider", *services)


WINDOW = (
    unsupported_method(
        "browser_payment.pay-method", "payMethod", fact="KSNET's window has no gift certificates."
    ),
    one_of(
        "browser_payment.window-pc",
        "windowType.pc",
        ("IFRAME",),
        on=WINDOWS,
        when=ON_PC,
        fact="On PC KSNET opens in an iframe, the default.",
    ),
    one_of(
        "browser_payment.window-mobile",
        "windowType.mobile",
        ("REDIRECTION",),
        on=WINDOWS,
        when=ON_MOBILE,
        fact="On mobile KSNET opens by redirect, the default.",
    ),
    required(
        "browser_payment.redirect-url-required",
        "redirectUrl",
        on=WINDOWS,
        when=ON_MOBILE,
        fact="On mobile KSNET opens by redirect and needs the way back.",
    ),
    one_of(
        "browser_payment.locale-ignored",
        "locale",
        ("KO_KR",),
        on=WINDOWS,
        severity="warning",
        fact="The window is Korean and ignores another language; the SDK's schema has EN_US as well.",
    ),
    one_of(
        "browser_payment.currency",
        "currency",
        CURRENCIES,
        fact="KSNET settles in these two, dollars with cards issued abroad.",
    ),
    required_any(
        "browser_payment.customer-name-required",
        *FULL_OR_SPLIT_NAME,
        fact="The window demands the buyer's name, in one or in two parts.",
    ),
    window.in_bytes("browser_payment.customer-name-length", "customer.fullName", 50, *WINDOWS),
    window.in_bytes("browser_payment.order-name-length", "orderName", 50),
    needs_contract(
        "browser_payment.method-contract",
        "payMethod",
        only=("MOBILE", "EASY_PAY"),
        contract="pay-method",
        fact="Phone and easy payments are agreed with KSNET beforehand, for phones with what is sold.",
    ),
    *window.phone_bill(
        "A phone payment says whether goods or content are sold, as the merchant ID is set up."
    ),
)

ESCROW = (
    needs_contract(
        "browser_payment.escrow-contract",
        "isEscrow",
        only=True,
        contract="escrow",
        fact="Escrow with delivery, the one kind KSNET has here, is agreed beforehand.",
    ),
    required(
        "browser_payment.escrow-email-required",
        "customer.email",
        when=is_("isEscrow"),
        fact="Under escrow the buyer confirms the purchase by e-mail.",
    ),
    forbidden("instant.escrow-unsupported", "isEscrow", only=True, fact="Escrow exists in the window only."),
    pattern(
        "escrow_logistics.sent-at-format",
        "logistics.sentAt",
        rf"{TIME}(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})",
        fact="The time of dispatch is ISO 8601 with its zone, 2030-01-01T00:00:00+09:00.",
    ),
)

CARD = (
    *each(
        required,
        "browser_payment.card-direct-{}-mobile",
        {"phone": "customer.phoneNumber", "tcode": f"{OPTIONS}.tcode"},
        when=ON_MOBILE & direct_card(*BY_PHONE_NUMBER),
        fact="This company opens on mobile for a phone number and its carrier (lgt, ktf, skt or anything).",
    ),
    required(
        "browser_payment.card-direct-url",
        f"{OPTIONS}.url",
        when=direct_card(*BY_URL),
        fact="This company wants the shop's address in the web.",
    ),
    *each(
        required,
        "browser_payment.card-direct-{}",
        STORE,
        when=direct_card(*BY_SHOP),
        fact="This company wants to know the shop.",
    ),
    ignored(
        "browser_payment.card-direct-month-list",
        f"{MONTHS}.availableMonthList",
        when=paying("CARD") & given("card.cardCompany") & is_not("card.cardCompany", *BY_SHOP),
        fact="Opened directly, this company offers no choice of months.",
    ),
    one_of(
        "browser_payment.free-installment-cards",
        "card.installment.freeInstallmentPlans[].cardCompany",
        INTEREST_FREE_CARDS,
        when=paying("CARD"),
        severity="warning",
        fact="The merchant can pay the interest with these, with Citi for one not.",
    ),
    *window.card_contracts("KSNET", "free-installment", "installment"),
    *common.only_kcp(),
    *common.known_card_companies(easy_pay=True),
)

VIRTUAL_ACCOUNT = (
    window.deposit_deadline(
        "No account is issued without a deposit deadline; the SDK's schema does not know it of KSNET."
    ),
    pattern(
        "browser_payment.vbank-due-date-format",
        "virtualAccount.accountExpiry.dueDate",
        rf"{TIME}(?:Z|[+-][0-9]{{2}}:?[0-9]{{2}})",
        when=paying("VIRTUAL_ACCOUNT"),
        severity="warning",
        fact="KSNET's guide has ISO 8601 with its zone, the SDK's schema forms without one.",
    ),
    pattern(
        "browser_payment.vbank-valid-hours-number",
        "virtualAccount.accountExpiry.validHours",
        "[0-9]+",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="Hours are a whole number.",
    ),
    needs_contract(
        "browser_payment.vbank-expiry-contract",
        "virtualAccount.accountExpiry",
        when=paying("VIRTUAL_ACCOUNT"),
        contract="pg-option",
        fact="Deadlines of the merchant's own are agreed with KSNET beforehand.",
    ),
    *(
        ignored(
            f"{operation}.vbank-{part}-unsupported",
            field,
            when=when,
            fact="A one-time account takes no tax parts of its own.",
        )
        for operation, part, field, when in (
            (
                "browser_payment",
                "tax-free",
                "taxFreeAmount",
                paying("VIRTUAL_ACCOUNT") & is_not("taxFreeAmount", 0),
            ),
            ("browser_payment", "vat", "vatAmount", paying("VIRTUAL_ACCOUNT")),
            ("instant", "tax-free", "amount.taxFree", paying("virtualAccount") & is_not("amount.taxFree", 0)),
            ("instant", "vat", "amount.vat", paying("virtualAccount")),
        )
    ),
    ignored(
        "browser_payment.vbank-bank-code-ignored",
        "virtualAccount.bankCode",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="The schema knows the choice of bank for NHN KCP and Smartro, the quick guide for KSNET too.",
    ),
    one_of(
        "browser_payment.vbank-bank-code-known",
        "virtualAccount.bankCode",
        BANKS,
        when=paying("VIRTUAL_ACCOUNT"),
        severity="warning",
        fact="The quick guide lists these banks for KSNET.",
        source=QUICK_GUIDE,
    ),
    *each(
        ignored,
        "browser_payment.vbank-{}-ignored",
        {
            "customer-identifier": "virtualAccount.customerIdentifier",
            "cash-receipt-type": "virtualAccount.cashReceiptType",
        },
        when=paying("VIRTUAL_ACCOUNT"),
        fact="By the SDK's schema the data of a receipt act with other PGs only.",
    ),
)

TRANSFER = (
    ignored(
        "browser_payment.transfer-cash-receipt-type-ignored",
        "transfer.cashReceiptType",
        only=("PERSONAL", "CORPORATE"),
        when=paying("TRANSFER"),
        fact="The buyer picks the type in the window; ANONYMOUS alone acts, it hides the form.",
    ),
    ignored(
        "browser_payment.transfer-customer-identifier-ignored",
        "transfer.customerIdentifier",
        when=paying("TRANSFER"),
        fact="The schema knows it of NICE and Smartro, the quick guide of KSNET too.",
    ),
    pattern(
        "browser_payment.transfer-customer-identifier-digits",
        "transfer.customerIdentifier",
        "[0-9]*",
        when=paying("TRANSFER"),
        severity="warning",
        fact="With a hyphen in it the payment is made and no receipt issued.",
        source=QUICK_GUIDE,
    ),
    ignored(
        "browser_payment.transfer-bank-code-ignored",
        "transfer.bankCode",
        when=paying("TRANSFER"),
        fact="The quick guide knows it of Smartro only, the SDK's schema of nobody.",
        source=QUICK_GUIDE,
    ),
)

EASY_PAYMENTS = (
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        EASY_PAY,
        when=paying("EASY_PAY"),
        fact="KSNET opens these services.",
    ),
    forbidden(
        "browser_payment.easy-pay-ssgpay",
        "easyPay.easyPayProvider",
        only="SSGPAY",
        when=paying("EASY_PAY"),
        severity="warning",
        fact="The quick guide leaves SSG Pay out; guide, overview and schema have it.",
        source=QUICK_GUIDE,
    ),
    *rest.easy_pay_of_others(),
    ignored(
        "browser_payment.easy-pay-free-installment",
        "easyPay.installment.freeInstallmentPlans",
        when=paying("EASY_PAY"),
        fact="In easy payments the merchant cannot pay the interest.",
    ),
    ignored(
        "browser_payment.easy-pay-free-interest-from-mall",
        "easyPay.useFreeInterestFromMall",
        only=True,
        when=paying("EASY_PAY"),
        fact="In easy payments the merchant cannot pay the interest.",
    ),
    ignored(
        "browser_payment.easy-pay-month-option-ignored",
        "easyPay.installment.monthOption",
        when=paying("EASY_PAY") & is_("easyPay.easyPayProvider", "PAYCO", "SSGPAY"),
        fact="They offer 1 to 12 months, whatever is listed.",
    ),
    one_of(
        "browser_payment.bypass-snd-qpay-type",
        f"{OPTIONS}.sndQpayType",
        ("0", "1", 0, 1),
        severity="warning",
        fact="1 shows easy payments in the card window, 0 hides them.",
    ),
    one_of(
        "browser_payment.bypass-snd-kakaopay-type",
        f"{OPTIONS}.sndKakaopayType",
        ("CARD", "MONEY"),
        fact="Without it the buyer has both.",
    ),
)

DIRECT_EASY_PAYMENTS = (
    required(
        "browser_payment.easy-pay-direct-provider-required",
        "easyPay.easyPayProvider",
        when=paying("EASY_PAY") & DIRECT_EASY_PAY,
        fact="easyPayDirect opens one service, so name it.",
    ),
    one_of(
        "browser_payment.easy-pay-direct-provider",
        "easyPay.easyPayProvider",
        ("NAVERPAY", "KAKAOPAY", "PAYCO", "LPAY"),
        when=paying("EASY_PAY") & DIRECT_EASY_PAY,
        fact="The others do not open directly.",
    ),
    one_of(
        "browser_payment.easy-pay-direct-method",
        "payMethod",
        ("EASY_PAY",),
        when=DIRECT_EASY_PAY,
        severity="warning",
        fact="easyPayDirect is an option of easy payments.",
    ),
    required(
        "browser_payment.easy-pay-direct-product-type-required",
        "productType",
        when=paying("EASY_PAY") & DIRECT_EASY_PAY,
        fact="A service opened directly is told what is sold.",
        source=QUICK_GUIDE,
    ),
    ignored(
        "browser_payment.naverpay-direct-card-only",
        "easyPay.availablePayMethods",
        only=("CHARGE", "MONEY"),
        when=direct_easy("NAVERPAY"),
        fact="Naver Pay opened directly pays by card, without points and money.",
    ),
    required(
        "browser_payment.naverpay-direct-business-name",
        STORE["business-name"],
        when=direct_easy("NAVERPAY"),
        severity="warning",
        fact="By KSNET's guide Naver Pay is told the shop's name; the quick guide's sample goes without.",
        source=QUICK_GUIDE,
    ),
    *each(
        required,
        "browser_payment.kakaopay-direct-{}",
        {
            "ceo-name": "storeDetails.ceoFullName",
            "store-address": "storeDetails.address",
            "store-phone": "storeDetails.phoneNumber",
            **CONTACT,
        },
        when=direct_easy("KAKAOPAY"),
        fact="Kakao Pay opened directly is told whose shop it is and where, and how to reach the buyer.",
    ),
    *each(
        required,
        "browser_payment.payco-direct-{}",
        {**CONTACT, **STORE},
        when=direct_easy("PAYCO"),
        fact="Payco opened directly is told which shop it is and how to reach the buyer.",
    ),
    one_of(
        "browser_payment.kakaopay-direct-pay-methods",
        "easyPay.availablePayMethods",
        ("CARD", "MONEY", "CHARGE"),
        when=direct_easy("KAKAOPAY"),
        severity="warning",
        fact="Kakao Pay opened directly has cards and money; the schema calls money CHARGE.",
    ),
    one_of(
        "browser_payment.easy-pay-direct-cards",
        "easyPay.availableCards",
        EASY_PAY_CARDS,
        when=direct_easy("NAVERPAY", "KAKAOPAY"),
        severity="warning",
        fact="Opened directly, these services offer no other card.",
    ),
)

REST = (
    unsupported_method(
        "browser_billing_key.method",
        "billingKeyMethod",
        fact="Keys are for cards; the overview has them by API only.",
    ),
    unsupported_method("instant.method", "method", fact="By API KSNET knows cards and virtual accounts."),
    rest.key_in_contract(source=""),
    required("instant.product-type-required", "productType", fact="By API KSNET wants to know what is sold."),
    *each(
        required,
        "{}.product-type-required",
        {"pay_with_billing_key": "productType", "schedule": "payment.productType"},
        severity="warning",
        fact="The guide demands it of all payments by API, but its sample with a billing key has none.",
    ),
    one_of(
        "instant.product-type",
        "productType",
        ("PHYSICAL", "DIGITAL"),
        on=("instant", "pay_with_billing_key"),
        fact="By API goods are PHYSICAL, in the window REAL.",
    ),
    one_of(
        "schedule.product-type",
        "payment.productType",
        ("PHYSICAL", "DIGITAL"),
        fact="By API goods are PHYSICAL, in the window REAL.",
    ),
    *each(
        ignored,
        "instant.{}-ignored",
        {
            "birth": f"{CREDENTIAL}.birthOrBusinessRegistrationNumber",
            "password": f"{CREDENTIAL}.passwordTwoDigits",
        },
        fact="A keyed-in card is charged by number and expiry; KSNET does not verify the rest.",
    ),
    *rest.months_by_contract("instant", "pay_with_billing_key", "schedule"),
    ignored(
        "instant.remittee-name-ignored",
        f"{VBANK}.remitteeName",
        when=paying("virtualAccount"),
        fact="An account is always in the merchant's name.",
    ),
    required_any(
        "instant.vbank-expiry-required",
        f"{VBANK}.expiry.validHours",
        f"{VBANK}.expiry.dueDate",
        field=f"{VBANK}.expiry",
        when=paying("virtualAccount"),
        fact="No account is issued without a deposit deadline.",
    ),
    *each(
        required,
        "issue_billing_key.{}-required",
        {
            "number": f"{CREDENTIAL}.number",
            "expiry-year": f"{CREDENTIAL}.expiryYear",
            "expiry-month": f"{CREDENTIAL}.expiryMonth",
            "birth": f"{CREDENTIAL}.birthOrBusinessRegistrationNumber",
            "password": f"{CREDENTIAL}.passwordTwoDigits",
        },
        fact="A billing key takes the whole card: number, expiry, birth date and password digits.",
    ),
    needs_contract(
        "cancel.vbank-refund-contract",
        "refundAccount",
        contract="vbank-refund",
        fact="Sending a deposit back takes a contract with KSNET, and the hours from 06:00 to 23:00.",
    ),
)

PROVIDER = Provider(
    slug="ksnet",
    api="v2",
    codes=("KSNET",),
    name_en="KSNET",
    name_ko="KSNET",
    counterpart="ksnet",
    source="opi/ko/integration/pg/v2/ksnet.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE", "EASY_PAY"),
            currencies=CURRENCIES,
            locales=("KO_KR",),
            easy_pay_providers=EASY_PAY,
        ),
        "browser_billing_key": Capability(pay_methods=("CARD",)),
        "instant": Capability(pay_methods=("card", "virtualAccount")),
        "issue_billing_key": Capability(pay_methods=("card",)),
        "pay_with_billing_key": Capability(),
        "schedule": Capability(),
        "escrow_logistics": Capability(),
        "cancel": Capability(partial=True),
    },
    unsupported=("browser_billing_key_and_pay", "browser_payment_ui", "browser_billing_key_ui"),
    rules=(
        *WINDOW,
        *ESCROW,
        *CARD,
        *VIRTUAL_ACCOUNT,
        *TRANSFER,
        *EASY_PAYMENTS,
        *DIRECT_EASY_PAYMENTS,
        *REST,
    ),
    bypass={"browser_payment": bypass.Payment},
    notes=(
        "The merchant ID is on mixed taxation: a tax-free part left out counts as 0, and all is taxed.",
        "Agreed with KSNET first: key-in, account deadlines and refunds, easy pay, instalments, escrow, phone.",
        "Dollars take cards issued abroad; Korean cards of foreign brands are declined.",
        "A shop with Kakao Pay shows owner, address and phone number on its page.",
        "Kakao Pay and Payco return no card data; sales slips exist for cards and easy pay only.",
        "Deposits go back between 06:00 and 23:00 only; the receipt of the window outlives the cancel.",
        "At most nine part cancels, none for phone; no cancel after six months.",
        "Escrow payments can be changed 30 to 60 minutes after they were made.",
        "tcode and url are in no type of the SDK, sndKakaopayType in its published types only.",
        "The guide has older paths and names; the API's schema is what counts.",
        "The order name is counted in EUC-KR; of the buyer's name the schema says bytes only.",
        "Deposit notices are set up by KSNET itself.",
    ),
)
