"""KSNET on V2: what each card company and easy payment takes to open directly, and full requests."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v2.ksnet import PROVIDER

from pgbridge.rules import check

WINDOW: dict[str, Any] = {
    "storeId": "store-1",
    "channelKey": "channel-key-1",
    "paymentId": "order-2030-0001",
    "orderName": "책 3권",
    "totalAmount": 55_000,
    "taxFreeAmount": 11_000,
    "currency": "CURRENCY_KRW",
    "payMethod": "CARD",
    "productType": "REAL",
    "isEscrow": True,
    "windowType": {"pc": "IFRAME", "mobile": "REDIRECTION"},
    "redirectUrl": "https://shop.example/done",
    "noticeUrls": ["https://shop.example/hook"],
    "locale": "KO_KR",
    "customData": {"cart": [1, 2, 3]},
    "customer": {"fullName": "홍길동", "phoneNumber": "010-1234-5678", "email": "buyer@shop.example"},
    "products": [{"id": "p1", "name": "책", "amount": 55_000, "quantity": 1}],
    "storeDetails": {
        "businessName": "책방",
        "businessRegistrationNumber": "1234567890",
        "ceoFullName": "홍길동",
        "address": "서울특별시",
        "phoneNumber": "02-123-4567",
    },
    "bypass": {"ksnet": {"sndQpayType": 1, "tcode": "skt", "url": "https://shop.example"}},
}
DIRECT = "browser_payment.card-direct-"


def found(operation: str, request: object, platform: str | None = None) -> set[str]:
    return {
        each.rule.removeprefix("ksnet.") for each in check(PROVIDER, operation, request, platform=platform)
    }


def refused(operation: str, request: object, platform: str | None = None) -> list[str]:
    violations = check(PROVIDER, operation, request, platform=platform)
    return [each.rule for each in violations if each.severity == "error"]


@pytest.mark.parametrize(
    ("company", "on_pc", "more_on_mobile"),
    [
        ("BC_CARD", set(), {"phone-mobile", "tcode-mobile"}),
        ("CARD_COMPANY_KAKAO_BANK", set(), {"phone-mobile", "tcode-mobile"}),
        ("KOOKMIN_CARD", {"business-name", "business-number"}, set()),
        ("CITI_CARD", {"business-name", "business-number", "url"}, set()),
        ("TOSS_BANK", set(), set()),
    ],
)
def test_a_card_company_misses_what_it_wants(company: str, on_pc: set[str], more_on_mobile: set[str]) -> None:
    bare = {"payMethod": "CARD", "card": {"cardCompany": company}}
    rules = {
        platform: {
            rule.removeprefix(DIRECT)
            for rule in found("browser_payment", bare, platform)
            if rule.startswith(DIRECT)
        }
        for platform in ("pc", "mobile")
    }
    assert rules == {"pc": on_pc, "mobile": on_pc | more_on_mobile}
    full = {**WINDOW, "card": {"cardCompany": company, "installment": {"monthOption": {"fixedMonth": 3}}}}
    assert not refused("browser_payment", full, "mobile")


@pytest.mark.parametrize(
    ("company", "ignored"), [("BC_CARD", True), ("TOSS_BANK", True), ("CITI_CARD", False), (None, False)]
)
def test_a_choice_of_months_depends_on_the_company(company: str | None, ignored: bool) -> None:
    card = {"cardCompany": company, "installment": {"monthOption": {"availableMonthList": [2, 3]}}}
    assert (f"{DIRECT}month-list" in found("browser_payment", {**WINDOW, "card": card})) is ignored


@pytest.mark.parametrize(
    ("service", "missing"),
    [
        ("LPAY", set()),
        ("NAVERPAY", {"naverpay-direct-business-name"}),
        (
            "PAYCO",
            {
                f"payco-direct-{name}"
                for name in ("customer-email", "customer-phone", "business-name", "business-number")
            },
        ),
        (
            "KAKAOPAY",
            {
                f"kakaopay-direct-{name}"
                for name in ("ceo-name", "store-address", "store-phone", "customer-email", "customer-phone")
            },
        ),
    ],
)
def test_an_easy_payment_opened_directly_misses_what_it_wants(service: str, missing: set[str]) -> None:
    bare = {
        "payMethod": "EASY_PAY",
        "productType": "REAL",
        "easyPay": {"easyPayProvider": service},
        "bypass": {"ksnet": {"easyPayDirect": True}},
    }
    through_window = {**bare, "bypass": {}}
    tripped = found("browser_payment", bare) - found("browser_payment", through_window)
    assert {rule.removeprefix("browser_payment.") for rule in tripped} == missing
    assert not refused("browser_payment", {**WINDOW, **bare}, "mobile")


@pytest.mark.parametrize("platform", ["pc", "mobile"])
@pytest.mark.parametrize(
    "more",
    [
        {"payMethod": "TRANSFER", "transfer": {"cashReceiptType": "ANONYMOUS"}},
        {"payMethod": "VIRTUAL_ACCOUNT", "virtualAccount": {"accountExpiry": {"validHours": 24}}},
        {
            "payMethod": "VIRTUAL_ACCOUNT",
            "virtualAccount": {"accountExpiry": {"dueDate": "2030-01-01 00:00:00"}},
        },
        {"payMethod": "MOBILE", "productType": "PRODUCT_TYPE_DIGITAL"},
        {"payMethod": "EASY_PAY", "easyPay": {"easyPayProvider": "SSGPAY"}},
        {"currency": "CURRENCY_USD", "totalAmount": 5_500},
    ],
)
def test_full_window_requests_are_taken(more: dict[str, Any], platform: str) -> None:
    assert not refused("browser_payment", {**WINDOW, **more}, platform)


def test_full_rest_requests_are_taken() -> None:
    buyer = {
        "id": "b1",
        "name": {"full": "홍길동"},
        "phoneNumber": "010-1234-5678",
        "email": "b@shop.example",
    }
    order = {
        "orderName": "책 3권",
        "amount": {"total": 55_000, "taxFree": 11_000, "vat": 4_000},
        "currency": "KRW",
        "customer": buyer,
        "customData": "{}",
        "productType": "PHYSICAL",
        "products": WINDOW["products"],
    }
    credential = {"number": "4111111111111111", "expiryYear": "30", "expiryMonth": "12"}
    secret = {"birthOrBusinessRegistrationNumber": "900101", "passwordTwoDigits": "12"}
    card = {"credential": credential | secret, "installmentMonth": 3, "useFreeInterestFromMerchant": True}
    account = {
        "bank": "SHINHAN",
        "expiry": {"validHours": 24},
        "option": {"type": "NORMAL"},
        "remitteeName": "x",
    }
    assert not refused("instant", {**order, "paymentId": "o-1", "method": {"card": card}})
    assert not refused("instant", {**order, "paymentId": "o-1", "method": {"virtualAccount": account}})
    assert not refused("issue_billing_key", {"method": {"card": card}, "customer": buyer})
    key = {**order, "billingKey": "k", "installmentMonth": 3, "useFreeInterestFromMerchant": True}
    assert not refused("pay_with_billing_key", {**key, "paymentId": "o-1"})
    assert not refused("schedule", {"paymentId": "o-1", "payment": key, "timeToPay": "2030-01-01T00:00:00Z"})
