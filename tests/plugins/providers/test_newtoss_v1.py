"""Toss Payments (new module) on V1: months, small instalments, receipts to the wrong number."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v1.newtoss import PROVIDER

from pgbridge.rules import check

FIXED = "browser_payment.direct-quota-min-amount"
WIDENED = "browser_payment.card-quota-up-to-max"
MISMATCH = "cash_receipt.type-identifier-mismatch"
BUSINESS, PHONE, OLD_PHONE, RESIDENT = "117-81-78260", "010-1234-5678", "0111234567", "900101-1234567"


def broken(request: dict[str, Any], operation: str = "browser_payment") -> set[str]:
    return {each.rule.removeprefix("newtoss.") for each in check(PROVIDER, operation, request)}


def direct(code: object, quota: object, amount: object, **more: object) -> dict[str, Any]:
    return {
        "pay_method": "card",
        "amount": amount,
        "card": {"direct": {"code": code, "quota": quota}},
        **more,
    }


@pytest.mark.parametrize(
    "request_",
    [direct("365", 2, 49_999), direct("367", 12, 9_999), direct(None, "3", 1), direct("367", "2", "1")],
)
def test_instalments_too_small(request_: dict[str, Any]) -> None:
    assert FIXED in broken(request_)


@pytest.mark.parametrize(
    "request_",
    [
        direct("365", 2, 50_000),
        direct("367", 2, 10_000),
        direct("367", 0, 1),
        direct("365", 1, 1),
        direct("365", 12, 40, currency="USD"),
        direct("367", 12, 40, currency="USD"),
        direct("367", [3], None),
    ],
)
def test_instalments_large_enough_or_none(request_: dict[str, Any]) -> None:
    assert FIXED not in broken(request_)


@pytest.mark.parametrize("listed", [[3, 5], [5], [2, 4], [0, 3], 6])
def test_months_that_the_window_widens(listed: object) -> None:
    assert WIDENED in broken({"display": {"card_quota": listed}})


@pytest.mark.parametrize("listed", [[2, 3, 4, 5], [0, 2], [2], [0], [1], [], None, "x"])
def test_months_that_come_as_listed(listed: object) -> None:
    assert WIDENED not in broken({"display": {"card_quota": listed}})


@pytest.mark.parametrize(
    "request_",
    [
        {"type": "person", "identifier": BUSINESS, "identifier_type": "business"},
        {"type": "person", "identifier": BUSINESS},
        {"identifier": BUSINESS},
        {"type": "company", "identifier": PHONE},
        {"type": "company", "identifier": OLD_PHONE},
        {"type": "company", "identifier": RESIDENT, "identifier_type": "person"},
    ],
)
def test_a_receipt_to_a_number_of_another_kind(request_: dict[str, Any]) -> None:
    assert MISMATCH in broken(request_, "cash_receipt")


@pytest.mark.parametrize(
    "request_",
    [
        {"type": "company", "identifier": BUSINESS, "identifier_type": "business"},
        {"type": "person", "identifier": PHONE, "identifier_type": "phone"},
        {"type": "person", "identifier": OLD_PHONE},
        {"type": "person", "identifier": RESIDENT},
        {"type": "company", "identifier": "1234567890123456", "identifier_type": "taxcard"},
        {"type": "person", "identifier": 1178178260},
        {"identifier": [], "identifier_type": {}},
        {},
    ],
)
def test_a_receipt_to_a_number_that_fits_or_is_unknown(request_: dict[str, Any]) -> None:
    assert MISMATCH not in broken(request_, "cash_receipt")


FULL: dict[str, Any] = {
    "channelKey": "channel",
    "merchant_uid": "order_0001",
    "name": "여름 셔츠 외 2건",
    "amount": 55_000,
    "tax_free": 5_000,
    "vat_amount": 4_545,
    "currency": "KRW",
    "buyer_name": "홍길동",
    "buyer_tel": "010-1234-5678",
    "buyer_email": "a@b.kr",
    "buyer_addr": "서울",
    "buyer_postcode": "06000",
    "custom_data": {"cart": 1},
    "digital": False,
    "vbank_due": "20301231",
    "m_redirect_url": "https://shop.example/done",
    "notice_url": "https://shop.example/hook",
    "card": {"direct": {"code": "367", "quota": 3}},
    "display": {"card_quota": [2, 3]},
}


@pytest.mark.parametrize("method", PROVIDER.operations["browser_payment"].pay_methods)
@pytest.mark.parametrize("platform", ["pc", "mobile"])
def test_a_full_request_is_not_refused(method: str, platform: str) -> None:
    found = check(PROVIDER, "browser_payment", FULL | {"pay_method": method}, platform=platform)
    assert [each.rule for each in found if each.severity == "error"] == []
