"""Lists and look-ups, prepared amounts, and one state behind two faces."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

DAY = 24 * 60 * 60
DECLINED = "4000000000000101"


def rfc(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")


def charge(shop: Any, *orders: str, gap: int = 10, number: str = "4111111111111111") -> None:
    for order in orders:
        shop.v2.post(f"/payments/{order}/instant", json=shop.instant(number=number))
        shop.sim.advance(gap)


def ids(page: Any) -> list[str]:
    return [row["id"] for row in page["items"]]


def test_v1_payments_show_through_v2_but_not_the_reverse(shop: Any) -> None:
    body = shop.onetime("A", buyer_name="김하늘", buyer_addr="서울")
    paid = shop.v1.ok("POST", "/subscribe/payments/onetime", json=body)
    seen = shop.v2.ok("GET", "/payments/A")
    assert (seen["version"], seen["id"], seen["transactionId"]) == ("V1", "A", paid["imp_uid"])
    assert seen["customer"]["address"] == {"type": "ONE_LINE", "oneLine": "서울"}
    assert shop.v2.refused("POST", "/payments/A/instant", json=shop.instant()) == (409, "ALREADY_PAID")
    assert shop.v2.refused("POST", "/payments/A/cancel", json={"reason": "r"}) == (400, "INVALID_REQUEST")
    shop.v1.ok("POST", "/payments/cancel", json={"merchant_uid": "A", "amount": 1_000})
    assert shop.v2.ok("GET", "/payments/A")["status"] == "PARTIAL_CANCELLED"
    assert ids(shop.v2.listed("/payments", filter={"version": "V1"})) == ["A"]
    charge(shop, "B")
    transaction = shop.v2.ok("GET", "/payments/B")["transactionId"]
    assert shop.v1.refused("GET", "/payments/find/B")[0] == 404
    assert shop.v1.refused("GET", f"/payments/{transaction}", params={"include_sandbox": "true"})[0] == 404
    assert shop.v1.ok("GET", "/payments/status/all")["total"] == 1
    shop.v1_key("user")
    listed = shop.v2.listed("/billing-keys", filter={"version": "V1"})["items"]
    assert [row["billingKey"] for row in listed] == ["user"]
    assert shop.v2.ok("GET", "/billing-keys/user")["status"] == "ISSUED"
    found = shop.v2.refused("POST", "/payments/C/billing-key", json=shop.with_key("user"))
    assert found == (404, "BILLING_KEY_NOT_FOUND")


def test_v2_pages(shop: Any) -> None:
    charge(shop, *"ABCDE")
    first = shop.v2.listed("/payments", page={"number": 0, "size": 2})
    assert (ids(first), first["page"]) == (["E", "D"], {"number": 0, "size": 2, "totalCount": 5})
    assert ids(shop.v2.listed("/payments", page={"number": 2, "size": 2})) == ["A"]
    assert ids(shop.v2.listed("/payments", page={"number": 3, "size": 2})) == []
    asc = shop.v2.listed("/payments", filter={"sortBy": "REQUESTED_AT", "sortOrder": "ASC"})
    assert ids(asc) == list("ABCDE")
    found = shop.v2.refused("GET", "/payments", params={"requestBody": '{"page":{"number":60,"size":1000}}'})
    assert found == (400, "INVALID_REQUEST")
    found = shop.v2.refused("GET", "/payments", params={"requestBody": "{"})
    assert found == (400, "INVALID_REQUEST")


def test_v2_lists_take_a_body_too(shop: Any) -> None:
    charge(shop, "A", "B")
    assert len(shop.v2.request("GET", "/payments", content=b'{"page":{"size":1}}').json()["items"]) == 1
    assert len(shop.v2.request("GET", "/payments").json()["items"]) == 2


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"status": ["FAILED"]}, ["F"]),
        ({"status": ["PAID", "CANCELLED"]}, ["C", "K", "P"]),
        ({"methods": ["VIRTUAL_ACCOUNT"]}, ["V"]),
        ({"pgProvider": ["NICE_V2"]}, []),
        ({"isTest": False}, []),
        ({"isScheduled": True}, []),
        ({"currency": "USD"}, []),
        ({"cardBrand": "VISA"}, ["C", "F", "K", "P"]),
        ({"cardOwnerType": "CORPORATE"}, []),
        ({"platformType": "SDK_PC"}, []),
        ({"isEscrow": True}, []),
        ({"storeId": "store-other"}, []),
        ({"textSearch": [{"field": "PAYMENT_ID", "value": "K"}]}, ["K"]),
        ({"textSearch": [{"field": "FAIL_REASON", "value": "거절"}]}, ["F"]),
        ({"textSearch": [{"field": "ORDER_NAME", "value": "없음"}]}, []),
        ({"textSearch": [{"field": "ALL", "value": "SHINHAN"}]}, ["V"]),
        ({"textSearch": [{"field": "NEW_FIELD", "value": "x"}]}, []),
    ],
)
def test_v2_filters(shop: Any, wanted: dict[str, Any], found: list[str]) -> None:
    charge(shop, "P", "C")
    charge(shop, "F", number=DECLINED)
    shop.v2.ok("POST", "/payments/C/cancel", json={"reason": "r"})
    key = shop.v2_key()
    shop.v2.ok("POST", "/payments/K/billing-key", json=shop.with_key(key))
    account = {"bank": "SHINHAN", "expiry": {"validHours": 1}, "option": {"type": "NORMAL"}}
    shop.v2.ok("POST", "/payments/V/instant", json=shop.instant(method={"virtualAccount": account}))
    assert sorted(ids(shop.v2.listed("/payments", filter=wanted))) == found


def test_v2_time_windows(shop: Any) -> None:
    start = shop.now()
    charge(shop, "A", "B", gap=100)
    window = {"timestampType": "CREATED_AT", "from": rfc(start), "until": rfc(start + 100)}
    assert ids(shop.v2.listed("/payments", filter=window)) == ["B", "A"], "both ends belong to it"
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r"})
    late = {"from": rfc(start + 150), "until": rfc(start + 250)}
    assert ids(shop.v2.listed("/payments", filter=late)) == ["A"], "by the time of the last change"
    shop.sim.advance(91 * DAY)
    assert ids(shop.v2.listed("/payments")) == [], "90 days by default"


def test_v2_cursor(shop: Any) -> None:
    charge(shop, *"ABC")
    charge(shop, "A", number=DECLINED)
    path, seen, cursor = "/payments-by-cursor", [], None
    while True:
        wish = {"size": 2} | ({} if cursor is None else {"cursor": cursor})
        items = shop.v2.listed(path, **wish)["items"]
        if not items:
            break
        seen += [row["payment"]["id"] for row in items]
        cursor = items[-1]["cursor"]
    assert seen == list("ABC")
    for body in ({"cursor": "%%"}, {"size": 1001}):
        assert shop.v2.refused("GET", path, params={"requestBody": json.dumps(body)}) == (
            400,
            "INVALID_REQUEST",
        )


def test_v2_billing_key_list(shop: Any) -> None:
    first = shop.v2_key(customer={"id": "member-1"})
    shop.sim.advance(10)
    second = shop.v2_key(customer={"id": "member-2", "email": "a@b.example"})
    shop.v2.ok("DELETE", f"/billing-keys/{first}")

    def keys(**wish: Any) -> list[str]:
        return [row["billingKey"] for row in shop.v2.listed("/billing-keys", **wish)["items"]]

    assert keys() == [second, first]
    assert keys(sort={"by": "ISSUED_AT", "order": "ASC"}) == [first, second]
    assert keys(filter={"customerId": "member-2"}) == [second]
    assert keys(filter={"status": ["DELETED"]}) == [first]
    assert keys(filter={"from": rfc(shop.now())}) == [second]
    assert keys(filter={"textSearch": {"field": "CUSTOMER_EMAIL", "value": "a@b"}}) == [second]
    assert keys(filter={"timeRangeField": "DELETED_AT"}) == [first]
    assert keys(page={"number": 1, "size": 1}) == [first]


def v1_charges(shop: Any) -> list[str]:
    made = []
    for order, number in (("A", "4111111111111111"), ("B", DECLINED), ("C", "4111111111111111")):
        body = shop.onetime(order, number=number)
        made.append(shop.v1.ok("POST", "/subscribe/payments/onetime", json=body)["imp_uid"])
        shop.sim.advance(100)
    shop.v1.ok("POST", "/payments/cancel", json={"merchant_uid": "C"})
    return made


def test_v1_by_status(shop: Any) -> None:
    start = shop.now()
    v1_charges(shop)

    def orders(status: str, **params: Any) -> list[str]:
        return [
            row["merchant_uid"]
            for row in shop.v1.ok("GET", f"/payments/status/{status}", params=params)["list"]
        ]

    assert orders("all") == ["C", "B", "A"]
    assert orders("paid") == ["A"]
    assert orders("failed") == ["B"]
    assert orders("cancelled") == ["C"]
    assert orders("ready") == []
    assert orders("all", sorting="started") == ["A", "B", "C"]
    assert orders("all", **{"from": start, "to": start + 100}) == ["B", "A"], "both ends belong to it"
    assert orders("cancelled", **{"from": start + 300}) == ["C"], "by the time of the cancel"
    page = shop.v1.ok("GET", "/payments/status/all", params={"limit": 2, "page": 2})
    assert (page["total"], page["previous"], page["next"], len(page["list"])) == (3, 1, 0, 1)
    assert shop.v1.ok("GET", "/payments/status/all", params={"limit": 2})["next"] == 2
    for bad in ({"page": 9}, {"page": 0}, {"limit": 1001}, {"from": 0, "to": 91 * DAY}, {"sorting": "x"}):
        assert shop.v1.refused("GET", "/payments/status/all", params=bad)[0] == 400
    assert shop.v1.refused("GET", "/payments/status/unknown")[0] == 400


def test_v1_find(shop: Any) -> None:
    shop.v1_key("user", DECLINED)
    row = {"merchant_uid": "A", "schedule_at": shop.now() + 9, "amount": 1, "currency": "KRW", "name": "n"}
    shop.v1.ok("POST", "/subscribe/payments/schedule", json={"customer_uid": "user", "schedules": [row]})
    shop.sim.advance(10)
    shop.v1_key("user")
    shop.v1.ok("POST", "/subscribe/payments/schedule/A/retry")
    shop.sim.advance(10)
    assert shop.v1.ok("GET", "/payments/find/A")["status"] == "paid"
    assert shop.v1.ok("GET", "/payments/find/A", params={"sorting": "started"})["status"] == "failed"
    assert shop.v1.ok("GET", "/payments/find/A/failed")["status"] == "failed"
    assert shop.v1.refused("GET", "/payments/find/A/cancelled")[0] == 404
    both = shop.v1.ok("GET", "/payments/findAll/A")
    assert [row["status"] for row in both["list"]] == ["paid", "failed"]
    assert shop.v1.ok("GET", "/payments/findAll/A/cancelled")["total"] == 0
    assert shop.v1.ok("GET", "/payments/findAll/A/paid", params={"sorting": "paid"})["total"] == 1
    assert shop.v1.refused("GET", "/payments/findAll/X")[0] == 404
    assert shop.v1.refused("GET", "/payments/findAll/A/strange")[0] == 400


def test_v1_get_many(shop: Any) -> None:
    uids = v1_charges(shop)
    both = shop.v1.get("/payments", params={"imp_uid[]": uids[:2]})
    assert (both.status_code, [row["imp_uid"] for row in both.json()["response"]]) == (200, uids[:2])
    some = shop.v1.get("/payments", params={"imp_uid[]": [uids[0], "imp_0"], "merchant_uid[]": ["C"]})
    assert (some.status_code, [row["merchant_uid"] for row in some.json()["response"]]) == (207, ["A", "C"])
    assert shop.v1.refused("GET", "/payments", params={"imp_uid[]": ["imp_0"]})[0] == 404
    assert shop.v1.refused("GET", "/payments")[0] == 400
    assert shop.v1.refused("GET", "/payments", params={"imp_uid[]": ["imp_0"] * 101})[0] == 400


def test_prepared_amounts(shop: Any) -> None:
    path = "/payments/prepare"
    made = shop.v1.ok("POST", path, json={"merchant_uid": "A", "amount": 9.99, "currency": "USD"})
    assert made == {"merchant_uid": "A", "amount": 9.99, "currency": "USD"}
    assert shop.v1.refused("POST", path, json={"merchant_uid": "A", "amount": 1})[0] == 200
    assert shop.v1.ok("PUT", path, json={"merchant_uid": "A", "amount": 12_000})["amount"] == 12_000
    assert shop.v1.ok("GET", f"{path}/A") == {"merchant_uid": "A", "amount": 12_000, "currency": None}
    assert shop.v1.refused("PUT", path, json={"merchant_uid": "B", "amount": 1})[0] == 404
    assert shop.v1.refused("GET", f"{path}/B")[0] == 404
    assert shop.v1.refused("POST", path, json={"merchant_uid": "B"})[0] == 400
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("P"))
    assert shop.v1.refused("POST", path, json={"merchant_uid": "P", "amount": 1})[0] == 200
    body = {"totalAmount": 10_000, "currency": "KRW"}
    for _ in range(2):
        assert shop.v2.ok("POST", "/payments/W/pre-register", json=body) == {}
    charge(shop, "W")
    assert shop.v2.refused("POST", "/payments/W/pre-register", json=body) == (409, "ALREADY_PAID")
