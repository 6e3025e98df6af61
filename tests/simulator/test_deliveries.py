"""Escrow deliveries, sales slips and identity verifications on both faces."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pgbridge.simulator import Channel, Settings
from pgbridge.simulator.identities import OTP

HOUR = 3600
PARTIES = {"sender": {"name": "판매자"}, "receiver": {"name": "김하늘"}}


@contextmanager
def closing(made: Any) -> Iterator[Any]:
    """Close the clients of a shop afterwards."""
    yield made
    made.v1.close()
    made.v2.close()


def v1_escrow(shop: Any, order: str = "A", channel: str = "k") -> str:
    body = {
        "channel_key": channel,
        "merchant_uid": order,
        "amount": 55_000,
        "vbank_code": "088",
        "name": "주문",
    }
    body |= {"escrow_password": "1234", "vbank_due": shop.now() + HOUR}
    uid: str = shop.v1.ok("POST", "/vbanks", json=body)["imp_uid"]
    return uid


def parcel(shop: Any, **change: Any) -> dict[str, Any]:
    logis = {"company": "KGB", "invoice": "1", "sent_at": shop.now()}
    return {**PARTIES, "logis": logis | change}


def test_v1_delivery(shop: Any) -> None:
    uid = v1_escrow(shop)
    path = f"/escrows/logis/{uid}"
    assert shop.v1.refused("GET", path)[0] == 409
    assert shop.v1.refused("POST", path, json=parcel(shop))[0] == 409
    shop.sim.deposit("A")
    assert shop.v1.refused("PUT", path, json=parcel(shop))[0] == 409
    made = shop.v1.ok("POST", path, json=parcel(shop))
    assert made == {"company": "KGB", "invoice": "1", "sent_at": shop.now(), "applied_at": shop.now()}
    assert shop.v1.refused("POST", path, json=parcel(shop))[0] == 409
    assert shop.v1.ok("PUT", path, json=parcel(shop, company="SF", invoice="2"))["company"] == "ETC"
    assert shop.v1.ok("GET", path)["invoice"] == "2"
    assert shop.v2.ok("GET", "/payments/A")["escrow"]["status"] == "REGISTERED"
    assert shop.v1.refused("POST", path, json={"logis": {}})[0] == 400
    assert shop.v1.refused("GET", "/escrows/logis/imp_0")[0] == 404
    assert shop.v1.refused("POST", f"/payments/{uid}/naver/confirm", json={})[0] == 200


def test_v1_naver_confirms(shop: Any) -> None:
    channel = Channel(key="naver", provider="NAVERPAY", merchant_id="m")
    with closing(type(shop)(Settings(channels=(channel,)))) as shop:
        uid = v1_escrow(shop, channel="naver")
        shop.sim.deposit("A")
        path = f"/payments/{uid}/naver/confirm"
        assert shop.v1.refused("POST", path, json={})[0] == 200
        shop.v1.ok("POST", f"/escrows/logis/{uid}", json=parcel(shop))
        assert shop.v1.refused("POST", path, json={"requester": "me"})[0] == 400
        assert shop.v1.post(path, json={"requester": "customer"}).json()["code"] == 0
        assert shop.v1.refused("POST", path, json={})[0] == 200


def test_v2_delivery(shop: Any) -> None:
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(isEscrow=True))
    body = {"logistics": {"company": "CJ", "invoiceNumber": "1", "sentAt": "2026-01-01T00:00:00Z"}}
    path = "/payments/A/escrow/logistics"
    assert shop.v2.ok("GET", "/payments/A")["escrow"] == {"status": "BEFORE_REGISTERED"}
    assert shop.v2.refused("PATCH", path, json=body) == (502, "PG_PROVIDER")
    assert shop.v2.ok("POST", path, json=body)["invoiceNumber"] == "1"
    body["logistics"]["company"] = "DHL"
    assert "modifiedAt" in shop.v2.ok("PATCH", path, json=body)
    assert shop.v2.ok("GET", "/payments/A")["escrow"]["company"] == "DHL"
    assert shop.v2.ok("POST", "/payments/A/escrow/complete", json={})["completedAt"]
    assert shop.v2.ok("GET", "/payments/A")["escrow"]["status"] == "CONFIRMED"
    assert shop.v2.refused("POST", "/payments/A/escrow/complete", json={}) == (502, "PG_PROVIDER")
    body["logistics"]["company"] = "KGB"
    assert shop.v2.refused("POST", path, json=body) == (400, "INVALID_REQUEST")
    assert shop.v2.refused("POST", "/payments/X/escrow/complete", json={}) == (404, "PAYMENT_NOT_FOUND")
    shop.v2.ok("POST", "/payments/B/instant", json=shop.instant())
    assert shop.v2.refused("POST", "/payments/B/escrow/complete", json={}) == (502, "PG_PROVIDER")


def items(*amounts: int) -> list[dict[str, Any]]:
    return [
        {"storeBusinessRegistrationNumber": "1", "storeName": "s", "totalAmount": it, "currency": "KRW"}
        for it in amounts
    ]


def test_slips(configured: Any) -> None:
    shop = configured
    shop.v2.ok("POST", "/payments/A/instant", json=shop.instant(channelKey="channel-key-test"))
    path = "/payments/A/register-store-receipt"
    assert shop.v2.ok("POST", path, json={"items": items(5_000, 5_000)})["receiptUrl"]
    assert shop.v2.refused("POST", path, json={"items": items(5_000)}) == (502, "PG_PROVIDER")
    assert shop.v2.refused("POST", path, json={"items": []}) == (400, "INVALID_REQUEST")
    shop.v2.ok("POST", "/payments/B/instant", json=shop.instant(channelKey="channel-key-live"))
    found = shop.v2.refused("POST", "/payments/B/register-store-receipt", json={"items": items(1)})
    assert found == (502, "PG_PROVIDER")


def test_v1_slips(shop: Any) -> None:
    channels = tuple(Channel(key=it, provider=it.upper(), merchant_id="m") for it in ("html5_inicis", "nice"))
    with closing(type(shop)(Settings(channels=channels))) as shop:
        row = {"business_registration_number": "1-1", "company_name": "s", "amount": 11_000}
        good = shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("A", pg="html5_inicis"))
        path = f"/partners/receipts/{good['imp_uid']}"
        assert shop.v1.ok("POST", path, json={"data": [row]})["receipt_url"]
        assert shop.v1.refused("POST", path, json={"data": [row]})[0] == 400
        assert shop.v1.refused("POST", path, json={"data": [{**row, "amount": None}]})[0] == 400
        other = shop.v1.ok("POST", "/subscribe/payments/onetime", json=shop.onetime("B", pg="nice"))
        assert (
            shop.v1.refused("POST", f"/partners/receipts/{other['imp_uid']}", json={"data": [row]})[0] == 501
        )
        assert shop.v1.refused("POST", "/partners/receipts/imp_0", json={"data": [row]})[0] == 404


PERSON = {
    "name": "김하늘", "phone": "010-2000-3000", "birth": "920303", "gender_digit": "2", "carrier": "LGT",
    "is_mvno": True, "channel_key": "k", "merchant_uid": "idv1",
}  # fmt: skip


def test_v1_identity(shop: Any) -> None:
    uid = shop.v1.ok("POST", "/certifications/otp/request", json=PERSON)["imp_uid"]
    waiting = shop.v1.ok("GET", f"/certifications/{uid}")
    assert (waiting["certified"], waiting["name"], waiting["certified_at"]) == (False, None, 0)
    assert shop.v1.refused("POST", f"/certifications/otp/confirm/{uid}", json={"otp": "0"})[0] == 400
    done = shop.v1.ok("POST", f"/certifications/otp/confirm/{uid}", json={"otp": OTP})
    assert (done["certified"], done["birthday"], done["gender"]) == (True, "1992-03-03", "female")
    assert shop.v1.refused("POST", f"/certifications/otp/confirm/{uid}", json={"otp": OTP})[0] == 400
    assert shop.v1.ok("POST", "/certifications/otp/request", json=PERSON)["imp_uid"] != uid
    assert shop.v2.ok("GET", f"/identity-verifications/{uid}")["version"] == "V1"
    assert shop.v1.ok("DELETE", f"/certifications/{uid}")["imp_uid"] == uid
    assert shop.v1.refused("GET", f"/certifications/{uid}")[0] == 404
    for change in ({"carrier": "LGU"}, {"birth": "1"}, {"verification_method": "MAIL"}):
        assert shop.v1.refused("POST", "/certifications/otp/request", json=PERSON | change)[0] == 400


def asked(**change: Any) -> dict[str, Any]:
    person = {
        "name": "a",
        "phoneNumber": "01020003000",
        "identityNumber": "0112313",
        "ipAddress": "203.0.113.9",
    }
    return {"channelKey": "k", "customer": person, "operator": "SKT", "method": "SMS"} | change


def test_v2_identity(shop: Any) -> None:
    path = "/identity-verifications/idv1"
    assert shop.v2.refused("GET", path) == (404, "IDENTITY_VERIFICATION_NOT_FOUND")
    assert shop.v2.ok("POST", f"{path}/send", json=asked()) == {}
    assert shop.v2.refused("POST", f"{path}/send", json=asked()) == (
        409,
        "IDENTITY_VERIFICATION_ALREADY_SENT",
    )
    assert shop.v2.ok("POST", f"{path}/resend") == {}
    assert shop.v2.ok("GET", path)["requestedCustomer"]["birthYear"] == "2001"
    assert shop.v2.refused("POST", f"{path}/confirm", json={"otp": "0"}) == (502, "PG_PROVIDER")
    done = shop.v2.ok("POST", f"{path}/confirm", json={"otp": OTP})["identityVerification"]
    assert (done["status"], done["verifiedCustomer"]["gender"]) == ("VERIFIED", "MALE")
    found = shop.v2.refused("POST", f"{path}/confirm", json={"otp": OTP})
    assert found == (409, "IDENTITY_VERIFICATION_ALREADY_VERIFIED")
    assert shop.v2.refused("POST", f"{path}/resend")[1] == "IDENTITY_VERIFICATION_ALREADY_VERIFIED"
    assert (
        shop.v2.refused("POST", f"{path}/send", json=asked())[1] == "IDENTITY_VERIFICATION_ALREADY_VERIFIED"
    )
    listed = shop.v2.listed("/identity-verifications", filter={"statuses": ["VERIFIED"]})["items"]
    assert [it["id"] for it in listed] == ["idv1"]
    for field in ("VERIFIED_AT", "STATUS_UPDATED_AT"):
        assert shop.v2.listed("/identity-verifications", filter={"timeRangeField": field})["items"]
    assert not shop.v2.listed("/identity-verifications", filter={"timeRangeField": "FAILED_AT"})["items"]


@pytest.mark.parametrize("change", [{"operator": "LGT"}, {"method": "MAIL"}, {"customer": {"name": "a"}}])
def test_v2_identity_malformed(shop: Any, change: dict[str, Any]) -> None:
    found = shop.v2.refused("POST", "/identity-verifications/i/send", json=asked(**change))
    assert found == (400, "INVALID_REQUEST")
