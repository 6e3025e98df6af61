"""Scheduled payments on both faces: state, clock, lists."""

from datetime import UTC, datetime
from typing import Any

import pytest

DAY = 24 * 60 * 60
DECLINED = "4000000000000101"


def rfc(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")


def planned(shop: Any, key: str, order: str = "A", after: int = DAY, **more: Any) -> str:
    body = {"payment": shop.with_key(key, **more), "timeToPay": rfc(shop.now() + after)}
    made: str = shop.v2.ok("POST", f"/payments/{order}/schedule", json=body)["schedule"]["id"]
    return made


def v1_planned(shop: Any, name: str, *orders: str, after: int = DAY) -> Any:
    rows = [
        {
            "merchant_uid": each,
            "schedule_at": shop.now() + after,
            "amount": 8_900,
            "currency": "KRW",
            "name": "월간",
        }
        for each in orders
    ]
    return shop.v1.ok("POST", "/subscribe/payments/schedule", json={"customer_uid": name, "schedules": rows})


def test_v2_fires_when_due(shop: Any) -> None:
    key = shop.v2_key()
    made = planned(shop, key, customData="c")
    read = shop.v2.ok("GET", f"/payment-schedules/{made}")
    assert (read["status"], read["paymentId"], read["totalAmount"], read["vatAmount"]) == (
        "SCHEDULED",
        "A",
        8_900,
        809,
    )
    shop.wait(DAY - 1)
    assert shop.v2.refused("GET", "/payments/A")[0] == 404
    shop.wait(3 * DAY)
    read = shop.v2.ok("GET", f"/payment-schedules/{made}")
    assert (read["status"], read["startedAt"]) == ("SUCCEEDED", read["timeToPay"].replace("Z", "Z"))
    payment = shop.v2.ok("GET", "/payments/A")
    assert (payment["status"], payment["scheduleId"], payment["billingKey"]) == ("PAID", made, key)
    assert payment["paidAt"] == read["startedAt"], "it happened when it was due, not when the clock stopped"


def test_several_fire_in_order(shop: Any) -> None:
    key = shop.v2_key()
    for order, after in (("C", 300), ("A", 100), ("B", 200)):
        planned(shop, key, order, after)
    shop.wait(1_000)
    assert [each.bill.order_id for each in shop.sim.attempts()] == ["A", "B", "C"]


def test_a_declined_schedule_fails(shop: Any) -> None:
    made = planned(shop, shop.v2_key(DECLINED))
    shop.v1_key("user", DECLINED)
    v1_planned(shop, "user", "B")
    shop.wait(DAY)
    assert shop.v2.ok("GET", f"/payment-schedules/{made}")["status"] == "FAILED"
    assert shop.v2.ok("GET", "/payments/A")["status"] == "FAILED"
    read = shop.v1.ok("GET", "/subscribe/payments/schedule/B")
    assert (read["schedule_status"], read["payment_status"]) == ("executed", "failed")
    assert read["fail_reason"]


def test_v2_one_live_schedule_per_order(shop: Any) -> None:
    key = shop.v2_key()
    made = planned(shop, key)
    body = {"payment": shop.with_key(key), "timeToPay": rfc(shop.now() + DAY)}
    assert shop.v2.refused("POST", "/payments/A/schedule", json=body) == (
        409,
        "PAYMENT_SCHEDULE_ALREADY_EXISTS",
    )
    for path, charge in (("instant", shop.instant()), ("billing-key", shop.with_key(key))):
        found = shop.v2.refused("POST", f"/payments/A/{path}", json=charge)
        assert found == (409, "PAYMENT_SCHEDULE_ALREADY_EXISTS")
    assert shop.v2.refused("DELETE", f"/billing-keys/{key}") == (409, "PAYMENT_SCHEDULE_ALREADY_EXISTS")
    done = shop.v2.ok("DELETE", "/payment-schedules", params={"requestBody": f'{{"scheduleIds":["{made}"]}}'})
    assert done["revokedScheduleIds"] == [made]
    again = planned(shop, key)
    assert again != made, "an order id is free again once revoked"
    shop.wait(2 * DAY)
    assert len(shop.sim.attempts("A")) == 1
    assert shop.v2.refused(
        "POST", "/payments/A/schedule", json=body | {"timeToPay": rfc(shop.now() + 9)}
    ) == (
        409,
        "ALREADY_PAID_OR_WAITING",
    )


def test_v2_revoke(shop: Any) -> None:
    key, other = shop.v2_key(), shop.v2_key()
    first, second = planned(shop, key, "A"), planned(shop, key, "B")
    foreign = planned(shop, other, "C")

    def revoke(**body: Any) -> Any:
        return shop.v2.request("DELETE", "/payment-schedules", json=body)

    assert revoke().json()["type"] == "INVALID_REQUEST"
    assert revoke(scheduleIds=["none"]).json()["type"] == "PAYMENT_SCHEDULE_NOT_FOUND"
    assert revoke(billingKey="none").json()["type"] == "BILLING_KEY_NOT_FOUND"
    assert revoke(billingKey=key, scheduleIds=[first, foreign]).json()["type"] == "INVALID_REQUEST"
    assert revoke(billingKey=key, scheduleIds=[first]).json()["revokedScheduleIds"] == [first]
    assert revoke(scheduleIds=[second, first]).json()["type"] == "PAYMENT_SCHEDULE_ALREADY_REVOKED"
    assert shop.v2.ok("GET", f"/payment-schedules/{second}")["status"] == "SCHEDULED", "all or nothing"
    assert revoke(billingKey=key).json()["revokedScheduleIds"] == [second]
    assert "revokedAt" in shop.v2.ok("GET", f"/payment-schedules/{second}")
    shop.wait(DAY)
    assert revoke(scheduleIds=[foreign]).json()["type"] == "PAYMENT_SCHEDULE_ALREADY_PROCESSED"
    assert [each.bill.order_id for each in shop.sim.attempts()] == ["C"]


def test_v2_malformed(shop: Any) -> None:
    key = shop.v2_key()
    past = {"payment": shop.with_key(key), "timeToPay": rfc(shop.now())}
    assert shop.v2.refused("POST", "/payments/A/schedule", json=past) == (400, "INVALID_REQUEST")
    naive = {"payment": shop.with_key(key), "timeToPay": "2030-01-01T00:00:00"}
    assert shop.v2.refused("POST", "/payments/A/schedule", json=naive) == (400, "INVALID_REQUEST")
    assert shop.v2.refused("GET", "/payment-schedules/none") == (404, "PAYMENT_SCHEDULE_NOT_FOUND")
    unknown = {"payment": shop.with_key("none"), "timeToPay": rfc(shop.now() + 9)}
    assert shop.v2.refused("POST", "/payments/A/schedule", json=unknown) == (404, "BILLING_KEY_NOT_FOUND")


def test_v2_list_hides_the_future_by_default(shop: Any) -> None:
    key = shop.v2_key()
    ids = [planned(shop, key, order, after) for order, after in (("A", 100), ("B", 200), ("C", DAY))]
    assert shop.v2.listed("/payment-schedules")["items"] == []
    until = rfc(shop.now() + DAY)
    found = shop.v2.listed("/payment-schedules", filter={"until": until, "billingKey": key})
    assert [row["id"] for row in found["items"]] == ids[::-1]
    assert found["page"] == {"number": 0, "size": 10, "totalCount": 3}
    asc = shop.v2.listed(
        "/payment-schedules",
        filter={"until": until},
        sort={"by": "TIME_TO_PAY", "order": "ASC"},
        page={"number": 1, "size": 2},
    )
    assert [row["id"] for row in asc["items"]] == ids[2:]
    shop.wait(150)
    done = shop.v2.listed("/payment-schedules", filter={"until": until, "status": ["SUCCEEDED"]})
    assert [row["id"] for row in done["items"]] == ids[:1]
    assert shop.v2.listed("/payment-schedules", filter={"until": until, "isForTest": False})["items"] == []


def test_v1_create_fire_read(shop: Any) -> None:
    shop.v1_key("user")
    made = v1_planned(shop, "user", "A", "B")
    assert [row["schedule_status"] for row in made] == ["scheduled", "scheduled"]
    assert made[0]["buyer_name"] == "김하늘", "what the schedule leaves out comes from the key"
    assert (made[0]["imp_uid"], made[0]["payment_status"]) == (None, None)
    shop.wait(DAY)
    read = shop.v1.ok("GET", "/subscribe/payments/schedule/A")
    assert (read["schedule_status"], read["payment_status"], read["executed_at"]) == (
        "executed",
        "paid",
        shop.now(),
    )
    payment = shop.v1.ok("GET", "/payments/find/A/paid")
    assert (payment["imp_uid"], payment["customer_uid_usage"]) == (read["imp_uid"], "payment.scheduled")
    shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": read["imp_uid"]})
    assert shop.v1.ok("GET", "/subscribe/payments/schedule/A")["payment_status"] == "cancelled"


def test_v1_create_is_all_or_nothing(shop: Any) -> None:
    shop.v1_key("user")
    v1_planned(shop, "user", "A")
    row = {"schedule_at": shop.now() + 9, "amount": 1, "currency": "KRW", "name": "n"}
    for bad in (
        [{**row, "merchant_uid": "B"}, {**row, "merchant_uid": "A"}],
        [{**row, "merchant_uid": "B"}] * 2,
    ):
        assert (
            shop.v1.refused(
                "POST", "/subscribe/payments/schedule", json={"customer_uid": "user", "schedules": bad}
            )[0]
            == 200
        )
    past = [{**row, "merchant_uid": "B", "schedule_at": shop.now()}]
    assert (
        shop.v1.refused(
            "POST", "/subscribe/payments/schedule", json={"customer_uid": "user", "schedules": past}
        )[0]
        == 400
    )
    assert shop.v1.refused("GET", "/subscribe/payments/schedule/B")[0] == 404
    fine = [{**row, "merchant_uid": "B"}]
    assert shop.v1.refused(
        "POST", "/subscribe/payments/schedule", json={"customer_uid": "no", "schedules": fine}
    ) == (200, "등록된 고객정보가 없습니다.")
    assert shop.v1.refused("POST", "/subscribe/payments/schedule", json={"customer_uid": "user"})[0] == 400


def test_v1_charging_a_scheduled_order_is_refused(shop: Any) -> None:
    shop.v1_key("user")
    v1_planned(shop, "user", "A")
    assert shop.v1.refused("POST", "/subscribe/payments/onetime", json=shop.onetime("A"))[0] == 200
    assert shop.sim.attempts() == []


def test_v1_may_issue_the_key_inline(shop: Any) -> None:
    rows = [{"merchant_uid": "A", "schedule_at": shop.now() + 9, "amount": 1, "currency": "KRW", "name": "n"}]
    body = {"customer_uid": "new", "schedules": rows, "checking_amount": 100}
    assert shop.v1.refused("POST", "/subscribe/payments/schedule", json=body | shop.card(DECLINED))[0] == 200
    assert shop.v1.refused("GET", "/subscribe/customers/new")[0] == 200
    shop.v1.ok("POST", "/subscribe/payments/schedule", json=body | shop.card())
    assert shop.v1.ok("GET", "/subscribe/customers/new")["customer_uid"] == "new"


def test_v1_unschedule(shop: Any) -> None:
    shop.v1_key("user")
    v1_planned(shop, "user", "A", "B", "C", "D")
    path = "/subscribe/payments/unschedule"
    assert shop.v1.refused("POST", path, json={})[0] == 400
    assert shop.v1.refused("POST", path, json={"customer_uid": "user", "merchant_uid": ["A", "X"]})[0] == 200
    one = shop.v1.ok("POST", path, json={"merchant_uid": "A"})
    assert [(row["merchant_uid"], row["schedule_status"], row["revoked_at"]) for row in one] == [
        ("A", "revoked", shop.now())
    ]
    two = shop.v1.ok("POST", path, json={"customer_uid": "user", "merchant_uid": ["B"]})
    assert [row["merchant_uid"] for row in two] == ["B"]
    rest = shop.v1.ok("POST", path, json={"customer_uid": "user"})
    assert [row["merchant_uid"] for row in rest] == ["C", "D"]
    assert shop.v1.refused("POST", path, json={"customer_uid": "user"})[0] == 200
    shop.wait(2 * DAY)
    assert shop.sim.attempts() == []


def test_v1_move(shop: Any) -> None:
    shop.v1_key("user")
    v1_planned(shop, "user", "A")
    path = "/subscribe/payments/schedule/A"
    assert shop.v1.ok("PUT", path, json={"schedule_at": shop.now() + 5})["schedule_at"] == shop.now() + 5
    assert shop.v1.refused("PUT", path, json={"schedule_at": shop.now()})[0] == 400
    assert shop.v1.refused("PUT", path, json={})[0] == 400
    assert shop.v1.refused("PUT", f"{path}X", json={"schedule_at": shop.now() + 5})[0] == 404
    shop.wait(5)
    assert shop.v1.ok("GET", path)["payment_status"] == "paid"
    assert shop.v1.refused("PUT", path, json={"schedule_at": shop.now() + 5})[0] == 400


def test_v1_retry_and_reschedule(shop: Any) -> None:
    shop.v1_key("user", DECLINED)
    v1_planned(shop, "user", "A", "B")
    path = "/subscribe/payments/schedule/A"
    for action in ("retry", "reschedule"):
        assert shop.v1.refused("POST", f"{path}/{action}", json={"schedule_at": shop.now() + 9})[0] == 400
    shop.wait(DAY)
    assert shop.v1.ok("POST", f"{path}/retry")["status"] == "failed"
    shop.v1_key("user")
    paid = shop.v1.ok("POST", f"{path}/retry")
    assert (paid["status"], paid["merchant_uid"]) == ("paid", "A")
    assert shop.v1.ok("GET", path)["imp_uid"] == paid["imp_uid"]
    assert [each.status for each in shop.sim.attempts("A")] == ["FAILED", "FAILED", "PAID"]
    again = shop.v1.ok(
        "POST", "/subscribe/payments/schedule/B/reschedule", json={"schedule_at": shop.now() + 60}
    )
    assert (again["schedule_status"], again["imp_uid"], again["executed_at"]) == ("scheduled", None, 0)
    shop.wait(60)
    assert shop.v1.ok("GET", "/subscribe/payments/schedule/B")["payment_status"] == "paid"
    assert shop.v1.refused("POST", "/subscribe/payments/schedule/B/retry")[0] == 400
    assert shop.v1.refused("POST", "/subscribe/payments/schedule/X/retry")[0] == 404


def test_v1_deleting_the_key_lets_the_schedule_fail(shop: Any) -> None:
    shop.v1_key("user")
    v1_planned(shop, "user", "A")
    shop.v1.ok("DELETE", "/subscribe/customers/user")
    shop.wait(DAY)
    assert shop.v1.ok("GET", "/subscribe/payments/schedule/A")["payment_status"] == "failed"
    assert shop.sim.attempts() == []
    assert shop.v1.refused("POST", "/subscribe/payments/schedule/A/retry")[0] == 404


@pytest.mark.parametrize(
    "path", ["/subscribe/payments/schedule/customers/user", "/subscribe/customers/user/schedules"]
)
def test_v1_lists_of_a_key(shop: Any, path: str) -> None:
    shop.v1_key("user")
    v1_planned(shop, "user", "A", after=100)
    v1_planned(shop, "user", "B", after=200)
    window = {"from": shop.now() + 100, "to": shop.now() + 200}
    assert [row["merchant_uid"] for row in shop.v1.ok("GET", path, params=window)] == ["A"], "`to` is outside"
    wide = {"from": shop.now(), "to": shop.now() + 201}
    assert [row["merchant_uid"] for row in shop.v1.ok("GET", path, params=wide)] == ["B", "A"]
    assert shop.v1.ok("GET", path, params={**wide, "schedule-status": "executed"}) == []
    assert shop.v1.refused("GET", path, params={**wide, "schedule-status": "x"})[0] == 400
    assert shop.v1.refused("GET", path)[0] == 400
    assert shop.v1.refused("GET", path, params={"from": 0, "to": 94 * DAY})[0] == 400


def test_v1_list_pages(shop: Any) -> None:
    shop.v1_key("user")
    for index in range(5):
        v1_planned(shop, "user", f"A{index}", after=100 + index)
    window = {"schedule_from": shop.now(), "schedule_to": shop.now() + DAY}

    def orders(**more: Any) -> list[str]:
        rows = shop.v1.ok("GET", "/subscribe/payments/schedule", params={**window, **more})
        return [row["merchant_uid"] for row in rows]

    assert orders(limit=2) == ["A4", "A3"]
    assert orders(limit=2, page=3) == ["A0"]
    assert orders(limit=2, page=4) == []
    assert orders(sorting="scheduled", schedule_status="scheduled") == ["A0", "A1", "A2", "A3", "A4"]


def test_v1_super_keys_pin_a_channel(configured: Any) -> None:
    body = {"channel_group_id": "channel-group-1", **configured.card()}
    configured.v1.ok("POST", "/subscribe/customers/super", json=body)
    row = {
        "schedule_at": configured.now() + 9,
        "amount": 1,
        "currency": "KRW",
        "name": "n",
        "merchant_uid": "A",
    }
    wish = {"customer_uid": "super", "schedules": [row], "channel_key": "channel-key-none"}
    assert configured.v1.refused("POST", "/subscribe/payments/schedule", json=wish)[0] == 200
    configured.v1.ok("POST", "/subscribe/payments/schedule", json=wish | {"channel_key": "channel-key-test"})
    configured.wait(10)
    assert configured.v1.ok("GET", "/subscribe/payments/schedule/A")["pg_id"] == "INIpayTest"


def test_a_key_issued_anew_elsewhere_lets_a_pinned_schedule_fail(configured: Any) -> None:
    body = {"channel_group_id": "channel-group-1", **configured.card()}
    configured.v1.ok("POST", "/subscribe/customers/super", json=body)
    row = {
        "schedule_at": configured.now() + 9,
        "amount": 1,
        "currency": "KRW",
        "name": "n",
        "merchant_uid": "A",
    }
    wish = {"customer_uid": "super", "schedules": [row], "channel_key": "channel-key-test"}
    configured.v1.ok("POST", "/subscribe/payments/schedule", json=wish)
    body = {"channel_key": "channel-key-live", **configured.card()}
    configured.v1.ok("POST", "/subscribe/customers/super", json=body)
    configured.wait(10)
    assert configured.v1.ok("GET", "/subscribe/payments/schedule/A")["payment_status"] == "failed"


def test_v1_a_used_order_takes_no_schedule(shop: Any) -> None:
    shop.v1_key("user")
    for order, number in (("A", DECLINED), ("B", "4111111111111111")):
        shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime(order, number=number))
        row = {
            "merchant_uid": order,
            "schedule_at": shop.now() + 9,
            "amount": 1,
            "currency": "KRW",
            "name": "n",
        }
        body = {"customer_uid": "user", "schedules": [row]}
        assert shop.v1.refused("POST", "/subscribe/payments/schedule", json=body)[0] == 200
