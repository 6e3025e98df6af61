"""Hosted checkout sessions, captures and account holders; every answer is held against the vendor's schema."""

from typing import Any

import pytest

SESSION = {
    "storeId": "store-1",
    "paymentId": "order1",
    "profileKey": "profile",
    "country": "KR",
    "currency": "KRW",
    "totalAmount": 1000,
    "orderName": "주문",
}


def test_a_session_lives_until_it_is_closed(shop: Any) -> None:
    made = shop.v2.ok("POST", "/payment-sessions", json=SESSION)
    path = f"/payment-sessions/{made['sessionId']}"
    assert shop.v2.ok("GET", path)["totalAmount"] == 1000
    shop.v2.ok("POST", f"{path}/close")
    assert shop.v2.refused("GET", path) == (410, "SESSION_EXPIRED")
    assert shop.v2.refused("GET", "/payment-sessions/none") == (404, "SESSION_NOT_FOUND")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"ttlSeconds": 2**62}, "MAX_TTL_EXCEEDED"),
        ({"agreements": [{"name": "n"}]}, "INVALID_REQUEST"),
        ({"products": [{"name": "n", "unitPrice": -1, "quantity": 1}]}, "INVALID_REQUEST"),
        ({"colors": {"primary": 1}}, "INVALID_REQUEST"),
    ],
    ids=str,
)
def test_sessions_that_are_none(shop: Any, change: dict[str, Any], kind: str) -> None:
    assert shop.v2.refused("POST", "/payment-sessions", json={**SESSION, **change}) == (400, kind)


def test_a_session_shows_what_is_sold(shop: Any) -> None:
    sold = {"name": "n", "unitPrice": 500, "quantity": 2, "startDate": "2026-01-01", "nPayUid": "u"}
    shown = {
        "products": [sold],
        "agreements": [{"name": "n", "url": "u"}],
        "colors": {"primaryHover": "#000"},
    }
    made = shop.v2.ok("POST", "/payment-sessions", json={**SESSION, **shown, "ttlSeconds": 60})
    read = shop.v2.ok("GET", f"/payment-sessions/{made['sessionId']}")
    assert {name: read[name] for name in shown} == shown


def test_only_what_is_paid_is_captured(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/order1/instant", json=shop.instant())
    assert shop.v2.ok("POST", "/payments/order1/capture", json={}) == {}
    shop.v2.ok("POST", "/payments/order1/cancel", json={"reason": "r"})
    assert shop.v2.refused("POST", "/payments/order1/capture", json={}) == (409, "PAYMENT_NOT_PAID")


def test_whose_an_account_is(shop: Any) -> None:
    assert shop.v2.ok("GET", "/platform/bank-accounts/SHINHAN/110123/holder")["holderName"]
    assert shop.v2.refused("GET", "/platform/bank-accounts/NONE/110123/holder") == (400, "INVALID_REQUEST")
