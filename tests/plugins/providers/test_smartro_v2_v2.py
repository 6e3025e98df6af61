"""Smartro on V2: deposit deadlines, cards that open on Windows alone, cash receipts, and full requests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pgbridge_providers.v2.smartro_v2 import PROVIDER

from pgbridge.rules import check

NOW = datetime(2026, 6, 1, tzinfo=UTC)  # 09:00 in Korea
WINDOW: dict[str, Any] = {
    "storeId": "store-1",
    "channelKey": "channel-key-1",
    "paymentId": "order20300001",
    "orderName": "책 3권",
    "totalAmount": 55_000,
    "taxFreeAmount": 11_000,
    "vatAmount": 4_000,
    "currency": "CURRENCY_KRW",
    "payMethod": "CARD",
    "productType": "PRODUCT_TYPE_REAL",
    "redirectUrl": "https://shop.example/done",
    "noticeUrls": ["https://shop.example/hook"],
    "locale": "KO_KR",
    "customData": {"cart": [1, 2, 3]},
    "customer": {
        "customerId": "buyer0001",
        "fullName": "홍길동",
        "phoneNumber": "010-1234-5678",
        "email": "buyer@shop.example",
        "address": {"addressLine1": "성수이로 16", "addressLine2": "3층"},
    },
    "products": [{"id": "p1", "name": "책", "amount": 55_000, "quantity": 1}],
    "offerPeriod": {"range": {"from": "2030-01-01T00:00:00+09:00", "to": "2030-12-31T00:00:00+09:00"}},
    "bypass": {"smartro_v2": {"SkinColor": "BLUE", "OpenType": "KR", "GoodsCnt": 3}},
}
DUE_PAST = (
    "2020-01-01T00:00:00+09:00",
    "2026-06-01T00:00:00Z",
    "2026-06-01T09:00:00",
    "2026-06-01 08:59:59",
    "20260601085959",
    "2026-05-31",
    "20260531",
)
DUE_OPEN = (
    "2026-06-01T00:00:01Z",
    "2026-06-01 09:00:01",
    "20260601090001",
    "2026-06-01",
    "20260601",
    "2099-12-31T23:59:59+09:00",
    "9999-12-31",
    "99991231235959",
    "20261399000000",
    "2026-02-30",
    "tomorrow",
    "",
    20200101,
    None,
    {"year": 2020},
)


def found(operation: str, request: object, platform: str | None = None) -> set[str]:
    violations = check(PROVIDER, operation, request, platform=platform, now=NOW)
    return {each.rule.removeprefix("smartro-v2.") for each in violations}


def refused(operation: str, request: object, platform: str | None = None) -> list[str]:
    violations = check(PROVIDER, operation, request, platform=platform, now=NOW)
    return [each.rule for each in violations if each.severity == "error"]


@pytest.mark.parametrize(
    ("due", "past"), [*((due, True) for due in DUE_PAST), *((due, False) for due in DUE_OPEN)]
)
def test_a_deposit_deadline_lies_in_the_future(due: object, past: bool) -> None:
    window = {**WINDOW, "payMethod": "VIRTUAL_ACCOUNT", "virtualAccount": {"accountExpiry": {"dueDate": due}}}
    assert ("browser_payment.vbank-due-date-future" in found("browser_payment", window)) is past
    assert "browser_payment.vbank-due-date-future" not in found(
        "browser_payment", {**window, "payMethod": "CARD"}
    )
    instant = {"method": {"virtualAccount": {"expiry": {"dueDate": due}}}}
    assert ("instant.due-date-future" in found("instant", instant)) is past


@pytest.mark.parametrize(
    ("company", "platform", "rules"),
    [
        ("JEONBUK_CARD", "pc", {"card-direct-windows-only-pc"}),
        ("CARD_COMPANY_KAKAO_BANK", "pc", {"card-direct-windows-only-pc"}),
        ("KAKAO_BANK", "mobile", {"card-direct-windows-only"}),
        ("KAKAO_BANK", None, set()),
        ("BC_CARD", "pc", set()),
        ("BC_CARD", "mobile", set()),
    ],
)
def test_two_card_companies_open_on_windows_alone(
    company: str, platform: str | None, rules: set[str]
) -> None:
    months = {"installment": {"monthOption": {"fixedMonth": 0}}}
    request = {**WINDOW, "card": {"cardCompany": company, **months}}
    plain = {**WINDOW, "card": {"cardCompany": "BC_CARD", **months}}
    tripped = found("browser_payment", request, platform) - found("browser_payment", plain, platform)
    assert {rule.removeprefix("browser_payment.") for rule in tripped} == rules


@pytest.mark.parametrize("platform", ["pc", "mobile"])
@pytest.mark.parametrize(
    "more",
    [
        {"card": {"cardCompany": "BC_CARD", "installment": {"monthOption": {"fixedMonth": 3}}}},
        {"card": {"installment": {"freeInstallmentPlans": [{"cardCompany": "BC_CARD", "months": [2, 3]}]}}},
        {"isEscrow": True},
        {
            "payMethod": "TRANSFER",
            "transfer": {"cashReceiptType": "PERSONAL", "customerIdentifier": "01012345678"},
        },
        {"payMethod": "TRANSFER", "transfer": {"cashReceiptType": "ANONYMOUS"}},
        {"payMethod": "TRANSFER", "isEscrow": True},
        {"payMethod": "VIRTUAL_ACCOUNT", "virtualAccount": {"accountExpiry": {"validHours": 24}}},
        {
            "payMethod": "VIRTUAL_ACCOUNT",
            "virtualAccount": {
                "bankCode": "SHINHAN_BANK",
                "cashReceiptType": "CORPORATE",
                "customerIdentifier": "1178178260",
            },
        },
        {"payMethod": "MOBILE"},
        {"payMethod": "EASY_PAY", "easyPay": {"easyPayProvider": "NAVERPAY"}},
        {"payMethod": "EASY_PAY", "easyPay": {"easyPayProvider": "PINPAY"}},
    ],
)
def test_full_window_requests_are_taken(more: dict[str, Any], platform: str) -> None:
    assert not refused("browser_payment", {**WINDOW, **more}, platform)


def test_full_rest_requests_are_taken() -> None:
    buyer = {
        "id": "buyer0001",
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
        "products": WINDOW["products"],
        "installmentMonth": 3,
        "useFreeInterestFromMerchant": True,
    }
    account = {
        "bank": "SHINHAN",
        "expiry": {"dueDate": "2030-01-01T00:00:00+09:00"},
        "option": {"type": "NORMAL"},
    }
    fixed = {**account, "option": {"type": "FIXED", "fixed": {"pgAccountId": "a1"}}}
    for virtual in (account, fixed):
        assert not refused("instant", {**order, "paymentId": "o1", "method": {"virtualAccount": virtual}})
    assert not refused("pay_with_billing_key", {**order, "paymentId": "o1", "billingKey": "k"})
    scheduled = {
        "paymentId": "o1",
        "payment": {**order, "billingKey": "k"},
        "timeToPay": "2030-01-01T00:00:00Z",
    }
    assert not refused("schedule", scheduled)
    refund = {"bank": "SHINHAN", "number": "110", "holderName": "홍길동", "holderPhoneNumber": "0101234567"}
    assert not refused("cancel", {"paymentId": "o1", "amount": 100, "reason": "r", "refundAccount": refund})
