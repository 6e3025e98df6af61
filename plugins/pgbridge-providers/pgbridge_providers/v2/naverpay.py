"""Naver Pay, paid at once (결제형), on V2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    Capability,
    Provider,
    conditional,
    each,
    given,
    ignored,
    max_length,
    minimum,
    needs_contract,
    one_of,
    pattern,
    required,
    required_any,
)
from pgbridge_providers import common_naver as naver
from pgbridge_providers import common_wallet_v2 as wallet
from pgbridge_providers.bypass import naverpay as bypass
from pgbridge_providers.common_v1 import DAY
from pgbridge_providers.common_wallet_v2 import SDK_SCHEMA, WINDOWS

if TYPE_CHECKING:
    from pgbridge.rules import View

CURRENCIES = ("KRW",)
BYPASS = "bypass.naverpay"
ITEMS = f"{BYPASS}.productItems"
DELIVERY_FEE = f"{BYPASS}.deliveryFee"
SUB_MERCHANT = f"{BYPASS}.subMerchantInfo"
SUB_MERCHANT_FIELDS = (
    "subMerchantName",
    "subMerchantId",
    "subMerchantBusinessNo",
    "subMerchantPayId",
    "subMerchantTelephoneNo",
    "subMerchantCustomerServiceUrl",
)
REFERRERS = (
    *("NAVER_BOOK", "NAVER_MUSIC", "NAVER_SHOPPING", "NAVER_MAP", "NAVER_PLACE", "SEARCH_AD"),
    *("NAVER_SEARCH", "BRAND_SEARCH", "PARTNER_DIRECT", "ETC"),
)
DELETE_API = "v2.openapi.json DELETE /billing-keys/{billingKey}"


def fee_is_no_number(view: View) -> bool:
    """The delivery fee is there and no JSON number."""
    fee = view.get(DELIVERY_FEE)
    return fee is not None and (isinstance(fee, bool) or not isinstance(fee, (int, float)))


WINDOW = (
    *wallet.easy_pay_only(),
    *wallet.window("POPUP"),
    wallet.own_wallet("NAVERPAY"),
    one_of("any.currency", "currency", CURRENCIES, on=WINDOWS, fact="Naver Pay is paid in won."),
    minimum(
        "browser_payment.min-amount",
        "totalAmount",
        100,
        severity="warning",
        fact="So says the V2 guide; 10 won is the least by V1's guide and a release note of January 2024.",
    ),
    max_length(
        "browser_payment.order-name-length",
        "orderName",
        128,
        fact="The SDK's schema sets this limit.",
        source=f"{SDK_SCHEMA} PaymentOrderName",
    ),
    pattern(
        "browser_payment.order-name-more-items-suffix",
        "orderName",
        r"(?!.*외\s*\d+\s*[개건]).*",
        severity="warning",
        fact="Naver Pay counts the other products itself; give the first product's name alone.",
    ),
    *each(
        ignored,
        "browser_payment.{}",
        {"installment": "easyPay.installment", "available-cards": "easyPay.availableCards"},
        fact="Cards and months are the buyer's choice inside Naver Pay.",
    ),
    *wallet.read_by_others(),
)

PRODUCTS = (
    ignored(
        "browser_payment.products",
        "products",
        fact="Naver Pay reads bypass.naverpay.productItems instead.",
    ),
    required(
        "browser_payment.product-items-required",
        ITEMS,
        when=given(BYPASS),
        fact="The SDK's schema has no bypass.naverpay without its products.",
        source=f"{SDK_SCHEMA} bypass.payment.Naverpay",
    ),
    *naver.products(ITEMS, name="product-item"),
    *naver.sellers(
        ITEMS,
        letters="browser_payment.product-item-seller-id",
        contract="browser_payment.product-item-seller-id-contract",
    ),
    one_of(
        "browser_payment.product-item-pay-referrer",
        f"{ITEMS}[].payReferrer",
        REFERRERS,
        fact="Naver knows these ways by which a buyer came.",
        source=f"{SDK_SCHEMA} NaverpayProductItemPayReferrer",
    ),
    needs_contract(
        "browser_payment.product-item-pay-referrer-contract",
        f"{ITEMS}[].payReferrer",
        contract="pg-option",
        fact="It is for partners of a Naver service.",
    ),
    pattern(
        "browser_payment.use-cfm-ymdt",
        f"{BYPASS}.useCfmYmdt",
        DAY,
        fact="The day of use is written YYYYMMDD.",
    ),
    needs_contract(
        "browser_payment.use-cfm-ymdt-contract",
        f"{BYPASS}.useCfmYmdt",
        contract="pg-option",
        fact="It is for shops whose contract with Naver Pay asks for it; others leave it out.",
    ),
    conditional(
        "browser_payment.delivery-fee-number",
        DELIVERY_FEE,
        fee_is_no_number,
        breaks={DELIVERY_FEE: "3000"},
        fact="It is a number in JSON, 3000 without quotes.",
    ),
)

SUB_MERCHANTS = (
    required_any(
        "browser_payment.sub-merchant-complete",
        "+".join(f"{SUB_MERCHANT}.{field}" for field in SUB_MERCHANT_FIELDS),
        field=SUB_MERCHANT,
        when=given(SUB_MERCHANT),
        fact="A sub-merchant is stated in all six fields.",
        source=f"{SDK_SCHEMA} NaverpaySubMerchantInfo",
    ),
    pattern(
        "browser_payment.sub-merchant-business-no",
        f"{SUB_MERCHANT}.subMerchantBusinessNo",
        r"\d{10}",
        fact="Here a business number is ten digits without hyphens.",
        source=f"{SDK_SCHEMA} NaverpaySubMerchantInfo",
    ),
    needs_contract(
        "browser_payment.sub-merchant-contract",
        SUB_MERCHANT,
        contract="sub-merchant",
        fact="Payment gateways that sell for others state it.",
        source=f"{SDK_SCHEMA} NaverpaySubMerchantInfo",
    ),
)

BILLING_KEYS = (
    *each(
        required,
        "browser_billing_key.{}-required",
        {"issue-id": "issueId", "issue-name": "issueName"},
        fact="Naver Pay wants an id of the issue and a title for the window.",
    ),
    required(
        "browser_billing_key.display-amount-needs-currency",
        "currency",
        when=given("displayAmount"),
        fact="Amount and currency are shown together.",
    ),
    required(
        "browser_billing_key.currency-needs-display-amount",
        "displayAmount",
        when=given("currency"),
        fact="Amount and currency are shown together.",
    ),
    *each(
        required,
        "delete_billing_key.{}-required",
        {"reason": "reason", "requester": "requester"},
        fact="Naver Pay wants to know why a subscription ends, and who (CUSTOMER or ADMIN) ends it.",
        source=DELETE_API,
    ),
)

PROVIDER = Provider(
    slug="naverpay",
    api="v2",
    codes=("NAVERPAY",),
    name_en="Naver Pay",
    name_ko="네이버페이 (결제형)",
    counterpart="naver",
    source="opi/ko/integration/pg/v2/naverpay.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("EASY_PAY",),
            currencies=CURRENCIES,
            locales=("KO_KR",),
            easy_pay_providers=("NAVERPAY",),
        ),
        "browser_billing_key": Capability(
            pay_methods=("EASY_PAY",),
            currencies=CURRENCIES,
            locales=("KO_KR",),
            easy_pay_providers=("NAVERPAY",),
        ),
        "delete_billing_key": Capability(),
    },
    unsupported=wallet.UNSUPPORTED,
    rules=(*WINDOW, *PRODUCTS, *SUB_MERCHANTS, *BILLING_KEYS),
    bypass={"browser_payment": bypass.Payment, "browser_billing_key": bypass.BillingKey},
    same_bypass={
        "naverProducts": "bypass.naverpay.productItems",
        "naverUseCfm": "bypass.naverpay.useCfmYmdt",
    },
    notes=(
        "An issueId serves one Naver account once.",
        "Shops that Naver Pay calls risky send the buyer's name and whole birth date.",
        "V1's guide demands the product list, V2's does not; the SDK's schema does inside bypass.naverpay.",
        "Values of categoryType, categoryId and uid stand in Naver Pay's own manual.",
        "The review checks that error messages are shown as they came, and that too small an amount is caught.",
        "Before the review the live window answers that the API may not be called.",
        "On PC the window looks as on mobile.",
        "A payment can be cancelled for 1095 days.",
        "Escrow confirmation: fromStore is Naver Pay's own, true when the shop confirms or nobody knows.",
        "bypass.naverpay takes subMerchantName and subMerchantId when a key is issued.",
        "The quick guide calls the bypass key naver; it is naverpay.",
    ),
)
