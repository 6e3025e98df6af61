"""Promotions, checkout profiles, balances, barcodes and account holders: what single PGs or the console have."""

from typing import Any

import pytest

from pgbridge.simulator import Channel, Settings
from pgbridge.simulator.settings import Promotion

KCP = Channel(key="channel-key-kcp", provider="KCP_V2", merchant_id="kcp")
NICE = Channel(key="channel-key-nice", provider="NICE_V2", merchant_id="nice")
PAYCO = Channel(key="channel-key-payco", provider="PAYCO", merchant_id="payco")
HECTO = Channel(key="channel-key-hecto", provider="SETTLE", merchant_id="hecto")
GALAXIA = Channel(key="channel-key-galaxia", provider="GALAXIA", merchant_id="galaxia")
NOW = 1_767_225_600.0
SETTINGS = Settings(
    channels=(KCP, NICE, PAYCO, HECTO, GALAXIA),
    promotions=(
        Promotion(
            id="spring",
            name="봄",
            percent=10,
            card_company="SHINHAN_CARD",
            starts_at=NOW + 60,
            ends_at=NOW + 120,
        ),
    ),
    profiles={"jp": (("PAY_PAY", NICE.key),)},
)


@pytest.fixture
def shop(opened_with: Any) -> Any:
    return opened_with(SETTINGS)


def test_a_promotion_has_its_time(shop: Any) -> None:
    states = []
    for _ in range(3):
        states.append(shop.v2.ok("GET", "/promotions/spring")["status"])
        shop.sim.advance(60)
    assert states == ["SCHEDULED", "IN_PROGRESS", "COMPLETED"]
    assert shop.v2.refused("GET", "/promotions/none") == (404, "PROMOTION_NOT_FOUND")


def test_offers_of_a_pg(shop: Any) -> None:
    path, ask = "/payment-gateways/card-promotion", {"channelKey": KCP.key, "amount": "50000"}
    rows = shop.v2.ok("GET", path, params=ask)["promotions"]
    assert [row["minimumPaymentAmount"] for row in rows] == [10_000, 50_000]
    (one,) = shop.v2.ok("GET", path, params=ask | {"cardCompany": "HYUNDAI_CARD"})["promotions"]
    assert one["cardCompany"] == "HYUNDAI_CARD"
    assert shop.v2.refused("GET", path, params=ask | {"channelKey": NICE.key}) == (502, "PG_PROVIDER")
    assert shop.v2.refused("GET", path, params=ask | {"channelKey": "x"}) == (404, "CHANNEL_NOT_FOUND")
    assert shop.v2.refused("GET", path, params=ask | {"amount": "-1"}) == (400, "INVALID_REQUEST")


def test_profiles_need_no_login(shop: Any) -> None:
    path = "/checkout-profiles/evaluate"
    ask = {"profileKey": "jp", "country": "JP", "currency": "JPY", "amount": "100"}
    shop.v2.headers.pop("Authorization")
    (method,) = shop.v2.ok("GET", path, params=ask)["methods"]
    assert method == {"paymentMethod": "PAY_PAY", "channelKey": NICE.key}
    found = shop.v2.refused("GET", path, params=ask | {"profileKey": "x"})
    assert found == (404, "PROFILE_SETTINGS_NOT_FOUND")
    assert shop.v2.refused("GET", path, params=ask | {"amount": "x"}) == (400, "INVALID_REQUEST")


def test_a_balance_follows_the_cancels(shop: Any) -> None:
    pay = shop.onetime("A", 11_000, pg="payco.payco")
    uid = shop.v1.ok("POST", "/subscribe/payments/onetime", json=pay)["imp_uid"]
    shop.v1.ok("POST", "/payments/cancel", json={"imp_uid": uid, "amount": 1_100})
    told = shop.v1.ok("GET", f"/payments/{uid}/balance")
    assert told["amount"] == 11_000
    assert told["primary"] == {"tax_free": 0, "supply": 9_000, "vat": 900, "service": 0}
    assert [row["primary"]["supply"] for row in told["histories"]] == [10_000, 9_000]
    assert shop.v1.refused("GET", "/payments/imp_none/balance")[0] == 404
    other = shop.onetime("B", 11_000, pg="nice_v2.nice")
    uid = shop.v1.ok("POST", "/subscribe/payments/onetime", json=other)["imp_uid"]
    assert shop.v1.refused("GET", f"/payments/{uid}/balance")[0] == 200


def account(shop: Any, channel: Channel, order: str = "A") -> Any:
    body = {"channel_key": channel.key, "merchant_uid": order, "amount": 55_000, "vbank_code": "088"}
    return shop.v1.ok("POST", "/vbanks", json=body | {"vbank_due": shop.now() + 60})["imp_uid"]


def test_an_account_that_waits_can_be_changed(shop: Any) -> None:
    uid = account(shop, HECTO)
    changed = shop.v1.ok("PUT", f"/vbanks/{uid}", json={"amount": 44_000, "vbank_due": shop.now() + 120})
    assert (changed["amount"], changed["vbank_date"], changed["status"]) == (
        44_000,
        shop.now() + 120,
        "ready",
    )
    assert shop.v1.refused("PUT", f"/vbanks/{uid}", json={})[0] == 400
    assert shop.v1.refused("PUT", f"/vbanks/{uid}", json={"vbank_due": 1})[0] == 400
    assert shop.v1.refused("PUT", "/vbanks/imp_none", json={"amount": 1})[0] == 404
    shop.sim.advance(90)  # beyond the first day, before the second
    shop.sim.deposit("A", 44_000)
    assert shop.v1.refused("PUT", f"/vbanks/{uid}", json={"amount": 1})[0] == 400
    other = account(shop, NICE, "B")
    assert shop.v1.refused("PUT", f"/vbanks/{other}", json={"amount": 1})[0] == 200


def test_whose_an_account_is(shop: Any) -> None:
    ask = {"bank_code": "088", "bank_num": "110123"}
    assert shop.v1.ok("GET", "/vbanks/holder", params=ask)["bank_holder"]
    assert shop.v1.refused("GET", "/vbanks/holder", params=ask | {"bank_code": "999"})[0] == 400


def barcode(shop: Any, order: str = "A", **change: Any) -> dict[str, Any]:
    return {"channel_key": GALAXIA.key, "merchant_uid": order, "amount": 9_900} | change


def test_a_barcode_is_paid_at_a_till(shop: Any) -> None:
    made = shop.v1.ok("POST", "/cvs", json=barcode(shop))
    assert (made["status"], made["pay_method"]) == ("ready", "cvs")
    shop.sim.pay_at_till("A")
    read = shop.v1.ok("GET", f"/payments/{made['imp_uid']}", params={"include_sandbox": "true"})
    assert (read["status"], read["amount"]) == ("paid", 9_900)
    assert shop.v1.refused("DELETE", f"/cvs/{made['imp_uid']}")[0] == 400
    assert shop.v1.refused("POST", "/cvs", json=barcode(shop))[0] == 200
    assert shop.v2.ok("GET", "/payments/A")["status"] == "PAID"
    with pytest.raises(ValueError, match="waits"):
        shop.sim.pay_at_till("A")


def test_a_barcode_is_revoked_or_expires(shop: Any) -> None:
    made = shop.v1.ok("POST", "/cvs", json=barcode(shop))
    assert shop.v1.ok("DELETE", f"/cvs/{made['imp_uid']}")["status"] == "cancelled"
    shop.v1.ok("POST", "/cvs", json=barcode(shop, "B", expired_at=shop.now() + 60))
    shop.sim.advance(61)
    for order in ("A", "B"):
        with pytest.raises(ValueError, match="waits"):
            shop.sim.pay_at_till(order)
    with pytest.raises(ValueError, match="unknown"):
        shop.sim.pay_at_till("C")
    assert shop.v1.refused("POST", "/cvs", json=barcode(shop, "D", expired_at=1))[0] == 400
    assert shop.v1.refused("POST", "/cvs", json=barcode(shop, "D", channel_key=NICE.key))[0] == 200
    card = shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("E"))["imp_uid"]
    assert shop.v1.refused("DELETE", f"/cvs/{card}")[0] == 400
    assert shop.v1.refused("DELETE", "/cvs/imp_none")[0] == 200
