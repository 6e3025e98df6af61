"""KG Inicis Japan on V2: how far away a convenience store's deadline may be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pgbridge_providers.v2.inicis_jp import PROVIDER

from pgbridge.rules import check

NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)  # noon in Seoul and Tokyo
RANGE = "inicis-jp.browser_payment.payment-deadline-due-date-range"


def found(due: object) -> set[str]:
    request = {"payMethod": "CONVENIENCE_STORE", "convenienceStore": {"paymentDeadline": {"dueDate": due}}}
    return {each.rule for each in check(PROVIDER, "browser_payment", request, now=NOW)}


@pytest.mark.parametrize(
    "due",
    [
        "2020-01-01T00:00:00Z",
        "2026-06-02T02:59:59Z",
        "2026-06-02T11:59:59",
        "2026-07-01T03:00:01Z",
        "2026-07-01T12:00:01+09:00",
        "2099-01-01T00:00:00+09:00",
        "2026-06-01",
        "2026-07-02",
        "0001-01-01T00:00:00+09:00",
        "9999-12-31T23:59:59-09:00",
        "9999-12-31",
    ],
)
def test_a_deadline_too_near_or_too_far_is_refused(due: str) -> None:
    assert RANGE in found(due)


@pytest.mark.parametrize(
    "due",
    [
        "2026-06-02T03:00:00Z",
        "2026-06-02T12:00:00",
        "2026-06-15T00:00:00+09:00",
        "2026-07-01T03:00:00Z",
        "2026-06-02",
        "2026-07-01",
        "tomorrow",
        "",
        None,
        20260615,
        {"day": "2020-01-01"},
    ],
)
def test_one_in_reach_or_none_at_all_is_not(due: object) -> None:
    assert RANGE not in found(due)


def test_full_requests_are_not_refused() -> None:
    request = {
        "storeId": "store",
        "channelKey": "channel",
        "paymentId": "order_0001",
        "orderName": "Tシャツ",
        "totalAmount": 5_500,
        "taxFreeAmount": 0,
        "currency": "CURRENCY_JPY",
        "locale": "JA_JP",
        "redirectUrl": "https://shop.example/done",
        "customer": {
            "customerId": "member-1",
            "firstName": "Taro",
            "lastName": "Yamada",
            "firstNameKana": "タロウ",
            "lastNameKana": "ヤマダ",
            "email": "a@b.example",
        },
        "products": [{"id": "p1", "name": "Tシャツ", "amount": 5_500, "quantity": 1}],
        "customData": {"cart": 7},
        "storeDetails": {
            "storeName": "店",
            "storeNameShort": "店",
            "storeNameEn": "Shop",
            "storeNameKana": "ミセ",
            "contactName": "窓口",
            "email": "shop@b.example",
            "phoneNumber": "0216705176",
            "openingHours": {"open": "09:00", "close": "18:00"},
        },
    }
    for method in (
        {"payMethod": "CARD", "card": {"installment": {"monthOption": {"fixedMonth": 3}}}},
        {"payMethod": "EASY_PAY", "easyPay": {"easyPayProvider": "EASY_PAY_PROVIDER_PAYPAY"}},
        {"payMethod": "CONVENIENCE_STORE", "convenienceStore": {"paymentDeadline": {"validHours": 72}}},
    ):
        for platform in ("pc", "mobile"):
            assert check(PROVIDER, "browser_payment", request | method, platform=platform) == []
