"""What only single PGs have: Naver Pay orders, Quick Pay, Benepia, PAYCO, Paymentwall, Kakao Pay; and the code lists."""

import pytest

from pgbridge_iamport.simulated import naver

WHEN = {"estimated_delivery_datetime": 1_714_522_600, "estimated_update_datetime": 1_714_522_100}
DELIVERY = {
    "type": "digital",
    "status": "delivered",
    "refundable": "yes",
    "shipping_address_email": "a@b.example",
}


def paid(shop, order, pg, **more):
    return shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime(order, pg=pg, **more))[
        "imp_uid"
    ]


def test_codes(shop):
    banks = shop.v1.ok("GET", "/banks")
    assert {"code": "088", "name": "신한은행"} in banks
    assert shop.v1.ok("GET", "/banks/088")["name"] == "신한은행"
    assert shop.v1.refused("GET", "/banks/999")[0] == 404
    assert shop.v1.ok("GET", "/cards/366")["name"] == "신한카드"
    assert shop.v1.refused("GET", "/cards/999")[0] == 404
    listed = shop.v2.get("/banks", headers={"Authorization": ""}).json()["items"]
    assert {"bank": "SHINHAN", "name": {"ko": "신한은행"}} in listed
    assert len(listed) == len(banks)


def test_channels_and_tiers(configured):
    rows = configured.v1.ok("GET", "/users/pg")
    assert [row["sandbox"] for row in rows] == [False, True]
    assert configured.v1.ok("GET", "/tiers/ABC")["tier_code"] == "ABC"
    assert configured.v1.refused("GET", "/tiers/XYZ")[0] == 404


def test_product_orders_go_their_way(shop):
    uid = paid(shop, "n1", "naverco.m", product_count=2)
    stem = f"/payments/{uid}/naver"
    first, second = (row["product_order_id"] for row in shop.v1.ok("GET", f"{stem}/product-orders"))
    assert len(shop.v1.ok("POST", f"{stem}/place")) == 2
    body = {"product_order_id": [first], "delivery_method": "NOTHING", "dispatched_at": 1_714_522_600}
    (sent,) = shop.v1.ok("POST", f"{stem}/ship", json=body)
    assert sent["product_order_status"] == "DELIVERING"
    both = shop.v1.post(
        f"{stem}/cancel", json={"product_order_id": [first, second], "reason": "no such reason"}
    )
    assert both.status_code == 207
    assert [row["product_order_id"] for row in both.json()["response"]] == [second]
    assert shop.v1.refused("POST", f"{stem}/cancel", json={"product_order_id": [second]})[0] == 500
    payment = shop.v1.ok("GET", f"/payments/{uid}", params={"include_sandbox": "true"})
    assert payment["cancel_amount"] == 5_500
    assert shop.v1.ok("GET", f"/naver/product-orders/{second}")["claim_status"] == "CANCEL_DONE"
    asked = {"channel_key": "k", "from": shop.now() - 1, "to": shop.now() + 1, "review_type": "general"}
    (review,) = shop.v1.ok("GET", "/naver/reviews", params=asked)
    assert review["product_order_id"] == first


def test_returns_and_exchanges(shop):
    uid = paid(shop, "n2", "naverco.m")
    stem = f"/payments/{uid}/naver"
    (row,) = shop.v1.ok("GET", f"{stem}/product-orders")
    assert shop.v1.refused("POST", f"{stem}/ship", json={"delivery_method": "DELIVERY"})[0] == 400
    shop.v1.ok("POST", f"{stem}/ship", json={"delivery_method": "NOTHING", "dispatched_at": 1})
    back = {"delivery_method": "RETURN_INDIVIDUAL"}
    (asked,) = shop.v1.ok("POST", f"{stem}/request-return", json=back)
    assert asked["claim_status"] == "RETURN_REQUEST"
    assert shop.v1.refused("POST", f"{stem}/withhold-return", json={})[0] == 400
    shop.v1.ok("POST", f"{stem}/withhold-return", json={"memo": "pay the parcel"})
    assert shop.v1.refused("POST", f"{stem}/approve-return")[0] == 500
    shop.v1.ok("POST", f"{stem}/resolve-return")
    (refused,) = shop.v1.ok("POST", f"{stem}/reject-return", json={"memo": "worn"})
    assert refused["claim_status"] == "RETURN_REJECT"
    shop.v1.ok("POST", f"{stem}/request-return", json=back)
    (done,) = shop.v1.ok("POST", f"{stem}/approve-return")
    assert (done["product_order_status"], done["claim_status"]) == ("RETURNED", "RETURN_DONE")
    naver.claim(shop.sim.world, row["product_order_id"], "EXCHANGE")
    shop.v1.ok("POST", f"{stem}/collect-exchanged")
    (again,) = shop.v1.ok("POST", f"{stem}/ship-exchanged", json={"delivery_method": "NOTHING"})
    assert again["claim_status"] == "EXCHANGE_REDELIVERING"


def test_a_cancel_that_the_buyer_asked_for(shop):
    uid = paid(shop, "n3", "naverco.m")
    (row,) = shop.v1.ok("GET", f"/payments/{uid}/naver/product-orders")
    assert shop.v1.refused("POST", f"/payments/{uid}/naver/approve-cancel")[0] == 500
    naver.claim(shop.sim.world, row["product_order_id"], "CANCEL")
    (done,) = shop.v1.ok("POST", f"/payments/{uid}/naver/approve-cancel")
    assert done["product_order_status"] == "CANCELED"


def test_payment_type(shop):
    uid, other = paid(shop, "n4", "naverpay.m"), paid(shop, "n5", "naverco.m")
    amounts = shop.v1.ok("GET", f"/payments/{uid}/naver/cash-amount")
    assert (amounts["amount_total"], amounts["amount_supply"], amounts["amount_vat"]) == (
        11_000,
        10_000,
        1_000,
    )
    assert shop.v1.refused("GET", f"/payments/{other}/naver/cash-amount")[0] == 400
    shop.v1.ok("POST", f"/payments/{uid}/naver/point")
    assert shop.v1.refused("POST", f"/payments/{uid}/naver/point")[0] == 500
    assert shop.v1.refused("GET", f"/payments/{uid}/naver/product-orders")[0] == 404


def test_quick_pay(shop):
    body = {"member_id": "m1", "channel_key": "k", "name": "주문", "imp_uid": "imp_pin", "amount": 700}
    made = shop.v1.ok("POST", "/kcpquick/payment/money", json={**body, "merchant_uid": "q1"})
    assert (made["status"], made["amount"]) == ("paid", 700)
    declined = {**body, "merchant_uid": "q2", "member_id": "4000000000000101"}
    assert shop.v1.ok("POST", "/kcpquick/payment/money", json=declined)["status"] == "failed"
    shop.v1_key("key1")
    auto = {"customer_uid": "key1", "merchant_uid": "q3", "name": "주문", "buyer_name": "김", "amount": 900}
    assert shop.v1.ok("POST", "/kcpquick/payment/autopay", json=auto)["status"] == "paid"
    assert shop.v1.ok("DELETE", "/kcpquick/autopay/key1") == {"customer_uid": "key1"}
    assert shop.v1.refused("DELETE", "/kcpquick/autopay/key1")[0] == 404


def test_quick_members(shop):
    asked = {"site_code": "IX0XX", "partner_type": "a", "partner_subtype": "b"}
    assert shop.v1.ok("DELETE", "/kcpquick/members/m1", params=asked)["member_id"] == "m1"
    assert shop.v1.refused("DELETE", "/kcpquick/members/m1", params=asked)[0] == 404
    path = "/kcpquick/members/m2/fido/release"
    assert shop.v1.ok("POST", path, json={"channel_key": "k"}) == {"member_id": "m2"}
    refused = shop.v1.post(path, json={"channel_key": "k"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (200, "C210")


def test_quick_registration(shop):
    body = {"btid": "b1", "cust_ip": "192.0.2.1", "code_verifier": "v"}
    assert shop.v1.refused("PUT", "/kcpquick/prepare/o1", json=body)[0] == 404
    shop.v1.ok("POST", "/kcpquick/prepare/o1", json=body)
    assert shop.v1.refused("POST", "/kcpquick/prepare/o1", json=body)[0] == 409
    shop.v1.ok("PUT", "/kcpquick/prepare/o1", json={**body, "prepaid_auth_yn": "Y", "prepaid_amount": 5})
    assert shop.v1.refused("PUT", "/kcpquick/prepare/o1", json={**body, "prepaid_auth_yn": "Y"})[0] == 400


def test_benepia(shop):
    account = {"benepia_user": "u1", "benepia_password": "p", "channel_key": "k"}
    assert shop.v1.ok("POST", "/benepia/point", json=account) == {"point": 100_000}
    order = {**account, "merchant_uid": "b1", "name": "주문", "amount": 60_000}
    assert shop.v1.ok("POST", "/benepia/payment", json=order)["status"] == "paid"
    assert shop.v1.ok("POST", "/benepia/point", json=account) == {"point": 40_000}
    assert shop.v1.refused("POST", "/benepia/payment", json={**order, "merchant_uid": "b2"})[0] == 500
    assert shop.v1.refused("POST", "/benepia/point", json={**account, "benepia_password": "wrong"})[0] == 500


def test_payco(shop):
    uid = paid(shop, "p1", "payco.m")
    assert shop.v1.ok("POST", f"/payco/orders/status/{uid}", json={"status": "CANCELED"}) == {
        "status": "CANCELED"
    }
    assert shop.v1.refused("POST", f"/payco/orders/status/{uid}", json={"status": "GONE"})[0] == 400


def test_paymentwall(shop):
    uid = paid(shop, "w1", "paymentwall.m")
    body = {"imp_uid": uid, "merchant_uid": "w1", **WHEN, **DELIVERY}
    assert shop.v1.ok("POST", "/paymentwall/delivery", json=body) == {}
    physical = shop.v1.ok("POST", "/paymentwall/delivery", json={**body, "type": "physical"})
    assert physical["error_code"] == 3001
    assert shop.v1.refused("POST", "/paymentwall/delivery", json={**body, "merchant_uid": "w2"})[0] == 200
    shop.v2.ok("POST", "/payments/w3/instant", json=shop.instant())
    sent = {
        "transactionId": shop.sim.attempts("w3")[0].id,
        "deliveryType": "DIGITAL",
        "deliveryStatus": "DELIVERED",
        "estimatedDeliveryDatetime": "2024-05-01T00:00:00Z",
        "estimatedUpdateDatetime": "2024-05-01T00:00:00Z",
        "refundable": False,
        "details": "d",
        "shippingAddressEmail": "a@b.example",
    }
    assert shop.v2.ok("POST", "/paymentwall/delivery/confirm", json=sent) == {}
    bad = {**sent, "transactionId": "none"}
    assert shop.v2.refused("POST", "/paymentwall/delivery/confirm", json=bad) == (404, "PAYMENT_NOT_FOUND")


@pytest.mark.parametrize(("tid", "status"), [(None, 200), ("T-unknown", 400)])
def test_kakao(shop, tid, status):
    uid = paid(shop, "k1", "kakaopay.TC0ONETIME")
    attempt = shop.sim.world.attempts[uid]
    asked = {"pgTxId": tid or attempt.pg_tx_id, "channelKey": attempt.channel.key}
    found = shop.v2.ok("GET", "/kakaopay/payment/order", params=asked)
    assert found["statusCode"] == status
