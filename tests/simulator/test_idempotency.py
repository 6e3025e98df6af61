"""V2's idempotency keys."""

from typing import Any

import httpx
import pytest

from pgbridge.simulator import LOST_ANSWER, Plan

KEY = {"Idempotency-Key": '"3f1b7d52-8f3e-4f0e-9f0e-2f6f1a0f9c11"'}


def test_a_completed_request_is_answered_again_unchanged(shop: Any) -> None:
    body = shop.instant()
    first = shop.v2.post("/payments/A/instant", json=body, headers=KEY)
    shop.sim.advance(60 * 60)
    again = shop.v2.post("/payments/A/instant", json=body, headers=KEY)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert len(shop.sim.attempts("A")) == 1


def test_a_key_ends_after_three_hours(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(), headers=KEY)
    shop.sim.advance(3 * 60 * 60 - 1)
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(), headers=KEY)
    shop.sim.advance(1)
    assert shop.v2.refused("POST", "/payments/A/instant", json=shop.instant(), headers=KEY) == (
        409,
        "ALREADY_PAID",
    )


def test_errors_are_kept_too(shop: Any) -> None:
    declined = shop.instant(number="4000000000000101")
    first = shop.v2.post("/payments/A/instant", json=declined, headers=KEY)
    again = shop.v2.post("/payments/A/instant", json=declined, headers=KEY)
    assert (again.status_code, again.content) == (502, first.content)
    assert len(shop.sim.attempts("A")) == 1
    shop.v2.ok(
        "POST",
        "/payments/A/instant",
        json=shop.instant(),
        headers={"Idempotency-Key": '"another-key-000001"'},
    )


def test_a_running_request_is_outstanding(shop: Any) -> None:
    slow = shop.instant(number="4000000000000205")
    with pytest.raises(httpx.ReadTimeout):
        shop.v2.post("/payments/A/instant", json=slow, headers=KEY, timeout=2.0)
    found = shop.v2.refused("POST", "/payments/A/instant", json=slow, headers=KEY)
    assert found == (409, "IDEMPOTENCY_OUTSTANDING_REQUEST")
    shop.sim.advance(3)
    assert "payment" in shop.v2.ok("POST", "/payments/A/instant", json=slow, headers=KEY)
    assert len(shop.sim.attempts("A")) == 1


def test_a_lost_answer_is_learnt_by_a_repeat(shop: Any) -> None:
    body = shop.instant(number="4000000000000203")
    with pytest.raises(httpx.ReadError):
        shop.v2.post("/payments/A/instant", json=body, headers=KEY)
    assert "payment" in shop.v2.ok("POST", "/payments/A/instant", json=body, headers=KEY)
    shop.sim.inject(Plan(fault=LOST_ANSWER, path="/v2/payments/A/cancel"))
    with pytest.raises(httpx.ReadError):
        shop.v2.post(
            "/payments/A/cancel", json={"reason": "r"}, headers={"Idempotency-Key": '"cancel-key-000001"'}
        )
    done = shop.v2.ok(
        "POST", "/payments/A/cancel", json={"reason": "r"}, headers={"Idempotency-Key": '"cancel-key-000001"'}
    )
    assert done["cancellation"]["totalAmount"] == 11_000
    assert len(shop.sim.attempts("A")[0].cancellations) == 1


@pytest.mark.parametrize("value", ['"short"', "x" * 15, '"' + "x" * 257 + '"', '"0123456789abcde\x7f"'])
def test_malformed_keys_are_refused(shop: Any, value: str) -> None:
    found = shop.v2.refused(
        "POST", "/payments/A/instant", json=shop.instant(), headers={"Idempotency-Key": value}
    )
    assert found == (400, "INVALID_REQUEST")
    assert shop.sim.attempts() == []


@pytest.mark.parametrize("value", ['"' + "x" * 16 + '"', "y" * 16, '"' + "z" * 256 + '"'])
def test_keys_of_16_to_256_characters(shop: Any, value: str) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(), headers={"Idempotency-Key": value})


def test_reads_ignore_the_key(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    assert shop.v2.ok("GET", "/payments/A", headers=KEY)["status"] == "PAID"
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r"})
    assert shop.v2.ok("GET", "/payments/A", headers=KEY)["status"] == "CANCELLED"
