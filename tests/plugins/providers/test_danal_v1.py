"""Danal on V1: the code a pay method belongs to, and instalments."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v1.danal import PROVIDER

from pgbridge.rules import check

CODE = "danal.browser_payment.phone-pg"
FIXED = "danal.browser_payment.direct-quota-min-amount"
LISTED = "danal.browser_payment.card-quota-min-amount"


def found(request: dict[str, Any]) -> set[str]:
    return {each.rule for each in check(PROVIDER, "browser_payment", request)}


@pytest.mark.parametrize(
    "request_",
    [
        {"pg": "danal_tpay", "pay_method": "phone"},
        {"pg": "danal_tpay.MID", "pay_method": "phone"},
        {"pg": "danal", "pay_method": "card"},
        {"pg": "danal.MID", "pay_method": "vbank"},
        {"pg": "danal", "pay_method": "trans", "channelKey": ""},
        {"pg": "html5_inicis", "pay_method": "phone"},
    ],
)
def test_a_pay_method_under_the_other_code_is_refused(request_: dict[str, Any]) -> None:
    assert CODE in found(request_)


@pytest.mark.parametrize(
    "request_",
    [
        {"pg": "danal", "pay_method": "phone"},
        {"pg": "danal.MID", "pay_method": "phone"},
        {"pg": "danal_tpay", "pay_method": "card"},
        {"pg": "danal_tpay.MID", "pay_method": "cultureland"},
        {"pg": "danal", "pay_method": "card", "channelKey": "channel"},
        {"channelKey": "channel", "pay_method": "phone"},
        {"pay_method": "phone"},
        {"pg": "danal"},
        {"pg": ["danal"], "pay_method": "card"},
        {"pg": "danal", "pay_method": {}},
    ],
)
def test_under_its_own_or_with_a_channel_it_is_not(request_: dict[str, Any]) -> None:
    assert CODE not in found(request_)


def direct(quota: object, amount: object, **more: object) -> dict[str, Any]:
    return {"pay_method": "card", "amount": amount, "card": {"direct": {"quota": quota}}, **more}


def listed(months: object, amount: object, **more: object) -> dict[str, Any]:
    return {"pay_method": "card", "amount": amount, "display": {"card_quota": months}, **more}


def test_fixed_months_below_50000_won_are_refused_and_listed_ones_warned_of() -> None:
    assert FIXED in found(direct(2, 49_999))
    assert FIXED in found(direct("3", 1, currency="KRW"))
    assert LISTED in found(listed([2, 3], 49_999))
    assert LISTED in found(listed(["6"], 1))


@pytest.mark.parametrize(
    "request_",
    [
        direct(2, 50_000),
        direct(0, 1),
        direct(1, 1),
        direct(None, 1),
        direct(3, 40, currency="USD"),
        direct({}, 1),
        listed([2, 3], 50_000),
        listed([0], 1),
        listed([], 1),
        listed([3], 40, currency="USD"),
    ],
)
def test_enough_or_a_lump_sum_is_neither(request_: dict[str, Any]) -> None:
    assert not {FIXED, LISTED} & found(request_)


@pytest.mark.parametrize("method", ["card", "trans", "vbank", "phone", "cultureland"])
def test_a_full_request_is_not_refused(method: str) -> None:
    request = {
        "channelKey": "channel",
        "pay_method": method,
        "merchant_uid": "order_0001",
        "name": "여름 셔츠 외 2건",
        "amount": 55_000,
        "tax_free": 5_000,
        "buyer_name": "홍길동",
        "buyer_tel": "010-0000-1234",
        "buyer_email": "a@b.example",
        "buyer_addr": "서울",
        "buyer_postcode": "04524",
        "biz_num": "1234567890",
        "vbank_due": "20991231",
        "display": {"card_quota": [2, 3, 6]},
        "company": "상점",
        "digital": False,
        "custom_data": {"cart": 7},
        "m_redirect_url": "https://shop.example/done",
    }
    for platform in ("pc", "mobile"):
        violations = check(PROVIDER, "browser_payment", request, platform=platform)
        assert [each.rule for each in violations if each.severity == "error"] == []
