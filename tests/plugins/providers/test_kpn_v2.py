"""KPN on V2: deadlines of accounts and times of scheduled payments."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pgbridge_providers.v2.kpn import PROVIDER

from pgbridge.rules import check

NOW = datetime(2026, 6, 1, tzinfo=UTC)
OVER = (
    "2020-01-01T00:00:00+09:00",
    "2026-06-01T00:00:00Z",
    "2026-06-01T09:00:00",
    "2026-06-01T08:59:59+09:00",
)
TO_COME = ("2026-06-01T00:00:01Z", "2026-06-01T09:00:01", "2099-01-01T00:00:00+09:00")
NO_TIME = ("soon", "", None, 20200101, ["2020-01-01T00:00:00Z"])


def account(due: object) -> dict[str, Any]:
    return {"method": {"virtualAccount": {"bank": "SHINHAN", "expiry": {"dueDate": due}}}}


def found(operation: str, request: dict[str, Any]) -> set[str]:
    return {each.rule for each in check(PROVIDER, operation, request, now=NOW)}


@pytest.mark.parametrize("time", OVER)
def test_what_is_over_is_refused(time: str) -> None:
    assert "kpn.instant.due-date-future" in found("instant", account(time))
    assert "kpn.schedule.time-future" in found("schedule", {"timeToPay": time})


@pytest.mark.parametrize("time", [*TO_COME, *NO_TIME])
def test_what_is_to_come_or_no_time_at_all_is_not(time: object) -> None:
    assert "kpn.instant.due-date-future" not in found("instant", account(time))
    assert "kpn.schedule.time-future" not in found("schedule", {"timeToPay": time})


def test_a_keyed_in_card_has_no_deadline() -> None:
    request = {"method": {"card": {}, "virtualAccount": None}, "dueDate": OVER[0]}
    assert "kpn.instant.due-date-future" not in found("instant", request)


def test_a_full_card_payment_is_not_refused() -> None:
    request = {
        "storeId": "store",
        "channelKey": "channel",
        "paymentId": "Order0001",
        "orderName": "여름 셔츠 외 2건",
        "totalAmount": 55_000,
        "taxFreeAmount": 5_000,
        "vatAmount": 4_545,
        "currency": "KRW",
        "locale": "EN_US",
        "payMethod": "CARD",
        "card": {"cardCompany": "TOSS_BANK", "installment": {"monthOption": {"fixedMonth": 3}}},
        "redirectUrl": "https://shop.example/done",
        "customer": {"customerId": "member-1", "fullName": "홍길동", "email": "a@b.example"},
        "products": [{"id": "p1", "name": "셔츠", "amount": 55_000, "quantity": 1}],
        "customData": {"cart": 7},
        "bypass": {"kpn": {"CardSelect": ["GLOBAL"]}},
    }
    for platform in ("pc", "mobile"):
        violations = check(PROVIDER, "browser_payment", request, platform=platform)
        assert [each.rule for each in violations if each.severity == "error"] == []
