"""Manual approval and slow cancels; every answer is held against the vendor's schema."""

from typing import Any

import pytest

from pgbridge.simulator import Channel, Settings
from pgbridge.simulator.cards import card_of
from pgbridge.simulator.http import Refusal
from pgbridge.simulator.money import priced
from pgbridge.simulator.payments import Source
from pgbridge.simulator.settings import STORE
from pgbridge.simulator.state import Bill, Buyer

COIN = Channel(key="channel-key-coin", provider="TRIPLE_A", merchant_id="coin")
CARD = Channel(key="channel-key-card", provider="NICE_V2", merchant_id="card")
GOOD, DECLINED, LOST = "4111111111111111", "4000000000000101", "4000000000000203"


@pytest.fixture
def shop(opened_with: Any) -> Any:
    return opened_with(Settings(channels=(CARD, COIN)))


def agree(shop: Any, order: str = "A", number: str = GOOD, **more: Any) -> str:
    bill = Bill(
        version="V2",
        store_id=STORE,
        order_id=order,
        order_name="주문",
        money=priced(11_000, None, None),
        currency="KRW",
        buyer=Buyer(id="member-1"),
    )
    token: str = shop.sim.authenticate(bill, Source(card=card_of(number, None), channel=CARD), **more)
    return token


def confirm(token: str, **change: Any) -> dict[str, Any]:
    return {"paymentToken": token, "totalAmount": 11_000, "currency": "KRW", "isTest": True} | change


def test_a_payment_waits_for_the_merchant(shop: Any) -> None:
    token = agree(shop)
    assert shop.v2.ok("GET", "/payments/A")["status"] == "READY"
    done = shop.v2.ok("POST", "/payments/A/confirm", json=confirm(token))
    read = shop.v2.ok("GET", "/payments/A")
    assert (read["status"], read["pgTxId"], read["paidAt"]) == ("PAID", done["pgTxId"], done["paidAt"])
    again = shop.v2.refused("POST", "/payments/A/confirm", json=confirm(token))
    assert again == (409, "ALREADY_PAID")
    with pytest.raises(Refusal):
        agree(shop)


@pytest.mark.parametrize(
    "change",
    [
        {"totalAmount": 10_999},
        {"currency": "USD"},
        {"isTest": False},
        {"taxFreeAmount": 1},
        {"txId": "another"},
    ],
)
def test_what_was_not_expected_is_refused(shop: Any, change: dict[str, Any]) -> None:
    token = agree(shop)
    found = shop.v2.refused("POST", "/payments/A/confirm", json=confirm(token, **change))
    assert found == (409, "INFORMATION_MISMATCH")
    assert shop.v2.ok("GET", "/payments/A")["status"] == "READY"


def test_tokens_are_those_of_the_payment(shop: Any) -> None:
    token = agree(shop)
    agree(shop, "B")
    for order in ("A", "B"):
        wrong = "x" if order == "A" else token
        found = shop.v2.refused("POST", f"/payments/{order}/confirm", json=confirm(wrong))
        assert found == (400, "INVALID_PAYMENT_TOKEN")
    nobody = shop.v2.refused("POST", "/payments/C/confirm", json=confirm(token))
    assert nobody == (404, "PAYMENT_NOT_FOUND")


def test_a_pg_may_still_decline(shop: Any) -> None:
    token = agree(shop, number=DECLINED)
    assert shop.v2.refused("POST", "/payments/A/confirm", json=confirm(token)) == (502, "PG_PROVIDER")
    read = shop.v2.ok("GET", "/payments/A")
    assert (read["status"], read["failure"]["pgCode"]) == ("FAILED", "DECLINED")
    used = shop.v2.refused("POST", "/payments/A/confirm", json=confirm(token))
    assert used == (400, "INVALID_PAYMENT_TOKEN")


def test_a_key_waits_too(shop: Any) -> None:
    token = agree(shop, charge=False, key=True)
    wrong = {"billingIssueToken": token, "isTest": False}
    assert shop.v2.refused("POST", "/billing-keys/confirm", json=wrong) == (409, "INFORMATION_MISMATCH")
    key = shop.v2.ok("POST", "/billing-keys/confirm", json={"billingIssueToken": token})["billingKey"]
    assert shop.v2.ok("GET", f"/billing-keys/{key}")["customer"]["id"] == "member-1"
    again = shop.v2.refused("POST", "/billing-keys/confirm", json={"billingIssueToken": token})
    assert again == (409, "BILLING_KEY_ALREADY_ISSUED")
    found = shop.v2.refused("POST", "/billing-keys/confirm", json={"billingIssueToken": "x"})
    assert found == (404, "BILLING_KEY_NOT_FOUND")


def test_a_key_with_its_first_payment(shop: Any) -> None:
    token = agree(shop, key=True)
    wish = {"billingIssueToken": token, "paymentId": "A", "totalAmount": 11_000}
    found = shop.v2.refused("POST", "/billing-keys/confirm-issue-and-pay", json=wish | {"totalAmount": 1})
    assert found == (409, "INFORMATION_MISMATCH")
    done = shop.v2.ok("POST", "/billing-keys/confirm-issue-and-pay", json=wish)
    read = shop.v2.ok("GET", "/payments/A")
    assert (read["status"], read["billingKey"], done["paymentId"]) == ("PAID", done["billingKey"], "A")


def test_no_key_without_its_payment(shop: Any) -> None:
    token = agree(shop, number=DECLINED, key=True)
    wish = {"billingIssueToken": token, "paymentId": "A"}
    found = shop.v2.refused("POST", "/billing-keys/confirm-issue-and-pay", json=wish)
    assert found == (502, "PG_PROVIDER")
    assert shop.v2.listed("/billing-keys")["items"] == []


def test_a_slow_cancel_can_be_stopped_until_it_is_done(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(10_000, channelKey=COIN.key))
    ask = {"reason": "r", "amount": 4_000}
    first, second = (
        shop.v2.ok("POST", "/payments/A/cancel", json=ask)["cancellation"]["id"] for _ in range(2)
    )
    over = shop.v2.refused("POST", "/payments/A/cancel", json=ask)
    assert over == (409, "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT")
    read = shop.v2.ok("GET", "/payments/A")
    assert (read["status"], read["amount"]["cancelled"]) == ("PAID", 0)
    assert [row["status"] for row in read["cancellations"]] == ["REQUESTED", "REQUESTED"]
    stop = f"/payments/A/cancellations/{first}/stop"
    assert shop.v2.ok("POST", stop, json={})["stoppedAt"]
    assert shop.v2.refused("POST", stop, json={}) == (409, "PAYMENT_CANCELLATION_NOT_PENDING")
    shop.sim.end_cancel(second)
    read = shop.v2.ok("GET", "/payments/A")
    assert (read["status"], read["amount"]["cancelled"]) == ("PARTIAL_CANCELLED", 4_000)
    assert [row["status"] for row in read["cancellations"]] == ["FAILED", "SUCCEEDED"]
    late = shop.v2.refused("POST", f"/payments/A/cancellations/{second}/stop", json={})
    assert late == (409, "PAYMENT_CANCELLATION_NOT_PENDING")
    none = shop.v2.refused("POST", "/payments/A/cancellations/none/stop", json={})
    assert none == (404, "PAYMENT_CANCELLATION_NOT_FOUND")
    with pytest.raises(ValueError, match="waits"):
        shop.sim.end_cancel(second)
