"""iamport-rest-client, unmodified, through all of its calls against the served facade."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.facade.conftest import CARD, DECLINED, KEY, SECRET

iamport = pytest.importorskip("iamport", reason="the V1 client is not installed")
HOUR = 3600


@pytest.fixture
def client(served: Any) -> Iterator[Any]:
    client = iamport.Iamport(KEY, SECRET, imp_url=f"{served[1]}/")
    yield client
    client.requests_session.close()


def test_charge_read_cancel(client: Any) -> None:
    paid = client.pay_onetime(merchant_uid="m1", amount=11_000, name="주문", **CARD)
    assert (paid["status"], paid["amount"]) == ("paid", 11_000)
    assert client.find(imp_uid=paid["imp_uid"]) == client.find(merchant_uid="m1") == paid
    assert client.is_paid(11_000, merchant_uid="m1") and not client.is_paid(1, imp_uid=paid["imp_uid"])
    part = client.cancel("r", imp_uid=paid["imp_uid"], amount=1_000, checksum=11_000)
    assert (part["cancel_amount"], part["cancel_reason"]) == (1_000, "r")
    with pytest.raises(iamport.Iamport.ResponseError) as refused:
        client.cancel("r", merchant_uid="m1", amount=1_000, checksum=11_000)
    assert refused.value.code == 1
    assert client.cancel_by_merchant_uid("m1", "r")["status"] == "cancelled"
    with pytest.raises(iamport.Iamport.HttpError) as missing:
        client.find(merchant_uid="none")
    assert missing.value.code == 404


def test_foreign_card(client: Any) -> None:
    card = {"card_number": CARD["card_number"], "expiry": CARD["expiry"]}
    assert client.pay_foreign(merchant_uid="f1", amount=1_000, **card)["status"] == "paid"
    with pytest.raises(iamport.Iamport.ResponseError) as refused:
        client.pay_foreign(merchant_uid="f2", amount=100, card_number="card-number", expiry="2016-08")
    assert refused.value.code == -1


def test_decline_and_used_order(client: Any) -> None:
    failed = client.pay_onetime(merchant_uid="m2", amount=100, **DECLINED)
    assert failed["status"] == "failed" and failed["fail_reason"]
    with pytest.raises(iamport.Iamport.ResponseError):
        client.pay_onetime(merchant_uid="m2", amount=100, **CARD)


def test_keys_and_schedules(client: Any, sim: Any) -> None:
    made = client.customer_create(customer_uid="user1", customer_name="김하늘", **CARD)
    assert made["customer_uid"] == "user1" and client.customer_get("user1") == made
    paid = client.pay_again(customer_uid="user1", merchant_uid="m3", amount=8_900, name="월간")
    assert (paid["status"], paid["customer_uid"]) == ("paid", "user1")
    due = int(sim.now()) + HOUR
    rows = [
        {"merchant_uid": order, "schedule_at": due, "amount": 8_900, "currency": "KRW", "name": "월간"}
        for order in ("m4", "m5")
    ]
    assert len(client.pay_schedule(customer_uid="user1", schedules=rows)) == 2
    revoked = client.pay_unschedule(customer_uid="user1", merchant_uid="m5")
    assert [each["schedule_status"] for each in revoked] == ["revoked"]
    sim.advance(HOUR)
    assert client.pay_schedule_get("m4")["payment_status"] == "paid"
    assert client.find(merchant_uid="m4")["status"] == "paid"
    listed = client.pay_schedule_get_between(schedule_from=due, schedule_to=due + 1)
    assert {each["merchant_uid"] for each in listed} == {"m4", "m5"}
    with pytest.raises(iamport.Iamport.ResponseError) as nothing:
        client.pay_unschedule(customer_uid="user1")
    assert (nothing.value.code, nothing.value.message) == (1, "취소할 예약결제 기록이 존재하지 않습니다.")
    assert client.customer_delete("user1")["customer_uid"] == "user1"
    with pytest.raises(iamport.Iamport.ResponseError) as gone:
        client.customer_get("user1")
    assert gone.value.code == 1


def test_prepare(client: Any) -> None:
    assert client.prepare(merchant_uid="m6", amount=1_000) == {
        "merchant_uid": "m6",
        "amount": 1_000,
        "currency": None,
    }
    assert client.prepare_validate("m6", 1_000) and not client.prepare_validate("m6", 999)
    with pytest.raises(iamport.Iamport.ResponseError):
        client.pay_onetime(merchant_uid="m6", amount=999, **CARD)
    assert client.pay_onetime(merchant_uid="m6", amount=1_000, **CARD)["status"] == "paid"


def test_virtual_account(client: Any, served: Any) -> None:
    body = {
        "merchant_uid": "m7",
        "amount": 100,
        "vbank_code": "088",
        "vbank_due": int(served[0].now()) + HOUR,
    }
    made = client._post(f"{served[1]}/vbanks", body)
    assert client.revoke_vbank_by_imp_uid(made["imp_uid"])["status"] == "cancelled"


def test_certifications(client: Any, served: Any) -> None:
    person = {
        "name": "김하늘",
        "phone": "01012345678",
        "birth": "900101",
        "gender_digit": "1",
        "carrier": "SKT",
    }
    sent = client._post(f"{served[1]}/certifications/otp/request", person)
    assert client.find_certification(sent["imp_uid"])["certified"] is False
    for call in (client.find_certification, client.cancel_certification):
        with pytest.raises(iamport.Iamport.HttpError) as missing:
            call("imp_12341234")
        assert missing.value.code == 404
    with pytest.raises(iamport.Iamport.HttpError) as unserved:
        client.cancel_certification(sent["imp_uid"])
    assert unserved.value.code == 501


def test_lists(client: Any) -> None:
    for order in ("l0", "l1"):
        client.pay_onetime(merchant_uid=order, amount=500, **CARD)
    # The published client calls its own find_by_status wrongly; what it means to send is this.
    page = client._get(f"{client.imp_url}payments/status/paid", {"limit": 1, "sorting": "-started"})
    assert (page["list"][0]["merchant_uid"], page["previous"], page["next"]) == ("l1", 0, 2)


# What the client's own tests expect of the live service, where nothing is at stake.
@pytest.mark.parametrize(
    ("call", "code", "message"),
    [
        (lambda c: c.cancel("reason", imp_uid="nothing"), 1, "취소할 결제건이 존재하지 않습니다."),
        (
            lambda c: c.cancel("reason", imp_uid="nothing", amount=100),
            1,
            "취소할 결제건이 존재하지 않습니다.",
        ),
        (lambda c: c.cancel("reason", merchant_uid="any", amount=1), 1, "취소할 결제건이 존재하지 않습니다."),
        (
            lambda c: c.pay_again(customer_uid="00000000", merchant_uid="x1", amount=5_000),
            -1,
            "등록되지 않은 구매자입니다.",
        ),
        (
            lambda c: c.pay_unschedule(customer_uid="00000000", merchant_uid="x2"),
            1,
            "취소할 예약결제 기록이 존재하지 않습니다.",
        ),
        (
            lambda c: c.pay_schedule(
                customer_uid="00000000",
                schedules=[
                    {"merchant_uid": "x3", "schedule_at": 4_000_000_000, "amount": 5_000, "name": "n"}
                ],
            ),
            1,
            "등록된 고객정보가 없습니다.",
        ),
    ],
    ids=["cancel", "cancel-part", "cancel-by-order", "again", "unschedule", "schedule"],
)
def test_what_its_own_tests_expect(client: Any, call: Any, code: int, message: str) -> None:
    with pytest.raises(iamport.Iamport.ResponseError) as refused:
        call(client)
    assert (refused.value.code, refused.value.message) == (code, message)


def test_wrong_secret(served: Any) -> None:
    stranger = iamport.Iamport(KEY, "wrong", imp_url=f"{served[1]}/")
    with pytest.raises(iamport.Iamport.HttpError) as refused:
        stranger.find(imp_uid="imp_1")
    assert refused.value.code == 401
    stranger.requests_session.close()
