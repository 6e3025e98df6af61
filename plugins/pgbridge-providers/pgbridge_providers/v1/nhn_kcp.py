"""NHN KCP on V1: `kcp` (payments, REST) and `kcp_billing` (billing-key window)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    ON_MOBILE,
    ON_PC,
    Capability,
    Provider,
    conditional,
    each,
    given,
    ignored,
    is_,
    is_not,
    maximum,
    needs_contract,
    one_of,
    pattern,
    paying,
    required,
    unsupported_method,
)
from pgbridge_providers import common_unread as unread
from pgbridge_providers import common_v1 as common
from pgbridge_providers.bypass import kcp as bypass

if TYPE_CHECKING:
    from pgbridge.rules import View

EASY_PAY = (
    *("payco", "lpay", "kakaopay", "naverpay", "naverpay_bridge", "samsung", "ssgpay", "applepay"),
    "tosspay",
)
GIFT_CERTIFICATES = ("cultureland", "smartculture", "booknlife", "happymoney")
LOCALES = ("ko", "en")
WINDOWS = ("browser_payment", "browser_billing_key")
KB = "381"
ALWAYS_LUMP_SUM_BELOW = 10_000  # won; the usual limit of 50,000 is common_v1's

# Fixed months of a card opened directly ask for card points by adding one of these to the months.
POINTS = 60
POINTS_HYUNDAI = 80
HYUNDAI = "367"
POINT_CARDS = ("381", "361", "365", "374", "368", "366", "371", "041", "370")


def code(view: View) -> str:
    """Give the code of the card company opened directly, three digits."""
    value = view.get("card.direct.code")
    return f"{value:03}" if type(value) is int and 0 <= value < 1000 else str(value)  # 41 is 041


def points_not_offered(view: View) -> bool:
    """Points of 60 with Hyundai, or of 80 with a card that has 60."""
    months, card = common.fixed_months(view), code(view)
    if card == HYUNDAI:
        return POINTS <= months < POINTS_HYUNDAI
    return card in POINT_CARDS and months >= POINTS_HYUNDAI


def months_without_points(view: View) -> int:
    """Give the fixed months without what stands for card points; 0 and 1 are a lump sum."""
    months = common.fixed_months(view)
    if months >= POINTS_HYUNDAI:
        return months - POINTS_HYUNDAI
    return months - POINTS if months >= POINTS else months


def no_instalments(view: View) -> bool:
    """Fixed months for an amount that no card company splits."""
    amount = view.won("amount")
    return amount is not None and amount < ALWAYS_LUMP_SUM_BELOW and months_without_points(view) > 1


def rarely_instalments(view: View) -> bool:
    """Months, fixed or to choose from, for an amount that few card companies split."""
    fixed = common.below_instalments(view) and months_without_points(view) > 1
    return fixed or common.listed_instalments_too_small(view)


def months_left_out(view: View) -> bool:
    """A list of months with gaps below its largest."""
    months = {month for month in common.listed_months(view) if month > 1}
    return bool(months) and len(months) != max(months) - 1


WINDOW = (
    unsupported_method(
        "browser_payment.pay-method",
        "pay_method",
        fact="Samsung Pay is `samsung`; Naver Pay is `naverpay` by card, `naverpay_bridge` with points too.",
    ),
    one_of("browser_payment.language", "language", LOCALES, fact="The window speaks these two languages."),
    one_of(
        "browser_payment.auth-mode",
        "auth_mode",
        ("key-in",),
        fact="key-in lets the buyer type the card once; there is no other mode.",
    ),
    pattern(
        "browser_payment.vbank-due",
        "vbank_due",
        common.DAY + r"(([01]\d|2[0-3])[0-5]\d[0-5]\d)?",
        when=paying("vbank"),
        severity="warning",
        fact="KCP's guide writes YYYYMMDD (until 23:59:59) or YYYYMMDDHHmmss.",
    ),
    common.deposit_deadline(),
    common.redirect_on_mobile("any.m-redirect-url-mobile", on=WINDOWS),
    *unread.unread_by_window(),
)

MEMBERS = (
    *(
        required(
            f"browser_payment.{case}-shop-user-id",
            "bypass.shop_user_id",
            when=when,
            fact="KCP wants the shop's own id of the buyer.",
        )
        for case, when in (("gift", paying(*GIFT_CERTIFICATES)), ("phone", paying("phone")))
    ),
    required(
        "browser_payment.phone-buyer-name",
        "buyer_name",
        when=paying("phone"),
        fact="A phone payment names the buyer.",
    ),
    required(
        "browser_payment.point-member-code",
        "bypass.pt_memcorp_cd",
        when=paying("point"),
        fact="Benepia points belong to members of a company, which this code names.",
    ),
)

ESCROW = (
    required(
        "browser_payment.escrow-kcp-products",
        "kcpProducts",
        when=is_("escrow"),
        severity="warning",
        fact="With several goods in the basket KCP wants them listed; their prices need not add up.",
    ),
    *each(
        required,
        "browser_payment.kcp-products-{}",
        {
            "ordernumber": "kcpProducts[].orderNumber",
            "name": "kcpProducts[].name",
            "quantity": "kcpProducts[].quantity",
            "amount": "kcpProducts[].amount",
        },
        fact="KCP wants each of the goods complete: number, name, quantity and price.",
    ),
)

CARD = (
    required(
        "browser_payment.direct-company",
        "company",
        when=given("card.direct"),
        severity="warning",
        fact="The card company's window shows the shop's name; without it that is iamport.",
    ),
    conditional(
        "browser_payment.direct-quota-points",
        "card.direct.quota",
        points_not_offered,
        breaks={"card.direct": {"code": HYUNDAI, "quota": 63}},
        fact="Card points are asked for with months + 80 at Hyundai, months + 60 at the others.",
    ),
    conditional(
        "browser_payment.direct-quota-min-amount",
        "card.direct.quota",
        no_instalments,
        breaks={"amount": 9_999, "card.direct": {"code": "367", "quota": 3}},
        fact="No card company has instalments below 10,000 KRW; 0 (60 or 80 with points) is the lump sum.",
    ),
    conditional(
        "browser_payment.quota-usual-min-amount",
        "card.direct.quota",
        rarely_instalments,
        breaks={"amount": 49_999, "display.card_quota": [2, 3]},
        severity="warning",
        fact="Below 50,000 KRW only some card companies have instalments.",
    ),
    conditional(
        "browser_payment.card-quota-up-to-max",
        "display.card_quota",
        months_left_out,
        breaks={"amount": 50_000, "display.card_quota": [3, 6]},
        severity="warning",
        fact="KCP offers every number of months up to the largest one listed.",
    ),
    one_of(
        "browser_payment.app-flag",
        "bypass.app_flag",
        ("Y", "N", "S"),
        fact="For KB cards Y is the app card, N is ISP, S the buyer's choice.",
    ),
    ignored(
        "browser_payment.app-flag-choice-mobile-only",
        "bypass.app_flag",
        only="S",
        when=ON_PC,
        fact="The choice exists on mobile only.",
    ),
    ignored(
        "browser_payment.app-flag-kb-only",
        "bypass.app_flag",
        when=is_not("card.direct.code", KB),
        fact="It acts only where KB (381) is opened directly.",
    ),
)

WINDOW_OPTIONS = (
    *each(
        one_of,
        "browser_payment.{}",
        {"coupon-apply-yn": "bypass.coupon_apply_yn", "complex-pnt-yn": "bypass.complex_pnt_yn"},
        allowed=("Y", "N"),
        fact="KCP's switches are Y and N.",
    ),
    needs_contract(
        "browser_payment.coupon-apply-contract",
        "bypass.coupon_apply_yn",
        contract="coupon",
        fact="Showing or hiding coupons is agreed with KCP beforehand.",
    ),
    pattern(
        "browser_payment.skin-indx",
        "bypass.skin_indx",
        "[1-9]|1[01]",
        severity="warning",
        fact="The window has the skins 1 to 11.",
    ),
    *each(
        ignored,
        "browser_payment.{}-pc-only",
        {
            "skin-indx": "bypass.skin_indx",
            "site-logo": "bypass.site_logo",
            "complex-pnt-yn": "bypass.complex_pnt_yn",
        },
        when=ON_MOBILE,
        fact="It is an option of the PC window.",
    ),
)

BILLING_KEY_WINDOW = (
    unsupported_method(
        "browser_billing_key.pay-method", "pay_method", fact="The window issues billing keys for cards only."
    ),
    required(
        "browser_billing_key.customer-uid",
        "customer_uid",
        fact="It names the billing key; without it the window takes a payment.",
    ),
    maximum(
        "browser_billing_key.billing-amount-not-charged",
        "amount",
        0,
        severity="warning",
        fact="The window shows this amount but charges nothing.",
    ),
    one_of(
        "browser_billing_key.batch-birth-day-yn",
        "bypass.batch_birth_day_yn",
        ("Y",),
        severity="warning",
        fact="Y asks for the birth date from the start; what another value does is open.",
    ),
    *each(
        ignored,
        "browser_billing_key.{}-pc-only",
        {"batch-birth-day-yn": "bypass.batch_birth_day_yn", "site-logo": "bypass.site_logo"},
        when=ON_MOBILE,
        fact="It is an option of the PC window.",
    ),
)

REST = (
    *unread.unread_by_charges("onetime", "again"),
    unread.unread_by_cancel(),
    common.receipt_number_kind_ignored(),
)

PROVIDER = Provider(
    slug="nhn-kcp",
    api="v1",
    codes=("kcp", "kcp_billing"),
    name_en="NHN KCP",
    name_ko="NHN KCP",
    counterpart="kcp-v2",
    source="opi/ko/integration/pg/v1/nhn-kcp/readme.mdx",
    operations={
        "browser_payment": Capability(
            pay_methods=("card", "trans", "vbank", "phone", *GIFT_CERTIFICATES, *EASY_PAY, "point"),
            locales=LOCALES,
            easy_pay_providers=EASY_PAY,
            gift_certificates=GIFT_CERTIFICATES,
        ),
        "browser_billing_key": Capability(pay_methods=("card",)),
        "onetime": Capability(),
        "issue_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
        "escrow_logistics": Capability(),
        "cash_receipt": Capability(),
    },
    unsupported=("vbank", "cvs", "store_receipt"),
    rules=(
        *WINDOW,
        *MEMBERS,
        *ESCROW,
        *CARD,
        *WINDOW_OPTIONS,
        *BILLING_KEY_WINDOW,
        *REST,
    ),
    bypass={"browser_payment": bypass.PaymentV1, "browser_billing_key": bypass.BillingKeyV1},
    notes=(
        "A cancel says tax_free where the payment had it; leaving it out is not 0.",
        "A phone payment of an earlier month is refunded to a bank account, by contract, the next workday.",
        "Benepia points can be read and paid by REST too; without a member code it is a test.",
        "The guide is of two minds whether happymoney and ssgpay can be opened; both are taken here.",
        "The OpenAPI is of two minds whether KCP has PUT /escrows/logis and DELETE /vbanks.",
        "display.card_quota [6] offers everything up to 6 months, unlike the SDK reference says.",
        "prefill.phoneNumber fixes the number of a phone payment; company is the shop's name shown.",
        "With fewer than eight digits of the card typed, the billing-key window may want a resident number.",
        "The result comes to the callback on PC, by redirect on mobile.",
    ),
)
