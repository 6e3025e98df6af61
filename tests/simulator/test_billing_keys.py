"""Billing keys on both faces."""

from typing import Any

import pytest

DECLINED = "4000000000000105"
NOT_ISSUABLE = "4000000000000301"


def test_v2_issue_charge_delete(shop: Any) -> None:
    key = shop.v2_key(customer={"id": "member-1", "name": {"full": "김하늘"}}, customData="c")
    info = shop.v2.ok("GET", f"/billing-keys/{key}")
    assert (info["status"], info["customer"]) == ("ISSUED", {"id": "member-1", "name": "김하늘"})
    paid = shop.v2.ok("POST", "/payments/A/billing-key", json=shop.with_key(key, installmentMonth=2))
    read = shop.v2.ok("GET", "/payments/A")
    assert (read["billingKey"], read["pgTxId"]) == (key, paid["payment"]["pgTxId"])
    assert read["method"]["installment"]["month"] == 2
    assert shop.v2.refused("POST", "/payments/A/billing-key", json=shop.with_key(key)) == (
        409,
        "ALREADY_PAID",
    )
    deleted = shop.v2.ok("DELETE", f"/billing-keys/{key}", params={"reason": "r", "requester": "CUSTOMER"})
    info = shop.v2.ok("GET", f"/billing-keys/{key}")
    assert (info["status"], info["deletedAt"]) == ("DELETED", deleted["deletedAt"])
    assert shop.v2.refused("DELETE", f"/billing-keys/{key}") == (409, "BILLING_KEY_ALREADY_DELETED")
    found = shop.v2.refused("POST", "/payments/B/billing-key", json=shop.with_key(key))
    assert found == (409, "BILLING_KEY_ALREADY_DELETED")


def test_v2_unknown_keys(shop: Any) -> None:
    assert shop.v2.refused("GET", "/billing-keys/none") == (404, "BILLING_KEY_NOT_FOUND")
    assert shop.v2.refused("DELETE", "/billing-keys/none") == (404, "BILLING_KEY_NOT_FOUND")
    assert (
        shop.v2.refused("POST", "/payments/A/billing-key", json=shop.with_key("none"))[1]
        == "BILLING_KEY_NOT_FOUND"
    )


def test_a_key_keeps_the_outcome_of_its_card(shop: Any) -> None:
    key = shop.v2_key(DECLINED)
    assert shop.v2.refused("POST", "/payments/A/billing-key", json=shop.with_key(key)) == (502, "PG_PROVIDER")
    assert shop.v2.ok("GET", "/payments/A")["failure"]["pgCode"] == "INSUFFICIENT_FUNDS"
    shop.v1_key("user", DECLINED)
    body = {"customer_uid": "user", "merchant_uid": "B", "amount": 100, "name": "n"}
    assert shop.v1.ok("POST", "/subscribe/payments/again", json=body)["status"] == "failed"


def test_a_key_may_be_declined(shop: Any) -> None:
    body = {"channelKey": "k", "method": shop.method(NOT_ISSUABLE)}
    assert shop.v2.refused("POST", "/billing-keys", json=body) == (502, "PG_PROVIDER")
    v1 = {"channel_key": "k", **shop.card(NOT_ISSUABLE)}
    assert shop.v1.refused("POST", "/subscribe/customers/user", json=v1)[0] == 200
    assert shop.v1.refused("GET", "/subscribe/customers/user")[0] == 200


def test_v2_group_keys(configured: Any) -> None:
    body = {"channelGroupId": "channel-group-1", "method": configured.method()}
    made = configured.v2.ok("POST", "/billing-keys", json=body)["billingKeyInfo"]
    assert [each["key"] for each in made["channels"]] == ["channel-key-live", "channel-key-test"]
    key = made["billingKey"]
    assert configured.v2.ok("GET", f"/billing-keys/{key}")["channelGroup"]["id"] == "channel-group-1"
    pinned = configured.with_key(key, channelKey="channel-key-test")
    configured.v2.ok("POST", "/payments/A/billing-key", json=pinned)
    assert configured.v2.ok("GET", "/payments/A")["channel"]["key"] == "channel-key-test"
    wrong = configured.with_key(key, channelKey="channel-key-none")
    assert configured.v2.refused("POST", "/payments/B/billing-key", json=wrong) == (404, "CHANNEL_NOT_FOUND")
    body["method"] = configured.method(NOT_ISSUABLE)
    failed = configured.v2.post("/billing-keys", json=body)
    assert (failed.status_code, failed.json()["type"]) == (502, "CHANNEL_SPECIFIC")
    assert [each["channel"]["key"] for each in failed.json()["failures"]] == [
        "channel-key-live",
        "channel-key-test",
    ]


@pytest.mark.parametrize("gone", ["channelKey", "method"])
def test_v2_issue_needs(shop: Any, gone: str) -> None:
    body = {"channelKey": "k", "method": shop.method()}
    del body[gone]
    response = shop.v2.post("/billing-keys", json=body)
    assert (response.status_code, response.json()["type"]) == (400, "INVALID_REQUEST")
    assert gone in response.json()["message"]
    assert shop.v2.refused("POST", "/billing-keys", json={"channelKey": "k", "method": {}})[0] == 400


def test_v1_issue_charge_delete(shop: Any) -> None:
    made = shop.v1_key("user%2F1")
    assert (made["customer_uid"], made["customer_name"], made["sandbox"]) == ("user/1", "김하늘", True)
    assert shop.v1.ok("GET", "/subscribe/customers/user%2F1") == made
    body = {"customer_uid": "user/1", "merchant_uid": "A", "amount": 8_900, "name": "월간"}
    paid = shop.v1.ok("POST", "/subscribe/payments/again", json=body)
    assert (paid["customer_uid"], paid["customer_uid_usage"], paid["status"]) == ("user/1", "payment", "paid")
    assert shop.v1.refused("POST", "/subscribe/payments/again", json=body)[0] == 200
    listed = shop.v1.ok("GET", "/subscribe/customers/user%2F1/payments")
    assert [each["merchant_uid"] for each in listed["list"]] == ["A"]
    deleted = shop.v1.ok(
        "DELETE", "/subscribe/customers/user%2F1", params={"reason": "r", "extra[requester]": "admin"}
    )
    assert deleted["customer_uid"] == "user/1"
    gone = "요청하신 customer_uid(user/1)로 등록된 정보를 찾을 수 없습니다."
    for method, path, status in (("GET", "", 200), ("DELETE", "", 200), ("GET", "/payments", 404)):
        assert shop.v1.refused(method, f"/subscribe/customers/user%2F1{path}") == (status, gone)
    unknown = shop.v1.refused("POST", "/subscribe/payments/again", json=body | {"merchant_uid": "B"})
    assert unknown == (200, "등록되지 않은 구매자입니다.")


def test_v1_reissue_replaces_silently(shop: Any) -> None:
    first = shop.v1_key("user")
    shop.sim.advance(100)
    second = shop.v1_key("user", "5365101111112020")
    assert second["card_number"] == "536510******2020"
    assert (second["inserted"], second["updated"]) == (first["inserted"], first["inserted"] + 100)


def test_v1_onetime_keeps_a_key_only_on_success(shop: Any) -> None:
    failed = shop.onetime("A", number=DECLINED, customer_uid="user")
    assert shop.v1.ok("POST", "/subscribe/payments/onetime", json=failed)["status"] == "failed"
    assert shop.v1.refused("GET", "/subscribe/customers/user")[0] == 200
    body = shop.onetime("B", customer_uid="user", buyer_name="김하늘")
    assert shop.v1.ok("POST", "/subscribe/payments/onetime", json=body)["customer_uid_usage"] == "issue"
    assert shop.v1.ok("GET", "/subscribe/customers/user")["card_number"] == "411111******1111"


def test_v1_several_keys(shop: Any) -> None:
    shop.v1_key("a")
    shop.v1_key("b")
    both = shop.v1.get("/subscribe/customers", params={"customer_uid[]": ["a", "b"]})
    assert both.status_code == 200
    some = shop.v1.get("/subscribe/customers", params={"customer_uid[]": ["a", "none"]})
    assert (some.status_code, [row["customer_uid"] for row in some.json()["response"]]) == (207, ["a"])
    assert shop.v1.refused("GET", "/subscribe/customers", params={"customer_uid[]": ["none"]})[0] == 404
    assert shop.v1.refused("GET", "/subscribe/customers")[0] == 400


def test_v1_group_keys(configured: Any) -> None:
    body = {"channel_group_id": "channel-group-1", **configured.card()}
    made = configured.v1.ok("POST", "/subscribe/customers/super", json=body)
    assert made["channelGroupId"] == "channel-group-1"
    assert [row["pg_id"] for row in made["succeededChannels"]] == ["MIDLIVE", "INIpayTest"]
    pay = {
        "customer_uid": "super",
        "merchant_uid": "A",
        "amount": 100,
        "name": "n",
        "channel_key": "channel-key-test",
    }
    assert configured.v1.ok("POST", "/subscribe/payments/again", json=pay)["pg_id"] == "INIpayTest"


def test_v1_issue_needs(shop: Any, configured: Any) -> None:
    assert shop.v1.refused("POST", "/subscribe/customers/u", json={"channel_key": "k"})[0] == 400
    assert (
        shop.v1.refused("POST", f"/subscribe/customers/{'u' * 81}", json={"channel_key": "k", **shop.card()})[
            0
        ]
        == 400
    )
    body = {"channel_key": "channel-key-none", **configured.card()}
    assert configured.v1.refused("POST", "/subscribe/customers/u", json=body)[0] == 200
