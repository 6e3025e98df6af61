"""Welcome Payments on V1: the VAT's share of an amount, module options, requests with all that they can hold."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v1.welcome import PROVIDER

from pgbridge.rules import check

WINDOW: dict[str, Any] = {
    "channelKey": "channel-key-1",
    "pay_method": "card",
    "merchant_uid": "order-2030-0001",
    "name": "책 3권",
    "amount": 55_000,
    "tax_free": 11_000,
    "vat_amount": 4_000,
    "currency": "KRW",
    "language": "en",
    "buyer_name": "홍길동",
    "buyer_tel": "010-1234-5678",
    "buyer_email": "buyer@shop.example",
    "buyer_addr": "서울특별시 성동구",
    "buyer_postcode": "04783",
    "display": {"card_quota": [0, 2, 3, 6]},
    "period": {"from": "20300101", "to": "2030-12-31 23:59:59"},
    "custom_data": {"cart": [1, 2, 3]},
    "notice_url": "https://shop.example/hook",
    "m_redirect_url": "https://shop.example/done",
    "bypass": {
        "welcome": {
            "acceptmethod": [
                "SKIN(#fc6b2d)",
                "paypopup",
                "SLIMQUOTA(11-2:3^34-2:3)",
                "onlyeasypaycode(lpay:payco)",
            ],
            "P_RESERVED": ["below1000=Y", "hpp_nofix=N"],
            "P_CARD_OPTION": "selcode=14:onlycard=visa3d",
        }
    },
}
ROW = {"merchant_uid": "o-2", "schedule_at": 1_893_456_000, "buyer_name": "홍길동", "name": "book"}


def found(operation: str, request: object, platform: str | None = None) -> set[str]:
    return {
        each.rule.removeprefix("welcome.") for each in check(PROVIDER, operation, request, platform=platform)
    }


def refused(operation: str, request: object, platform: str | None = None) -> list[str]:
    violations = check(PROVIDER, operation, request, platform=platform)
    return [each.rule for each in violations if each.severity == "error"]


@pytest.mark.parametrize("operation", ["browser_payment", "onetime", "again", "vbank"])
@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"amount": 1000, "vat_amount": 101}, True),
        ({"amount": 1000, "vat_amount": 100}, False),
        ({"amount": 1009, "vat_amount": 100.9}, False),
        ({"amount": "1000", "vat_amount": "100.01"}, True),
        ({"amount": 0, "vat_amount": 1}, True),
        ({"amount": 0, "vat_amount": 0}, False),
        ({"amount": 1000}, False),
        ({"vat_amount": 101}, False),
        ({"amount": "much", "vat_amount": 101}, False),
        ({"amount": 1000, "vat_amount": [101]}, False),
        ({"amount": True, "vat_amount": 101}, False),
    ],
)
def test_vat_is_a_tenth_of_the_amount_at_most(
    operation: str, request_: dict[str, Any], expected: bool
) -> None:
    assert ("any.vat-amount-max" in found(operation, request_)) is expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"amount": 1000, "vat_amount": 100}, {"amount": 1000, "vat_amount": 101}], True),
        ([{"amount": 1000, "vat_amount": 100}, {"amount": 2000, "vat_amount": 200}], False),
        ([{"amount": 1000}, {"vat_amount": 900}], False),
        (["row", None, 7], False),
        ({"amount": 1000, "vat_amount": 101}, False),
        (None, False),
    ],
)
def test_each_row_of_a_schedule_is_measured_by_itself(rows: object, expected: bool) -> None:
    assert ("schedule.vat-amount-max" in found("schedule", {"schedules": rows})) is expected


@pytest.mark.parametrize("platform", ["pc", "mobile"])
def test_full_window_requests_are_taken(platform: str) -> None:
    assert not refused("browser_payment", WINDOW, platform)
    easy = {**WINDOW, "pay_method": "kakaopay"}
    assert not refused("browser_payment", easy, platform)
    key = {**WINDOW, "customer_uid": "card-1", "period": {"interval": "1m"}}
    assert not refused("browser_billing_key", key, platform)
    assert not refused("browser_billing_key", {**key, "pay_method": "phone", "digital": False}, platform)


def test_full_rest_requests_are_taken() -> None:
    buyer = {name: value for name, value in WINDOW.items() if name.startswith("buyer_")}
    order = {
        "merchant_uid": "o-1",
        "amount": 55_000,
        "tax_free": 0,
        "vat_amount": 5_000,
        "name": "book",
        **buyer,
    }
    card = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12", "birth": "900101", "pwd_2digit": "12"}
    extra = {"card_quota": 3, "custom_data": "{}", "notice_url": "https://shop.example/hook"}
    assert not refused("onetime", {**order, **card, **extra, "pg": "welcome"})
    assert not refused("again", {**order, **extra, "customer_uid": "card-1"})
    assert not refused("schedule", {"customer_uid": "card-1", "schedules": [{**ROW, **order, **extra}]})
    assert not refused(
        "vbank", {**order, "vbank_code": "004", "vbank_due": 1_893_456_000, "vbank_holder": "Shop"}
    )
    refund = {
        "refund_holder": "홍길동",
        "refund_bank": "004",
        "refund_account": "1234",
        "refund_tel": "0101234567",
    }
    assert not refused(
        "cancel", {"imp_uid": "imp_1", "amount": 100, "tax_free": 0, "vat_amount": 9, **refund}
    )


@pytest.mark.parametrize(
    ("options", "platform", "expected"),
    [
        (["below1000"], "pc", False),
        (["paypopup", "below1000"], "pc", False),
        (["below1000=Y"], "pc", True),
        (None, "pc", True),
        (["below1000"], "mobile", True),
    ],
)
def test_less_than_a_thousand_takes_the_option_of_the_platform(
    options: object, platform: str, expected: bool
) -> None:
    request = {**WINDOW, "amount": 999, "vat_amount": 0, "bypass": {"welcome": {"acceptmethod": options}}}
    assert (
        f"browser_payment.below-1000-{platform}" in found("browser_payment", request, platform)
    ) is expected


@pytest.mark.parametrize(
    ("option", "rule"),
    [
        ("SKIN(red)", "browser_payment.acceptmethod-skin"),
        ("SLIMQUOTA(11-)", "browser_payment.acceptmethod-slimquota"),
        ("hppdefaultcorp(ABC)", "any.acceptmethod-default-carrier"),
        ("hppnofix", "any.acceptmethod-fixed-number"),
        ("onlyeasypaycode(npay)", "browser_payment.acceptmethod-easypaycode"),
    ],
)
def test_a_misspelt_option_trips_its_own_rule_alone(option: str, rule: str) -> None:
    request = {**WINDOW, "bypass": {"welcome": {"acceptmethod": ["below1000", option]}}}
    tripped = found("browser_payment", request) - found("browser_payment", {**WINDOW, "bypass": {}})
    assert tripped == {rule}
