"""Toss Payments on V2."""

from __future__ import annotations

from datetime import timedelta
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
    is_,
    is_not,
    max_length,
    maximum,
    min_length,
    minimum,
    needs_contract,
    number,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_v2 as common
from pgbridge_providers import common_window_v2 as window
from pgbridge_providers.bypass import toss as bypass
from pgbridge_providers.common_days import day_of, today
from pgbridge_providers.common_toss import widened
from pgbridge_providers.common_v2 import QUICK_GUIDE

if TYPE_CHECKING:
    from pgbridge.rules import View

EASY_PAY = (
    *("PAYCO", "SAMSUNGPAY", "SSGPAY", "KAKAOPAY", "NAVERPAY", "LPAY", "TOSSPAY", "APPLEPAY", "PAYPAL"),
    "LGPAY",
)
GIFT_CERTIFICATES = ("BOOKNLIFE", "SMART_MUNSANG", "CULTURELAND")
# The API and the SDK name the same thirteen banks differently.
ACCOUNT_BANKS = (
    *("KYONGNAM", "KWANGJU", "KOOKMIN", "IBK", "NONGHYUP", "DAEGU", "BUSAN", "KFCC", "SUHYUP", "SHINHAN"),
    *("WOORI", "POST", "HANA"),
)
WINDOW_ACCOUNT_BANKS = (
    *("KYONGNAM_BANK", "GWANGJU_BANK", "KOOKMIN_BANK", "INDUSTRIAL_BANK_OF_KOREA", "NH_NONGHYUP_BANK"),
    *("DAEGU_BANK", "BUSAN_BANK", "KFCC", "SUHYUP_BANK", "SHINHAN_BANK", "WOORI_BANK", "EPOST", "HANA_BANK"),
)
WINDOWS = ("browser_payment", "browser_billing_key")
UP_TO_A_YEAR = tuple(range(13))

CARD_MONTHS = "card.installment.monthOption"
EASY_MONTHS = "easyPay.installment.monthOption"
DUE_DATE = "virtualAccount.accountExpiry.dueDate"
LONGEST_DEPOSIT = timedelta(days=90)
DEPOSIT_LEEWAY = timedelta(days=1)  # the zone of dueDate is open
PAYPAL = paying("EASY_PAY") & is_("easyPay.easyPayProvider", "PAYPAL")
PAYPAL_DATA = "bypass.tosspayments.paypal"
PAYPAL_ADDRESS = f"{PAYPAL_DATA}.shipping.address"
KAKAOPAY = paying("EASY_PAY") & is_("easyPay.easyPayProvider", "KAKAOPAY")
FIXED_INSTALMENTS = paying("CARD") & is_(f"{CARD_MONTHS}.fixedMonth", *range(2, 13))


def products_differ_from_total(view: View) -> bool:
    """The products' prices times quantities do not add up to the amount; unreadable ones prove nothing."""
    total = view.number("totalAmount")
    sums = []
    for product in view.list("products"):
        price = number(product.get("amount")) if isinstance(product, dict) else None
        quantity = number(product.get("quantity")) if isinstance(product, dict) else None
        if price is None or quantity is None:
            return False
        sums.append(price * quantity)
    return bool(sums) and total is not None and sum(sums) != total


def card_months_widened(view: View) -> bool:
    """The window offers more months than listed."""
    return widened(view.list(f"{CARD_MONTHS}.availableMonthList"), lump_sum_listed=True)


def easy_months_widened(view: View) -> bool:
    """The window of an easy payment offers more months than listed."""
    return widened(view.list(f"{EASY_MONTHS}.availableMonthList"), lump_sum_listed=True)


def deposit_too_late(view: View) -> bool:
    """The deposit deadline is more than 90 days away."""
    due = day_of(view.get(DUE_DATE))
    return due is not None and due - today(view) > LONGEST_DEPOSIT + DEPOSIT_LEEWAY


WINDOW = (
    one_of(
        "browser_payment.window-pc",
        "windowType.pc",
        ("IFRAME",),
        on=WINDOWS,
        when=ON_PC,
        fact="It is also the default.",
    ),
    one_of(
        "browser_payment.window-mobile",
        "windowType.mobile",
        ("REDIRECTION",),
        on=WINDOWS,
        when=ON_MOBILE,
        fact="It is also the default.",
    ),
    required(
        "browser_payment.redirect-url-required",
        "redirectUrl",
        on=WINDOWS,
        when=ON_MOBILE,
        fact="The mobile window leaves the shop's page and needs a place to return to.",
    ),
    one_of(
        "browser_payment.locale-ignored",
        "locale",
        ("KO_KR",),
        on=WINDOWS,
        severity="warning",
        fact="The window is in Korean, whatever else is asked for.",
    ),
    pattern(
        "browser_payment.app-scheme-format",
        "appScheme",
        "(?:[A-Za-z][A-Za-z0-9+.-]*://.*)?",
        severity="warning",
        fact="It is written with its separator, shop://.",
        source=QUICK_GUIDE,
    ),
)

ORDER = (
    unsupported_method("browser_payment.pay-method", "payMethod", fact="The window has these six."),
    needs_contract(
        "browser_payment.method-contract",
        "payMethod",
        only=("MOBILE", "EASY_PAY", "GIFT_CERTIFICATE"),
        contract="pay-method",
        fact="Toss Payments opens these after agreeing to them.",
    ),
    charset(
        "browser_payment.payment-id-charset",
        "paymentId",
        "[A-Za-z0-9_=-]+",
        fact="It is made of Latin letters, digits, - and _; the SDK's schema adds =.",
    ),
    charset(
        "browser_payment.payment-id-no-equals-sign",
        "paymentId",
        "[A-Za-z0-9_-]*",
        severity="warning",
        fact="The guides leave out the = that the SDK's schema allows.",
        source=QUICK_GUIDE,
    ),
    min_length("browser_payment.payment-id-min-length", "paymentId", 6, fact="Toss Payments takes 6 to 64."),
    max_length("browser_payment.payment-id-max-length", "paymentId", 64, fact="Toss Payments takes 6 to 64."),
    max_length("browser_payment.order-name-length", "orderName", 100, fact="The SDK's schema says so."),
    *each(
        max_length,
        "browser_payment.customer-{}-length",
        {"name": "customer.fullName", "email": "customer.email"},
        longest=100,
        on=WINDOWS,
        fact="The SDK's schema says so.",
    ),
    one_of(
        "browser_payment.currency-krw",
        "currency",
        ("KRW",),
        when=is_not("easyPay.easyPayProvider", "PAYPAL"),
        fact="Only PayPal is paid in another currency.",
    ),
    needs_contract(
        "browser_payment.tax-free-contract",
        "taxFreeAmount",
        when=is_not("taxFreeAmount", 0),
        contract="tax-free",
        fact="Tax-free and mixed taxation are agreed with Toss Payments beforehand.",
    ),
    common.escrow_contract(),
    required(
        "browser_payment.product-code",
        "products[].code",
        severity="warning",
        fact="The SDK's schema demands it for Toss Payments, yet the guide's PayPal sample has none.",
    ),
    needs_contract(
        "browser_payment.discount-code-contract",
        "bypass.tosspayments.discountCode",
        contract="coupon",
        fact="A discount code comes out of a promotion agreed with Toss Payments.",
    ),
)

CARD = (
    *common.known_card_companies(easy_pay=True),
    *common.only_kcp(),
    required(
        "browser_payment.card-direct-lump-sum",
        f"{CARD_MONTHS}.fixedMonth",
        when=paying("CARD") & given("card.cardCompany"),
        severity="warning",
        fact="A card company opened directly charges a lump sum unless months are fixed.",
    ),
    ignored(
        "browser_payment.app-card-only-citi",
        "card.useAppCardOnly",
        only=True,
        when=paying("CARD") & is_("card.cardCompany", "CITI_CARD"),
        fact="Among the card companies with app cards here, Citi is missing.",
    ),
    needs_contract(
        "browser_payment.card-point-contract",
        "card.useCardPoint",
        only=True,
        when=paying("CARD"),
        contract="card-point",
        fact="Card points are agreed beforehand; true ticks the box, else the buyer does.",
    ),
)

CARD_INSTALMENTS = (
    one_of(
        "browser_payment.fixed-month-range",
        f"{CARD_MONTHS}.fixedMonth",
        UP_TO_A_YEAR,
        when=paying("CARD"),
        fact="0 and 1 are the lump sum; 12 months are the most.",
    ),
    one_of(
        "browser_payment.available-month-range",
        f"{CARD_MONTHS}.availableMonthList",
        UP_TO_A_YEAR,
        when=paying("CARD"),
        fact="0 and 1 are the lump sum; 12 months are the most.",
    ),
    conditional(
        "browser_payment.available-month-list-widened",
        f"{CARD_MONTHS}.availableMonthList",
        card_months_widened,
        breaks={f"{CARD_MONTHS}.availableMonthList": [5]},
        when=paying("CARD"),
        severity="warning",
        fact="The window offers all from the lump sum up to the longest listed; [0] alone restricts it.",
    ),
    minimum(
        "browser_payment.fixed-month-min-amount",
        "totalAmount",
        50_000,
        when=FIXED_INSTALMENTS & is_not("card.cardCompany", "HYUNDAI_CARD"),
        severity="warning",
        fact="Smaller payments have no instalments, so fixedMonth does nothing.",
    ),
    minimum(
        "browser_payment.fixed-month-min-amount-hyundai",
        "totalAmount",
        10_000,
        when=FIXED_INSTALMENTS & is_("card.cardCompany", "HYUNDAI_CARD"),
        severity="warning",
        fact="Hyundai Card has instalments from 10,000 KRW; below, fixedMonth does nothing.",
    ),
    *window.card_contracts("Toss Payments", "installment", "free-installment"),
    needs_contract(
        "browser_payment.free-interest-from-mall-contract",
        "card.useFreeInterestFromMall",
        only=True,
        when=paying("CARD"),
        contract="free-installment",
        fact="Interest paid by the merchant is agreed with Toss Payments beforehand.",
        source=QUICK_GUIDE,
    ),
)

EASY_PAYMENTS = (
    one_of(
        "browser_payment.easy-pay-provider",
        "easyPay.easyPayProvider",
        EASY_PAY,
        when=paying("EASY_PAY"),
        fact="These can be opened: guide and SDK schema together.",
    ),
    forbidden(
        "browser_payment.easy-pay-lgpay",
        "easyPay.easyPayProvider",
        only="LGPAY",
        when=paying("EASY_PAY"),
        severity="warning",
        fact="The SDK's schema has it for Toss Payments, the guide has not.",
    ),
    maximum(
        "browser_payment.kakaopay-fixed-month-max",
        f"{EASY_MONTHS}.fixedMonth",
        12,
        when=KAKAOPAY,
        fact="Kakao Pay ends at 12 months.",
    ),
    one_of(
        "browser_payment.kakaopay-month-list-max",
        f"{EASY_MONTHS}.availableMonthList",
        UP_TO_A_YEAR,
        when=KAKAOPAY,
        fact="Kakao Pay ends at 12 months.",
    ),
    conditional(
        "browser_payment.easy-pay-available-month-list-widened",
        f"{EASY_MONTHS}.availableMonthList",
        easy_months_widened,
        breaks={f"{EASY_MONTHS}.availableMonthList": [5]},
        when=paying("EASY_PAY"),
        severity="warning",
        fact="Here too the window offers all from the lump sum up to the longest listed.",
        source=QUICK_GUIDE,
    ),
    ignored(
        "browser_payment.easy-pay-card-point-ignored",
        "easyPay.useCardPoint",
        only=True,
        when=paying("EASY_PAY"),
        fact="By the SDK's schema it acts with Toss Brandpay only.",
    ),
    ignored(
        "browser_payment.easy-pay-cash-receipt-type-ignored",
        "easyPay.cashReceiptType",
        when=paying("EASY_PAY"),
        fact="By the SDK's schema it acts with NICE and Toss Brandpay only.",
    ),
    ignored(
        "browser_payment.easy-pay-use-installment-ignored",
        "easyPay.useInstallment",
        when=paying("EASY_PAY"),
        fact="By the SDK's schema it acts with a direct contract with Toss Pay only.",
    ),
    ignored(
        "browser_payment.easy-pay-available-pay-methods-ignored",
        "easyPay.availablePayMethods",
        when=paying("EASY_PAY"),
        fact="By the SDK's schema it acts with NICE, NHN KCP and KSNET only.",
    ),
)

PAYPAL_PAYMENTS = (
    needs_contract(
        "browser_payment.paypal-contract",
        "easyPay.easyPayProvider",
        only="PAYPAL",
        contract="foreign-currency",
        fact="PayPal is agreed on its own, apart from the other easy-pay services.",
    ),
    one_of(
        "browser_payment.paypal-currency-usd",
        "currency",
        ("USD",),
        when=PAYPAL,
        fact="PayPal is paid in dollars.",
    ),
    *each(
        required,
        "browser_payment.paypal-{}-required",
        {"country": "country", "email": "customer.email"},
        when=PAYPAL,
        fact="PayPal wants the country and the e-mail of the buyer.",
    ),
    pattern(
        "browser_payment.paypal-country-format",
        "country",
        "(?:COUNTRY_)?[A-Z]{2}",
        when=PAYPAL,
        fact="A country has its two ISO letters, KR or US.",
    ),
    conditional(
        "browser_payment.paypal-products-sum",
        "products",
        products_differ_from_total,
        breaks={
            "totalAmount": 1_000,
            "products": [{"id": "p1", "name": "Tea", "amount": 600, "quantity": 2}],
        },
        when=PAYPAL,
        fact="PayPal opens only when amount times quantity of all products makes totalAmount.",
    ),
    *each(
        required,
        "browser_payment.paypal-shipping-{}",
        {"country": f"{PAYPAL_ADDRESS}.country", "city": f"{PAYPAL_ADDRESS}.area2"},
        when=PAYPAL & given(PAYPAL_ADDRESS),
        fact="An address for PayPal has at least its country (two ISO letters) and its city (area2).",
    ),
    required(
        "browser_payment.paypal-stc",
        f"{PAYPAL_DATA}.setTransactionContext",
        when=PAYPAL,
        severity="warning",
        fact="PayPal wants this risk data each time, though the parameter is marked optional.",
    ),
)

ACCOUNTS = (
    maximum(
        "browser_payment.vbank-valid-hours-max",
        "virtualAccount.accountExpiry.validHours",
        2160,
        when=paying("VIRTUAL_ACCOUNT"),
        fact="A deposit can wait for 90 days.",
    ),
    conditional(
        "browser_payment.vbank-due-date-max",
        DUE_DATE,
        deposit_too_late,
        breaks={DUE_DATE: "2099-12-31"},
        when=paying("VIRTUAL_ACCOUNT"),
        fact="A deposit can wait for 90 days.",
    ),
    ignored(
        "browser_payment.vbank-bank-code-ignored",
        "virtualAccount.bankCode",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="The SDK's schema has it for NHN KCP and Smartro, the quick guide for Toss Payments too.",
    ),
    one_of(
        "browser_payment.vbank-bank-code-known",
        "virtualAccount.bankCode",
        WINDOW_ACCOUNT_BANKS,
        when=paying("VIRTUAL_ACCOUNT"),
        severity="warning",
        fact="The quick guide lists these banks for Toss Payments.",
        source=QUICK_GUIDE,
    ),
    ignored(
        "browser_payment.vbank-customer-identifier-ignored",
        "virtualAccount.customerIdentifier",
        when=paying("VIRTUAL_ACCOUNT"),
        fact="By the SDK's schema it acts with Smartro only.",
    ),
    ignored(
        "browser_payment.transfer-customer-identifier-ignored",
        "transfer.customerIdentifier",
        when=paying("TRANSFER"),
        fact="By the SDK's schema it acts with NICE and Smartro only.",
    ),
    ignored(
        "browser_payment.transfer-bank-code-ignored",
        "transfer.bankCode",
        when=paying("TRANSFER"),
        fact="The quick guide has it for Smartro only, the SDK's schema not at all.",
        source=QUICK_GUIDE,
    ),
)

PHONE_AND_GIFT = (
    required(
        "browser_payment.mobile-product-type-required",
        "productType",
        when=paying("MOBILE"),
        severity="warning",
        fact="The quick guide demands it for phone payments, and as the shop is set up; "
        "the guide of Toss Payments is silent.",
        source=QUICK_GUIDE,
    ),
    required(
        "browser_payment.gift-type-required",
        "giftCertificate.giftCertificateType",
        when=paying("GIFT_CERTIFICATE"),
        severity="warning",
        fact="The quick guide demands it, the guide of Toss Payments calls it optional.",
    ),
    one_of(
        "browser_payment.gift-type",
        "giftCertificate.giftCertificateType",
        GIFT_CERTIFICATES,
        when=paying("GIFT_CERTIFICATE"),
        fact="Toss Payments takes these three.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.method",
        "billingKeyMethod",
        fact="Keys are for cards and quick transfers; the SDK's schema lacks the second.",
    ),
    pattern(
        "browser_billing_key.customer-id",
        "customer.customerId",
        "[A-Za-z0-9_=.@-]{2,50}",
        fact="PortOne makes one up if there is none; else 2 to 50 of A-Z a-z 0-9 - _ = . @.",
    ),
)

REST = (
    unsupported_method(
        "instant.method", "method", fact="By API Toss Payments knows cards and virtual accounts."
    ),
    one_of(
        "instant.bank",
        "method.virtualAccount.bank",
        ACCOUNT_BANKS,
        when=paying("virtualAccount"),
        severity="warning",
        fact="The guide lists these banks in passing; the list may be old.",
    ),
    needs_contract(
        "instant.contract",
        contract="key-in",
        fact="Cards and accounts by API are agreed beforehand.",
        source="opi/ko/integration/start/v2/keyin.mdx",
    ),
    *(  # VAT is not among what Toss Payments agrees to
        rule for rule in common.charge_contracts(installment=True) if not rule.id.endswith(".vat-contract")
    ),
    *each(
        ignored,
        "cash_receipt.{}-ignored",
        {"business-number": "businessRegistrationNumber", "payment-method": "paymentMethod"},
        fact="Only Welcome Payments reads it.",
    ),
)

PROVIDER = Provider(
    slug="tosspayments",
    api="v2",
    codes=("TOSSPAYMENTS",),
    name_en="Toss Payments",
    name_ko="토스페이먼츠",
    counterpart="newtoss",
    source="opi/ko/integration/pg/v2/tosspayments.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("CARD", "TRANSFER", "VIRTUAL_ACCOUNT", "MOBILE", "EASY_PAY", "GIFT_CERTIFICATE"),
            currencies=("KRW", "USD"),
            locales=("KO_KR",),
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
        ),
        "browser_billing_key": Capability(pay_methods=("CARD", "TRANSFER"), locales=("KO_KR",)),
        "instant": Capability(pay_methods=("card", "virtualAccount")),
        "issue_billing_key": Capability(pay_methods=("card",)),
        "pay_with_billing_key": Capability(),
        "schedule": Capability(),
        "cash_receipt": Capability(),
        "cancel": Capability(partial=True),
    },
    unsupported=("browser_billing_key_and_pay", "browser_payment_ui", "browser_billing_key_ui"),
    rules=(
        *WINDOW,
        *ORDER,
        *CARD,
        *CARD_INSTALMENTS,
        *EASY_PAYMENTS,
        *PAYPAL_PAYMENTS,
        *ACCOUNTS,
        *PHONE_AND_GIFT,
        *BILLING_KEY_WINDOW,
        *REST,
    ),
    bypass={"browser_payment": bypass.Payment},
    notes=(
        "V2 speaks to the new Toss Payments module only.",
        "The characters and length of paymentId are stated for the window, not for REST.",
        "PayPal: amounts in cents, tests take a sandbox buyer, three terms are shown first, no fee comes back.",
        "PayPal protects sellers who send products and shipping; some countries demand the postal code.",
        "Some services (Toss Pay, L.pay) show the lump sum beside fixedMonth.",
        "Gift certificates cannot be cancelled in part.",
        "cashReceiptType presets the window's form; ANONYMOUS hides it.",
        "Cash receipts by API: nobody checks that the number fits the type.",
        "Test merchant IDs often lack easy pay (PAY_PROCESS_ABORTED) and have no receipts.",
        "ISP cards do not work in Safari, which must allow pop-ups; the bin told of them may be wrong.",
        "Buyers with an e-mail are mailed at every change of the payment.",
        "A deposit goes back to a bank account without a contract of its own, unlike with other PGs.",
        "Deposit notices need the webhook DEPOSIT_CALLBACK, registered at Toss Payments.",
    ),
)
