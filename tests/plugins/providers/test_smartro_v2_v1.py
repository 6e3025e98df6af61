"""Smartro's new module on V1: currencies, cash receipts of transfers, deliveries, and full requests."""

from __future__ import annotations

from typing import Any

import pytest
from pgbridge_providers.v1.smartro_v2 import PROVIDER

from pgbridge.rules import check

WINDOW: dict[str, Any] = {
    "channelKey": "channel-key-1",
    "pay_method": "card",
    "merchant_uid": "order20300001",
    "name": "책 3권",
    "amount": 55_000,
    "tax_free": 11_000,
    "currency": "KRW",
    "language": "en",
    "buyer_name": "홍길동",
    "buyer_tel": "010-1234-5678",
    "buyer_email": "buyer@shop.example",
    "customer_id": "buyer0001",
    "digital": False,
    "period": {"from": "20300101", "to": "2030-12-31"},
    "custom_data": {"cart": [1, 2, 3]},
    "m_redirect_url": "https://shop.example/done",
    "bypass": {"smartro_v2": {"SkinColor": "BLUE", "OpenType": "KR"}},
}
PAYMENT = "browser_payment."


def found(operation: str, request: object, platform: str | None = None) -> set[str]:
    return {
        each.rule.removeprefix("smartro-v2.")
        for each in check(PROVIDER, operation, request, platform=platform)
    }


def refused(operation: str, request: object, platform: str | None = None) -> list[str]:
    violations = check(PROVIDER, operation, request, platform=platform)
    return [each.rule for each in violations if each.severity == "error"]


@pytest.mark.parametrize("platform", ["pc", "mobile"])
@pytest.mark.parametrize(
    "more",
    [
        {"card": {"direct": {"code": "361", "quota": 3}}, "useFreeInterestFromMall": True},
        {
            "pay_method": "trans",
            "bypass": {"cashReceiptType": "corporate", "customerIdentifier": "117-81-78260"},
        },
        {"pay_method": "trans", "bypass": {"cashReceiptType": "anonymous"}},
        {"pay_method": "trans", "escrow": True},
        {"pay_method": "vbank", "vbank_due": "20301231"},
        {"pay_method": "phone"},
        {"pay_method": "naverpay"},
        {"pay_method": "pinpay"},
    ],
)
def test_full_window_requests_are_taken(more: dict[str, Any], platform: str) -> None:
    assert not refused("browser_payment", {**WINDOW, **more}, platform)


@pytest.mark.parametrize(
    ("currency", "rules"),
    [
        ("KRW", set()),
        (None, set()),
        ("", set()),
        ("USD", {"browser_payment.usd-unavailable"}),
        ("JPY", {"browser_payment.currency"}),
    ],
)
def test_a_currency_is_refused_for_one_reason(currency: str | None, rules: set[str]) -> None:
    tripped = found("browser_payment", {**WINDOW, "currency": currency})
    assert tripped - found("browser_payment", WINDOW) == rules


@pytest.mark.parametrize(
    ("receipt", "escrow", "rules"),
    [
        ({"cashReceiptType": "personal"}, False, {"customer-identifier-required"}),
        ({"customerIdentifier": "01012345678"}, False, {"customer-identifier-alone"}),
        (
            {"cashReceiptType": "anonymous", "customerIdentifier": "01012345678"},
            False,
            {"customer-identifier-anonymous"},
        ),
        (
            {"cashReceiptType": "corporate", "customerIdentifier": "01012345678"},
            False,
            {"corporate-identifier"},
        ),
        ({"cashReceiptType": "personal", "customerIdentifier": "01012345678"}, False, set()),
        ({"cashReceiptType": "anonymous"}, True, {"escrow-trans-cash-receipt-type"}),
    ],
)
def test_a_transfer_carries_a_whole_receipt_or_none(
    receipt: dict[str, str], escrow: bool, rules: set[str]
) -> None:
    plain = {**WINDOW, "pay_method": "trans", "escrow": escrow}
    tripped = found("browser_payment", {**plain, "bypass": receipt}) - found("browser_payment", plain)
    assert {rule.removeprefix(PAYMENT) for rule in tripped} == rules


def test_each_line_of_a_delivery_address_is_missed_by_itself() -> None:
    party = {"name": "Shop", "tel": "021234567", "postcode": "04783"}
    request = {
        "imp_uid": "imp_1",
        "sender": {**party, "formed_address": {"address_line_1": "성수이로 16"}, "addr": "성수이로 16"},
        "receiver": party,
        "logis": {"company": "LOGEN", "invoice": "1234567890", "sent_at": 1_893_456_000},
    }
    assert found("escrow_logistics", request) == {
        "escrow_logistics.sender-address-line-2-required",
        "any.sender-addr-ignored",
        "escrow_logistics.receiver-formed-address-required",
    }


def test_a_schedule_is_checked_row_by_row_and_carries_no_card() -> None:
    row = {
        "merchant_uid": "o2",
        "buyer_name": "홍길동",
        "buyer_email": "b@shop.example",
        "buyer_tel": "0101234567",
    }
    assert not found("schedule", {"customer_uid": "c", "schedules": [row, row]})
    wrong = {**row, "merchant_uid": "o_2", "buyer_tel": ""}
    assert found("schedule", {"schedules": [row, wrong], "card_number": "4111-1111-1111-1111"}) == {
        "schedule.merchant-uid-charset",
        "schedule.buyer-tel-required",
        "schedule.card-data",
    }
