"""NHN KCP on V2: deposit deadlines, and a full request of each kind."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pgbridge_providers.v2.kcp_v2 import PROVIDER

from pgbridge.rules import check

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def account(due: object) -> dict[str, Any]:
    return {"method": {"virtualAccount": {"bank": "SHINHAN", "expiry": {"dueDate": due}}}}


def errors(operation: str, request: dict[str, Any], platform: str | None = None) -> list[str]:
    found = check(PROVIDER, operation, request, platform=platform, now=NOW)
    return [each.rule for each in found if each.severity == "error"]


@pytest.mark.parametrize(
    "due",
    [
        "2020-01-01T00:00:00+09:00",
        "2026-06-01T00:00:00Z",
        "2026-06-01t00:00:00z",
        "2026-06-01T09:00:00",
        "2026-06-01T08:59:59+09:00",
    ],
)
def test_a_deadline_that_is_over_is_refused(due: str) -> None:
    assert "kcp-v2.instant.due-date-future" in errors("instant", account(due))


@pytest.mark.parametrize(
    "due", ["2026-06-01T00:00:01Z", "2099-01-01T00:00:00+09:00", "next week", None, 20200101, {}]
)
def test_a_deadline_to_come_or_none_at_all_is_not(due: object) -> None:
    assert "kcp-v2.instant.due-date-future" not in errors("instant", account(due))


def test_a_keyed_in_card_has_no_deadline() -> None:
    request = account("2020-01-01T00:00:00+09:00")
    request["method"] = {"card": request["method"]["virtualAccount"]}
    assert "kcp-v2.instant.due-date-future" not in errors("instant", request)


FULL: dict[str, Any] = {
    "storeId": "store",
    "channelKey": "channel",
    "paymentId": "Order0001",
    "orderName": "여름 셔츠 외 2건",
    "totalAmount": 55_000,
    "taxFreeAmount": 5_000,
    "vatAmount": 4_545,
    "currency": "CURRENCY_KRW",
    "locale": "KO_KR",
    "redirectUrl": "https://shop.example/done",
    "noticeUrls": ["https://shop.example/hook"],
    "productType": "PRODUCT_TYPE_REAL",
    "customer": {
        "customerId": "member-1",
        "fullName": "홍길동",
        "phoneNumber": "010-0000-1234",
        "email": "a@b.example",
        "address": {"addressLine1": "서울", "addressLine2": "1층"},
        "zipcode": "04524",
    },
    "products": [{"id": "p1", "name": "셔츠", "amount": 55_000, "quantity": 1}],
    "isEscrow": True,
    "isCulturalExpense": False,
    "customData": {"cart": 7},
    "bypass": {
        "kcp_v2": {
            "site_name": "상점",
            "site_logo": "https://shop.example/logo.gif",
            "skin_indx": "3",
            "shop_user_id": "member-1",
            "deli_term": "03",
        }
    },
}


@pytest.mark.parametrize(
    "method",
    [
        {
            "payMethod": "CARD",
            "card": {"cardCompany": "KOOKMIN_CARD", "installment": {"monthOption": {"fixedMonth": 3}}},
        },
        {"payMethod": "CARD", "card": {"installment": {"monthOption": {"availableMonthList": [2, 3, 6]}}}},
        {"payMethod": "TRANSFER", "transfer": {"cashReceiptType": "PERSONAL"}},
        {"payMethod": "VIRTUAL_ACCOUNT", "virtualAccount": {"accountExpiry": {"validHours": 24}}},
        {"payMethod": "GIFT_CERTIFICATE", "giftCertificate": {"giftCertificateType": "CULTURELAND"}},
        {"payMethod": "MOBILE", "mobile": {"carrier": "SKT"}},
        {"payMethod": "EASY_PAY", "easyPay": {"easyPayProvider": "EASY_PAY_PROVIDER_NAVERPAY"}},
    ],
    ids=lambda method: method["payMethod"],
)
@pytest.mark.parametrize("platform", ["pc", "mobile"])
def test_a_full_request_is_not_refused(method: dict[str, Any], platform: str) -> None:
    assert errors("browser_payment", FULL | method, platform) == []
