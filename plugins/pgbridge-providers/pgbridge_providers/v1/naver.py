"""Naver Pay, paid at once (결제형, `naverpay`), on V1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import (
    Capability,
    Provider,
    conditional,
    each,
    is_,
    minimum,
    needs_contract,
    number,
    one_of,
    pattern,
    required,
)
from pgbridge_providers import common_naver as naver
from pgbridge_providers import common_plain_v1 as plain
from pgbridge_providers import common_unread as unread
from pgbridge_providers.common_days import day_of, day_of_epoch, today
from pgbridge_providers.common_v1 import DAY, WINDOW_KEYS

if TYPE_CHECKING:
    from pgbridge.rules import View

WINDOWS = ("browser_payment", "browser_billing_key")
USE_DAY = {
    "browser_payment": "naverUseCfm",
    "again": "extra.naverUseCfm",
    "schedule": "schedules[].extra.naverUseCfm",
}


def use_day_past(view: View) -> bool:
    """The day of use is over."""
    day = day_of(view.get(USE_DAY[view.operation]))
    return day is not None and day < today(view)


def use_day_before_schedule(view: View) -> bool:
    """A row's day of use is over, or comes before the row is charged."""
    for row in view.list("schedules"):
        if not isinstance(row, dict) or not isinstance(extra := row.get("extra"), dict):
            continue
        day = day_of(extra.get("naverUseCfm"))
        charged = day_of_epoch(number(row.get("schedule_at"))) or today(view)
        if day is not None and day < max(today(view), charged):
            return True
    return False


PRODUCTS = (
    required(
        "browser_payment.products",
        "naverProducts",
        fact="Naver Pay wants to know what is sold, and lets no shop through its review without it.",
    ),
    *naver.products("naverProducts", name="product"),
    *naver.sellers(
        "naverProducts",
        letters="browser_payment.seller-id-charset",
        contract="browser_payment.seller-id-contract",
    ),
    pattern(
        "any.name-no-and-others",
        "name",
        "(?!.*외 ?\\d+ ?[개건]).*",
        on=WINDOWS,
        severity="warning",
        fact="Naver Pay counts the other products itself; give the first product's name alone.",
    ),
)

DAYS = (
    *(
        pattern(f"{rule}-format", USE_DAY[operation], DAY, fact="The day of use is written YYYYMMDD.")
        for operation, rule in (
            ("browser_payment", "browser_payment.use-cfm"),
            ("again", "again.again-use-cfm"),
            ("schedule", "schedule.use-cfm"),
        )
    ),
    *(
        conditional(
            f"{operation}.use-cfm-not-past",
            USE_DAY[operation],
            use_day_past,
            breaks={USE_DAY[operation]: "20200101"},
            fact="What is paid now is used today (in Korea) or later.",
        )
        for operation in ("browser_payment", "again")
    ),
    conditional(
        "schedule.use-cfm-not-past",
        USE_DAY["schedule"],
        use_day_before_schedule,
        breaks={USE_DAY["schedule"]: "20200101"},
        fact="What is scheduled is used on the day of its payment or later.",
    ),
    needs_contract(
        "browser_payment.use-cfm-contract",
        "naverUseCfm",
        contract="pg-option",
        fact="It is for shops whose contract with Naver Pay asks for it; others leave it out.",
    ),
)

BUYER = (
    pattern(
        "browser_payment.purchaser-birthday",
        "naverPurchaserBirthday",
        DAY,
        fact="A birth date is written YYYYMMDD.",
    ),
    *each(
        needs_contract,
        "browser_payment.{}-contract",
        {
            "purchaser-name": "naverPurchaserName",
            "purchaser-birthday": "naverPurchaserBirthday",
            "merchant-user-key": "naverMerchantUserKey",
        },
        contract="member-id",
        fact="Naver Pay asks shops in risky lines of business for it; others leave it out.",
    ),
)

AMOUNTS = (
    minimum("any.min-amount", "amount", 10, on=("browser_payment", "again"), fact="10 won are the least."),
    minimum("schedule.min-amount", "schedules[].amount", 10, fact="10 won are the least."),
    plain.window_vat_ignored(),
    *unread.unread_by_charges("again"),
    unread.unread_by_cancel(),
)

BILLING_KEYS = (
    required(
        "any.m-redirect-url",
        "m_redirect_url",
        on=WINDOWS,
        when=is_("naverPopupMode", False),
        fact="Without a popup the page itself leaves and needs a place to return to.",
    ),
    plain.key_name_required(),
    required(
        "browser_billing_key.product-count",
        "naverProductCount",
        fact="The window shows how many products the subscription is for.",
    ),
    required(
        "browser_billing_key.product-code",
        "naverProductCode",
        severity="warning",
        fact="It keeps a buyer from subscribing twice; a random one is made up otherwise.",
    ),
    required(
        "browser_billing_key.buyer-tel",
        "buyer_tel",
        severity="warning",
        fact="The guide's sample calls it mandatory, its table optional.",
    ),
    plain.no_card_in_schedule(),
)

CANCEL = (
    required(
        "cancel.reason",
        "reason",
        fact="Naver Pay wants the true reason, and lets no shop through its review without it.",
    ),
    required(
        "cancel.requester",
        "extra.requester",
        severity="warning",
        fact="Naver Pay's review looks for who asks for the cancel; left out it is the shop (admin).",
    ),
    one_of(
        "cancel.requester-values",
        "extra.requester",
        ("customer", "admin"),
        fact="The buyer or the shop asks for a cancel.",
    ),
)

PROVIDER = Provider(
    slug="naver",
    api="v1",
    codes=("naverpay",),
    name_en="Naver Pay (payment type)",
    name_ko="네이버페이 (결제형)",
    counterpart="naverpay",
    source="opi/ko/integration/pg/v1/naver.mdx",
    operations={
        "browser_payment": Capability(),
        "browser_billing_key": Capability(),
        "again": Capability(),
        "schedule": Capability(),
        "cancel": Capability(),
    },
    unsupported=WINDOW_KEYS,
    rules=(*PRODUCTS, *DAYS, *BUYER, *AMOUNTS, *BILLING_KEYS, *CANCEL),
    notes=(
        "Deleting a billing key takes reason and extra.requester too.",
        "The review checks that error_msg is shown as it came and that less than 10 won is caught politely.",
        "Before the review the live window answers that the API may not be called.",
        "naverMerchantUserKey holds no personal data, so no login id.",
        "payReferrer is for partners of other Naver services; naverCultureBenefit asks for the culture deduction.",
        "Registering a subscription charges nothing and binds no later amount.",
        "The window has no pay_method. Naver Pay by orders is a code of its own, naverco.",
        "Points and confirmation have calls of their own under /payments/{imp_uid}/naver.",
    ),
)
