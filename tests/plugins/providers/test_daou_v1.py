"""Kiwoom Pay on V1: texts beyond EUC-KR, small instalments, full requests."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v1.daou import PROVIDER

from pgbridge.rules import check

CHARGES = ("browser_payment", "onetime", "again")
FIELDS = {"name": "browser_payment.name-euc-kr", "buyer_name": "browser_payment.buyer-name-euc-kr"}


def broken(operation: str, request: dict[str, Any]) -> set[str]:
    return {each.rule.removeprefix("daou.") for each in check(PROVIDER, operation, request)}


@pytest.mark.parametrize("operation", CHARGES)
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", ["주문 😀", "ก", "é", "\ud800"])
def test_characters_that_euc_kr_lacks(operation: str, field: str, text: str) -> None:
    assert FIELDS[field] in broken(operation, {field: text})


@pytest.mark.parametrize("operation", CHARGES)
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "text", ["여름 셔츠 외 2건", "뷁 쀍", "漢字 カナ ①", "Order #1 (50%)", "", None, 5, []]
)
def test_characters_that_it_has(operation: str, field: str, text: object) -> None:
    assert FIELDS[field] not in broken(operation, {field: text})


def direct(quota: object, amount: object, **more: object) -> dict[str, Any]:
    return {"amount": amount, "card": {"direct": {"code": "367", "quota": quota}}, **more}


def listed(months: object, amount: object, **more: object) -> dict[str, Any]:
    return {"amount": amount, "display": {"card_quota": months}, **more}


@pytest.mark.parametrize("request_", [direct(2, 49_999), direct("3", 1), listed([2, 3], 49_999)])
def test_instalments_too_small(request_: dict[str, Any]) -> None:
    found = broken("browser_payment", request_)
    assert {rule for rule in found if rule.endswith("quota-min-amount")}


@pytest.mark.parametrize(
    "request_",
    [direct(2, 50_000), direct(0, 1), direct(3, 40, currency="USD"), listed([2, 3], 50_000), listed([0], 1)],
)
def test_instalments_large_enough_or_none(request_: dict[str, Any]) -> None:
    found = broken("browser_payment", request_)
    assert not {rule for rule in found if rule.endswith("quota-min-amount")}


FULL: dict[str, Any] = {
    "channelKey": "channel",
    "merchant_uid": "order_0001",
    "name": "여름 셔츠 외 2건",
    "amount": 55_000,
    "tax_free": 5_000,
    "vat_amount": 4_545,
    "buyer_name": "홍길동",
    "buyer_tel": "010-1234-5678",
    "buyer_email": "a@b.kr",
    "custom_data": {"cart": 1},
    "digital": False,
    "vbank_due": "2030-12-31 23:59",
    "m_redirect_url": "https://shop.example/done",
    "display": {"card_quota": [2, 3]},
    "bypass": {"daou": {"PRODUCTCODE": "shirt", "CARDQUOTA": "CCBC-0:2:3^CCKM-0:2"}},
}


@pytest.mark.parametrize("method", PROVIDER.operations["browser_payment"].pay_methods)
@pytest.mark.parametrize("platform", ["pc", "mobile"])
def test_a_full_request_is_not_refused(method: str, platform: str) -> None:
    found = check(PROVIDER, "browser_payment", FULL | {"pay_method": method}, platform=platform)
    assert [each.rule for each in found if each.severity == "error"] == []
