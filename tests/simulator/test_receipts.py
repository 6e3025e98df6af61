"""Cash receipts on both faces."""

from typing import Any

import pytest

HOUR = 3600
IDENTITY = "01012345678"


def paid_account(shop: Any, order: str = "A", amount: int = 55_000) -> str:
    body = {"channel_key": "k", "merchant_uid": order, "amount": amount, "vbank_code": "088", "name": "주문"}
    uid: str = shop.v1.ok("POST", "/vbanks", json=body | {"vbank_due": shop.now() + HOUR})["imp_uid"]
    shop.sim.deposit(order)
    return uid


def wish(order: str = "A", **change: Any) -> dict[str, Any]:
    body = {
        "paymentId": order,
        "channelKey": "channel-key-test",
        "type": "PERSONAL",
        "orderName": "주문",
        "currency": "KRW",
        "amount": {"total": 11_000},
        "customer": {"identityNumber": IDENTITY},
    }
    return body | change


def test_v1_of_a_payment(shop: Any) -> None:
    uid = paid_account(shop)
    assert shop.v1.refused("GET", f"/receipts/{uid}")[0] == 404
    made = shop.v1.ok("POST", f"/receipts/{uid}", json={"identifier": IDENTITY, "tax_free": 11_000})
    assert (made["imp_uid"], made["amount"], made["vat"], made["type"]) == (uid, 55_000, 4_000, "person")
    assert shop.v1.ok("GET", f"/receipts/{uid}") == made
    assert shop.v1.refused("POST", f"/receipts/{uid}", json={"identifier": IDENTITY})[0] == 400
    gone = shop.v1.ok("DELETE", f"/receipts/{uid}")
    assert gone["cancelled_at"] == shop.now()
    assert shop.v1.refused("DELETE", f"/receipts/{uid}")[0] == 400
    again = shop.v1.ok("POST", f"/receipts/{uid}", json={"identifier": IDENTITY, "type": "company"})
    assert (again["type"], again["cancelled_at"]) == ("company", 0)
    assert again["apply_num"] != made["apply_num"]


def test_v1_issues_for_what_is_left(shop: Any) -> None:
    uid = paid_account(shop)
    refund = {"refund_holder": "김하늘", "refund_bank": "088", "refund_account": "110123456789"}
    shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": uid, "amount": 5_000, **refund})
    assert shop.v1.ok("POST", f"/receipts/{uid}", json={"identifier": IDENTITY})["amount"] == 50_000


def test_v1_takes_paid_cash_payments_alone(shop: Any) -> None:
    card = shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("B"))["imp_uid"]
    assert shop.v1.refused("POST", f"/receipts/{card}", json={"identifier": IDENTITY})[0] == 400
    assert shop.v1.refused("POST", "/receipts/imp_0", json={"identifier": IDENTITY})[0] == 404
    assert shop.v1.refused("DELETE", "/receipts/imp_0")[0] == 400
    uid = paid_account(shop)
    for wrong in ({}, {"identifier": "1", "type": "x"}, {"identifier": "1", "identifier_type": "x"}):
        assert shop.v1.refused("POST", f"/receipts/{uid}", json=wrong)[0] == 400


def test_v1_of_money_taken_elsewhere(shop: Any) -> None:
    body = {"channel_key": "k", "name": "현금", "amount": 11_000, "identifier": IDENTITY}
    made = shop.v1.ok("POST", "/receipts/external/C1", json=body)
    assert (made["merchant_uid"], made["amount"], made["vat"]) == ("C1", 11_000, 1_000)
    assert shop.v1.ok("GET", "/receipts/external/C1") == made
    assert shop.v1.refused("POST", "/receipts/external/C1", json=body)[0] == 400
    assert shop.v1.ok("DELETE", "/receipts/external/C1")["cancelled_at"] == shop.now()
    assert shop.v1.refused("DELETE", "/receipts/external/C1")[0] == 404
    assert shop.v1.refused("GET", "/receipts/external/C2")[0] == 404
    assert shop.v1.refused("POST", "/receipts/external/C2", json=body | {"amount": 0})[0] == 400
    assert shop.v1.refused("POST", "/receipts/external/C2", json=body | {"pay_method": "card"})[0] == 400


def test_v2(shop: Any) -> None:
    assert shop.v2.refused("GET", "/payments/A/cash-receipt") == (404, "CASH_RECEIPT_NOT_FOUND")
    made = shop.v2.ok("POST", "/cash-receipts", json=wish())["cashReceipt"]
    read = shop.v2.ok("GET", "/payments/A/cash-receipt")
    assert (read["status"], read["amount"], read["vatAmount"]) == ("ISSUED", 11_000, 1_000)
    assert read["issueNumber"] == made["issueNumber"]
    assert shop.v2.refused("POST", "/cash-receipts", json=wish()) == (409, "CASH_RECEIPT_ALREADY_ISSUED")
    gone = shop.v2.ok("POST", "/payments/A/cash-receipt/cancel")
    assert gone["cancelledAmount"] == 11_000
    assert shop.v2.ok("GET", "/payments/A/cash-receipt")["cancelledAt"] == gone["cancelledAt"]
    assert shop.v2.refused("POST", "/payments/A/cash-receipt/cancel") == (404, "CASH_RECEIPT_NOT_ISSUED")
    assert shop.v2.refused("POST", "/payments/X/cash-receipt/cancel") == (404, "CASH_RECEIPT_NOT_FOUND")


def test_v2_shows_those_of_v1(shop: Any) -> None:
    uid = paid_account(shop)
    shop.v1.ok("POST", f"/receipts/{uid}", json={"identifier": IDENTITY})
    assert shop.v2.ok("GET", "/payments/A/cash-receipt")["amount"] == 55_000


@pytest.mark.parametrize(
    "change",
    [
        {"currency": "WON"},
        {"type": "NO_RECEIPT"},
        {"customer": {}},
        {"amount": {"total": 0}},
        {"orderName": ""},
    ],
)
def test_v2_malformed(shop: Any, change: dict[str, Any]) -> None:
    assert shop.v2.refused("POST", "/cash-receipts", json=wish(**change)) == (400, "INVALID_REQUEST")


def test_v2_list(shop: Any) -> None:
    for order in ("A", "B", "C"):
        shop.v2.ok(
            "POST", "/cash-receipts", json=wish(order, type="CORPORATE" if order == "C" else "PERSONAL")
        )
        shop.sim.advance(10)
    shop.v2.ok("POST", "/payments/B/cash-receipt/cancel")

    def orders(**by: Any) -> list[str]:
        return [it["paymentId"] for it in shop.v2.listed("/cash-receipts", **by)["items"]]

    assert orders() == ["C", "B", "A"]
    assert orders(sort={"order": "ASC"}, page={"number": 1, "size": 2}) == ["C"]
    assert orders(filter={"statuses": ["CANCELLED"]}) == ["B"]
    assert orders(filter={"types": ["CORPORATE"]}) == ["C"]
    assert orders(filter={"paymentId": "A", "isManual": True, "version": "V2"}) == ["A"]
    assert orders(filter={"isManual": False}) == []
    assert orders(filter={"timeRangeField": "CANCELLED_AT"}) == ["B"]
    assert orders(filter={"timeRangeField": "STATUS_UPDATED_AT"}) == ["C", "B", "A"]
