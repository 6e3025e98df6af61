"""KSNET on V1: what each card company and easy payment takes to open directly, and full requests."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v1.ksnet import PROVIDER

from pgbridge.rules import check

SHOP = {
    "businessName": "책방",
    "businessRegistrationNumber": "1234567890",
    "ceoFullName": "홍길동",
    "address": "서울특별시",
    "phoneNumber": "02-123-4567",
}
WINDOW: dict[str, Any] = {
    "channelKey": "channel-key-1",
    "pay_method": "card",
    "merchant_uid": "order-2030-0001",
    "name": "책 3권",
    "amount": 55_000,
    "tax_free": 11_000,
    "currency": "KRW",
    "buyer_name": "홍길동",
    "buyer_tel": "010-1234-5678",
    "buyer_email": "buyer@shop.example",
    "buyer_addr": "서울특별시 성동구",
    "display": {"card_quota": [0, 2, 3, 6]},
    "useFreeInterestFromMall": True,
    "escrow": True,
    "custom_data": {"cart": [1, 2, 3]},
    "m_redirect_url": "https://shop.example/done",
    "storeDetails": SHOP,
    "bypass": {"ksnet": {"sndQpayType": "1", "tcode": "skt", "url": "https://shop.example"}},
}
DIRECT = "browser_payment.card-direct-"


def found(operation: str, request: object, platform: str | None = None) -> set[str]:
    return {
        each.rule.removeprefix("ksnet.") for each in check(PROVIDER, operation, request, platform=platform)
    }


def refused(operation: str, request: object, platform: str | None = None) -> list[str]:
    violations = check(PROVIDER, operation, request, platform=platform)
    return [each.rule for each in violations if each.severity == "error"]


@pytest.mark.parametrize("platform", ["pc", "mobile"])
@pytest.mark.parametrize(
    "method", ["card", "trans", "phone", "lpay", "ssgpay", "kakaopay", "naverpay", "payco"]
)
def test_full_window_requests_are_taken(method: str, platform: str) -> None:
    assert not refused("browser_payment", {**WINDOW, "pay_method": method, "digital": True}, platform)
    account = {**WINDOW, "pay_method": "vbank", "tax_free": 0, "vbank_due": "2030-12-31"}
    assert not refused("browser_payment", account, platform)


@pytest.mark.parametrize("code", ["361", "381", "041", "367", "090", "092"])
def test_a_card_company_opens_with_all_that_any_of_them_wants(code: str) -> None:
    request = {**WINDOW, "card": {"direct": {"code": code, "quota": 3}}}
    assert not refused("browser_payment", request, "mobile")


@pytest.mark.parametrize(
    ("code", "on_pc", "more_on_mobile"),
    [
        ("361", set(), {"buyer-tel-required", "tcode-required"}),
        ("090", set(), {"buyer-tel-required", "tcode-required"}),
        ("381", {"business-name-required", "business-number-required"}, set()),
        ("366", {"business-name-required", "business-number-required", "url-required"}, set()),
        ("092", set(), set()),
    ],
)
def test_a_card_company_misses_what_it_wants(code: str, on_pc: set[str], more_on_mobile: set[str]) -> None:
    bare = {"pay_method": "card", "amount": 100, "card": {"direct": {"code": code}}}
    rules = {
        platform: {
            rule.removeprefix(DIRECT)
            for rule in found("browser_payment", bare, platform)
            if rule.startswith(DIRECT)
        }
        for platform in ("pc", "mobile")
    }
    assert rules == {"pc": on_pc, "mobile": on_pc | more_on_mobile}


@pytest.mark.parametrize(
    ("amount", "currency", "months", "refused_", "warned"),
    [
        (9_999, "KRW", 2, True, True),
        (10_000, "KRW", 2, False, True),
        (50_000, None, 12, False, False),
        (500, "USD", 12, False, False),
        (500, "KRW", 0, False, False),
        (500, "KRW", 1, False, False),
    ],
)
def test_instalments_have_a_least_amount(
    amount: int, currency: str | None, months: int, refused_: bool, warned: bool
) -> None:
    for operation in ("onetime", "again"):
        rules = found(operation, {"amount": amount, "currency": currency, "card_quota": months})
        assert (f"{operation}.installment-minimum-any-card" in rules) is refused_
        assert (f"{operation}.installment-minimum" in rules) is warned


def test_full_rest_requests_are_taken() -> None:
    buyer = {name: value for name, value in WINDOW.items() if name.startswith("buyer_")}
    order = {
        "merchant_uid": "o-1",
        "amount": 55_000,
        "tax_free": 0,
        "name": "book",
        "product_type": "real",
        **buyer,
    }
    card = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12", "birth": "900101", "pwd_2digit": "12"}
    extra = {"card_quota": 3, "interest_free_by_merchant": True, "custom_data": "{}", "vat_amount": 4_000}
    assert not refused("onetime", {**order, **card, **extra, "pg": "ksnet"})
    assert not refused("again", {**order, **extra, "customer_uid": "card-1"})
    row = {**order, **extra, "schedule_at": 1_893_456_000}
    assert not refused("schedule", {"customer_uid": "card-1", "schedules": [row, row]})
    assert not refused("issue_billing_key", {**card, "customer_uid": "card-1", "customer_name": "홍길동"})
    assert not refused(
        "vbank", {**order, "vbank_code": "004", "vbank_due": 1_893_456_000, "vbank_holder": "Shop"}
    )
