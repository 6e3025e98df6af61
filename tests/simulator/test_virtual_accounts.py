"""Virtual accounts: issue, deposit, expiry, close."""

from datetime import UTC, datetime
from typing import Any

import pytest

HOUR = 3600


def wish(**change: Any) -> dict[str, Any]:
    account = {
        "bank": "SHINHAN",
        "expiry": {"validHours": 2},
        "option": {"type": "NORMAL"},
        "remitteeName": "가게",
    }
    return {"virtualAccount": account | change}


def issue(shop: Any, order: str = "A", **change: Any) -> Any:
    shop.v2.ok("POST", f"/payments/{order}/instant", json=shop.instant(55_000, method=wish(**change)))
    return shop.v2.ok("GET", f"/payments/{order}")


def v1_issue(shop: Any, order: str = "A", **change: Any) -> Any:
    body = {"channel_key": "k", "merchant_uid": order, "amount": 55_000, "vbank_code": "088", "name": "주문"}
    return shop.v1.ok("POST", "/vbanks", json=body | {"vbank_due": shop.now() + 2 * HOUR} | change)


def test_v2_issue_and_deposit(shop: Any) -> None:
    read = issue(shop)
    assert read["status"] == "VIRTUAL_ACCOUNT_ISSUED"
    assert (read["method"]["bank"], read["method"]["accountType"], read["amount"]["paid"]) == (
        "SHINHAN",
        "NORMAL",
        0,
    )
    due = datetime.fromisoformat(read["method"]["expiredAt"]).timestamp()
    assert due == shop.now() + 2 * HOUR
    with pytest.raises(ValueError, match="exactly 55000"):
        shop.sim.deposit("A", 54_999)
    shop.sim.deposit("A", remitter="이서준")
    paid = shop.v2.ok("GET", "/payments/A")
    assert (paid["status"], paid["method"]["remitterName"], paid["amount"]["paid"]) == (
        "PAID",
        "이서준",
        55_000,
    )
    with pytest.raises(ValueError, match="paid already"):
        shop.sim.deposit("A")
    found = shop.v2.refused("POST", "/payments/A/virtual-account/close")
    assert found == (409, "PAYMENT_NOT_WAITING_FOR_DEPOSIT")


def test_v2_refund_needs_an_account(shop: Any) -> None:
    issue(shop)
    assert shop.v2.refused("POST", "/payments/A/cancel", json={"reason": "r"}) == (409, "PAYMENT_NOT_PAID")
    shop.sim.deposit("A", 55_000)
    assert shop.v2.refused("POST", "/payments/A/cancel", json={"reason": "r"}) == (400, "INVALID_REQUEST")
    refund = {"bank": "SHINHAN", "number": "110123456789", "holderName": "김하늘"}
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r", "refundAccount": refund})
    assert shop.v2.ok("GET", "/payments/A")["status"] == "CANCELLED"


def test_v2_expiry(shop: Any) -> None:
    due = datetime.fromtimestamp(shop.now() + 60, UTC).isoformat()
    issue(shop, expiry={"dueDate": due})
    shop.sim.advance(60)
    with pytest.raises(ValueError, match="no virtual account that waits"):
        shop.sim.deposit("A")
    assert shop.v2.ok("GET", "/payments/A")["status"] == "VIRTUAL_ACCOUNT_ISSUED"
    found = shop.v2.refused("POST", "/payments/A/virtual-account/close")
    assert found == (409, "PAYMENT_NOT_WAITING_FOR_DEPOSIT")
    issue(shop)
    shop.sim.deposit("A")
    assert shop.v2.ok("GET", "/payments/A")["status"] == "PAID"


def test_v2_close(shop: Any) -> None:
    issue(shop)
    closed = shop.v2.ok("POST", "/payments/A/virtual-account/close")
    read = shop.v2.ok("GET", "/payments/A")
    assert (read["status"], read["cancelledAt"], read["cancellations"]) == (
        "CANCELLED",
        closed["closedAt"],
        [],
    )
    assert (
        shop.v2.refused("POST", "/payments/A/virtual-account/close")[1] == "PAYMENT_NOT_WAITING_FOR_DEPOSIT"
    )
    assert shop.v2.refused("POST", "/payments/X/virtual-account/close") == (404, "PAYMENT_NOT_FOUND")
    with pytest.raises(ValueError, match="no virtual account"):
        shop.sim.deposit("A")


def test_v2_fixed_account(shop: Any) -> None:
    read = issue(shop, option={"type": "FIXED", "fixed": {"accountNumber": "56211105948400"}})
    assert (read["method"]["accountNumber"], read["method"]["accountType"]) == ("56211105948400", "FIXED")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"bank": "NO_BANK"}, "bank"),
        ({"expiry": {}}, "expiry"),
        ({"expiry": {"dueDate": "2020-01-01T00:00:00Z"}}, "expiry"),
        ({"expiry": {"validHours": 0}}, "validHours"),
        ({"option": {"type": "FIXED"}}, "fixed"),
        ({"option": {"type": "OTHER"}}, "option"),
    ],
)
def test_v2_malformed(shop: Any, change: dict[str, Any], field: str) -> None:
    response = shop.v2.post("/payments/A/instant", json=shop.instant(method=wish(**change)))
    assert (response.status_code, response.json()["type"]) == (400, "INVALID_REQUEST")
    assert field in response.json()["message"]


def test_v2_a_paid_order_takes_no_account(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    found = shop.v2.refused("POST", "/payments/A/instant", json=shop.instant(method=wish()))
    assert found == (409, "ALREADY_PAID")


def test_a_waiting_account_of_an_order_paid_by_card_takes_no_deposit(shop: Any) -> None:
    issue(shop)
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant())
    with pytest.raises(ValueError, match="paid already"):
        shop.sim.deposit("A")


def test_v1_issue_deposit_refund(shop: Any) -> None:
    made = v1_issue(shop, vbank_holder="가게")
    assert (made["status"], made["pay_method"], made["vbank_name"]) == ("ready", "vbank", "신한은행")
    assert (made["vbank_date"], made["vbank_issued_at"], made["paid_at"]) == (
        shop.now() + 2 * HOUR,
        shop.now(),
        0,
    )
    assert made["vbank_num"].isdigit()
    shop.sim.advance(10)
    shop.sim.deposit("A")
    paid = shop.v1.ok("GET", "/payments/find/A")
    assert (paid["status"], paid["paid_at"]) == ("paid", shop.now())
    assert shop.v1.refused("POST", "/payments/cancel", json={"imp_uid": made["imp_uid"]})[0] == 400
    refund = {"refund_holder": "김하늘", "refund_bank": "088", "refund_account": "110123456789"}
    done = shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": made["imp_uid"], **refund})
    assert done["status"] == "cancelled"


def test_v1_close(shop: Any) -> None:
    uid = v1_issue(shop)["imp_uid"]
    closed = shop.v1.ok("DELETE", f"/vbanks/{uid}")
    assert (closed["status"], closed["cancel_amount"], closed["cancel_history"]) == ("cancelled", 0, [])
    assert shop.v1.refused("DELETE", f"/vbanks/{uid}")[0] == 400
    card = shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("B"))["imp_uid"]
    assert shop.v1.refused("DELETE", f"/vbanks/{card}")[0] == 400
    assert shop.v1.refused("DELETE", "/vbanks/imp_0")[0] == 404


def test_v1_paid_order_takes_no_account(shop: Any) -> None:
    v1_issue(shop)
    shop.sim.deposit("A")
    body = {
        "channel_key": "k",
        "merchant_uid": "A",
        "amount": 1,
        "vbank_code": "088",
        "vbank_due": shop.now() + 9,
    }
    assert shop.v1.refused("POST", "/vbanks", json=body)[0] == 200
    for change in ({"vbank_code": "999"}, {"vbank_due": shop.now()}, {"vbank_code": None}):
        assert shop.v1.refused("POST", "/vbanks", json=body | {"merchant_uid": "B"} | change)[0] == 400


def test_deposits_need_a_waiting_account(shop: Any) -> None:
    with pytest.raises(ValueError, match="unknown"):
        shop.sim.deposit("A")
    shop.v2.refused("POST", "/payments/A/instant", json=shop.instant(number="4000000000000101"))
    with pytest.raises(ValueError, match="no virtual account"):
        shop.sim.deposit("A")


def test_a_scheduled_order_takes_no_account(shop: Any) -> None:
    due = datetime.fromtimestamp(shop.now() + 60, UTC).isoformat()
    body = {"payment": shop.with_key(shop.v2_key()), "timeToPay": due}
    shop.v2.ok("POST", "/payments/A/schedule", json=body)
    found = shop.v2.refused("POST", "/payments/A/instant", json=shop.instant(method=wish()))
    assert found == (409, "PAYMENT_SCHEDULE_ALREADY_EXISTS")
