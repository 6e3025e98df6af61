"""V1's calls through the facade as clients in many languages write them, and V1's answers to them."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.facade.conftest import CARD, DECLINED, KEY, SECRET, Client

HOUR = 3600


def pay(v1: Client, order: str, amount: int = 1_000, **more: Any) -> Any:
    return v1.ok(
        "POST", "/subscribe/payments/onetime", {"merchant_uid": order, "amount": amount, **CARD, **more}
    )


def test_every_way_to_send_a_token(v1: Client, served: Any) -> None:
    uid = pay(v1, "t1")["imp_uid"]
    token = v1.headers["Authorization"].removeprefix("Bearer ")
    ways: list[tuple[dict[str, str], dict[str, str]]] = [
        ({"Authorization": f"Bearer {token}"}, {}),
        ({"authorization": f"bearer {token}"}, {}),
        ({"Authorization": token}, {}),
        ({"X-ImpTokenHeader": token}, {}),
        ({}, {"_token": token}),
    ]
    for headers, query in ways:
        answer = v1.http.get(f"/payments/{uid}", headers=headers, params=query)
        assert answer.json()["response"]["imp_uid"] == uid, (headers, query)
    for headers in (
        {},
        {"Authorization": token[:-1] + "x"},
        {"Authorization": "Bearer"},
        {"Authorization": "é" * 20},
    ):
        raw = {name: value.encode("utf-8") for name, value in headers.items()}
        answer = v1.http.get(f"/payments/{uid}", headers=raw)
        assert (answer.status_code, answer.json()["code"]) == (401, -1)


@pytest.mark.parametrize(
    "options",
    [
        {"json": {"imp_key": KEY, "imp_secret": SECRET}},
        {"data": {"imp_key": KEY, "imp_secret": SECRET}},
        {
            "content": f'{{"imp_key":"{KEY}","imp_secret":"{SECRET}"}}',
            "headers": {"content-type": "text/plain"},
        },
        {"content": urlencode({"imp_key": KEY, "imp_secret": SECRET}), "headers": {}},
        {
            "content": f'{{"imp_key":"{KEY}","imp_secret":"{SECRET}"}}',
            "headers": {"content-type": "application/json;charset=UTF-8"},
        },
    ],
    ids=["json", "form", "fetch", "curl", "axios"],
)
def test_a_token_for_every_kind_of_body(v1: Client, options: Any) -> None:
    told = v1.http.post("/users/getToken", **options).json()
    assert told["code"] == 0
    assert v1.token() == told["response"]["access_token"]
    assert told["response"]["expired_at"] - told["response"]["now"] == 1800


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"imp_key": KEY, "imp_secret": "no"}, 401),
        ({"imp_key": KEY}, 400),
        ({"imp_key": [KEY], "imp_secret": 1}, 400),
    ],
)
def test_no_token_for_a_wrong_pair(v1: Client, body: Any, status: int) -> None:
    answer = v1.http.post("/users/getToken", json=body)
    assert (answer.status_code, answer.json()["code"], answer.json()["response"]) == (status, -1, None)


def test_paths_as_base_urls_with_slashes_make_them(v1: Client, served: Any) -> None:
    pay(v1, "s1")
    for path in ("//payments/find/s1", "/payments/find/s1/", "/payments//find/s1"):
        assert v1.ok("GET", f"{served[1]}{path}")["merchant_uid"] == "s1"


def test_nested_forms_of_php_and_ruby(v1: Client, sim: Any) -> None:
    v1.ok("POST", "/subscribe/customers/php", CARD)
    due = int(sim.now()) + HOUR
    fields = {"customer_uid": "php"}
    for number, order in enumerate(("php1", "php2")):
        row = {"merchant_uid": order, "schedule_at": due, "amount": "100", "name": "정기"}
        fields |= {f"schedules[{number}][{name}]": str(value) for name, value in row.items()}
    made = v1.ok("POST", "/subscribe/payments/schedule", None, data=fields)
    assert [each["merchant_uid"] for each in made] == ["php1", "php2"]
    gone = v1.ok(
        "POST",
        "/subscribe/payments/unschedule",
        None,
        content="customer_uid=php&merchant_uid[]=php1&merchant_uid[]=php2",
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert {each["schedule_status"] for each in gone} == {"revoked"}


@pytest.mark.parametrize(
    "shape", ["imp_uid[]={0}&imp_uid[]={1}", "imp_uid={0}&imp_uid={1}", "imp_uid[0]={0}&imp_uid[1]={1}"]
)
def test_lists_in_queries(v1: Client, shape: str) -> None:
    orders = [f"q{len(shape)}n{number}" for number in range(2)]
    uids = [pay(v1, order)["imp_uid"] for order in orders]
    found = v1.ok("GET", f"/payments?{shape.format(*uids)}")
    assert [each["merchant_uid"] for each in found] == orders


def test_some_of_many_are_207(v1: Client) -> None:
    pay(v1, "many1")
    answer = v1.call("GET", "/payments?merchant_uid[]=many1&merchant_uid[]=nothing")
    assert (answer.status_code, len(answer.json()["response"])) == (207, 1)
    assert v1.refused("GET", "/payments?merchant_uid[]=nothing")[0] == 404
    assert v1.refused("GET", "/payments")[1] == -1


def test_an_order_id_is_taken_once(v1: Client) -> None:
    pay(v1, "once")
    assert v1.refused(
        "POST", "/subscribe/payments/onetime", {"merchant_uid": "once", "amount": 1_000, **CARD}
    )[:2] == (200, 1)
    declined = v1.ok("POST", "/subscribe/payments/onetime", {"merchant_uid": "bad", "amount": 5, **DECLINED})
    assert declined["status"] == "failed"
    assert v1.refused("POST", "/subscribe/payments/onetime", {"merchant_uid": "bad", "amount": 5, **CARD})[
        :2
    ] == (200, 1)


def test_a_registered_amount_is_held(v1: Client) -> None:
    assert v1.refused("GET", "/payments/prepare/p1")[1] == 1
    v1.ok("POST", "/payments/prepare", {"merchant_uid": "p1", "amount": 700})
    assert v1.refused("POST", "/payments/prepare", {"merchant_uid": "p1", "amount": 700})[1] == 1
    v1.ok("PUT", "/payments/prepare", {"merchant_uid": "p1", "amount": "800"})
    assert v1.ok("GET", "/payments/prepare/p1")["amount"] == 800
    status, code, message = v1.refused(
        "POST", "/subscribe/payments/onetime", {"merchant_uid": "p1", "amount": 700, **CARD}
    )
    assert (status, code) == (200, 1) and "금액" in message
    pay(v1, "p1", 800)
    assert v1.refused("PUT", "/payments/prepare", {"merchant_uid": "p0", "amount": 1})[0] == 404


def test_an_amount_registered_without_a_currency_is_the_number_that_is_paid(v1: Client) -> None:
    def pay(order: str, amount: Any) -> dict[str, Any]:
        return {"merchant_uid": order, "amount": amount, "currency": "USD", **CARD}

    for order in ("usd1", "usd2"):
        v1.ok("POST", "/payments/prepare", {"merchant_uid": order, "amount": 10})
    paid = v1.ok("POST", "/subscribe/payments/onetime", pay("usd1", 10))
    assert (paid["amount"], paid["currency"]) == (10, "USD")
    assert v1.refused("POST", "/subscribe/payments/onetime", pay("usd2", 0.1))[0] == 200
    v1.ok("POST", "/payments/prepare", {"merchant_uid": "usd3", "amount": 10.5, "currency": "USD"})
    assert v1.refused("POST", "/subscribe/payments/onetime", pay("usd3", 10))[0] == 200
    assert v1.ok("POST", "/subscribe/payments/onetime", pay("usd3", 10.5))["amount"] == 10.5


def test_cancels_in_parts(v1: Client) -> None:
    uid = pay(v1, "c1", 3_000)["imp_uid"]
    for left in (3_000, 2_000):
        v1.ok(
            "POST", "/payments/cancel", {"imp_uid": uid, "amount": 1_000, "checksum": left, "reason": "한 개"}
        )
    # Without a checksum every request is a cancel of its own, as on V1.
    once = v1.ok("POST", "/payments/cancel", None, data={"merchant_uid": "c1", "amount": "400"})
    again = v1.ok("POST", "/payments/cancel", {"merchant_uid": "c1", "amount": 400})
    assert (once["cancel_amount"], again["cancel_amount"]) == (2_400, 2_800)
    assert [each["amount"] for each in again["cancel_history"]] == [1_000, 1_000, 400, 400]
    assert again["cancel_history"][0]["reason"] == "한 개"
    assert v1.refused("POST", "/payments/cancel", {"imp_uid": uid, "amount": 201})[1] == 1
    assert v1.ok("POST", "/payments/cancel", {"imp_uid": uid})["status"] == "cancelled"
    assert v1.refused("POST", "/payments/cancel", {"imp_uid": uid})[2] == "이미 전액 취소된 결제입니다."


def test_find_by_state(v1: Client) -> None:
    pay(v1, "f1")
    assert v1.ok("GET", "/payments/find/f1/paid")["merchant_uid"] == "f1"
    assert v1.refused("GET", "/payments/find/f1/failed")[0] == 404
    assert v1.ok("GET", "/payments/findAll/f1/all?page=1")["total"] == 1
    assert v1.refused("GET", "/payments/findAll/none")[0] == 404


def test_pages(v1: Client) -> None:
    before = v1.ok("GET", "/payments/status/all?limit=1000")["total"]
    for number in range(5):
        pay(v1, f"page{number}")
    page = v1.ok("GET", "/payments/status/paid?limit=2&page=2&sorting=-started")
    assert (page["previous"], page["next"], len(page["list"])) == (1, 3, 2)
    assert [each["merchant_uid"] for each in page["list"]] == ["page2", "page1"]
    assert v1.ok("GET", "/payments/status/all?limit=1000")["total"] == before + 5
    assert v1.refused("GET", "/payments/status/all?page=0")[0] == 400
    assert v1.refused("GET", "/payments/status/nonsense")[0] == 400
    assert v1.refused("GET", "/payments/status/all?from=1&to=99999999")[0] == 400


def test_a_key_with_the_first_payment(v1: Client) -> None:
    paid = pay(v1, "k1", customer_uid="with")
    assert paid["customer_uid"] == "with"
    again = v1.ok(
        "POST",
        "/subscribe/payments/again",
        {"customer_uid": "with", "merchant_uid": "k2", "amount": 100, "name": "n"},
    )
    assert (again["status"], again["customer_uid"]) == ("paid", "with")
    # V1 lets the next card take the place of the first.
    pay(v1, "k3", customer_uid="with", card_number="5555-5555-5555-4444")
    shown = v1.ok("GET", "/subscribe/customers/with")
    assert shown["card_number"].startswith("555555") and shown["customer_uid"] == "with"
    found = v1.ok("GET", "/subscribe/customers?customer_uid[]=with&customer_uid[]=none")
    assert [each["customer_uid"] for each in found] == ["with"]
    v1.ok(
        "POST",
        "/subscribe/payments/onetime",
        {"merchant_uid": "k4", "amount": 5, "customer_uid": "never", **DECLINED},
    )
    assert v1.refused("GET", "/subscribe/customers/never")[:2] == (200, 1)


def test_schedules_are_all_or_nothing(v1: Client, sim: Any) -> None:
    v1.ok("POST", "/subscribe/customers/plan", CARD)
    pay(v1, "taken")
    due = int(sim.now()) + HOUR
    rows = [{"merchant_uid": o, "schedule_at": due, "amount": 10, "name": "n"} for o in ("new1", "taken")]
    assert (
        v1.refused("POST", "/subscribe/payments/schedule", {"customer_uid": "plan", "schedules": rows})[1]
        == 1
    )
    assert v1.refused("GET", "/subscribe/payments/schedule/new1")[0] == 404
    v1.ok("POST", "/subscribe/payments/schedule", {"customer_uid": "plan", "schedules": rows[:1]})
    moved = v1.ok("PUT", "/subscribe/payments/schedule/new1", {"schedule_at": due + 60})
    assert moved["schedule_at"] == due + 60
    listed = v1.ok("GET", f"/subscribe/customers/plan/schedules?from={due}&to={due + HOUR}")
    assert [each["merchant_uid"] for each in listed] == ["new1"]
    v1.ok("POST", "/subscribe/payments/unschedule", {"customer_uid": "plan"})
    back = v1.ok("POST", "/subscribe/payments/schedule/new1/reschedule", {"schedule_at": due + 120})
    assert back["schedule_status"] == "scheduled"
    sim.advance(2 * HOUR)
    assert v1.refused("GET", "/subscribe/payments/schedule/new1")[0] == 401
    v1.renew()
    assert v1.ok("GET", "/subscribe/payments/schedule/new1")["payment_status"] == "paid"
    paid = v1.ok("GET", "/payments/find/new1")
    assert v1.ok("GET", f"/payments/{paid['imp_uid']}")["customer_uid"] == "plan"


def test_a_virtual_account_and_its_receipt(v1: Client, sim: Any) -> None:
    due = int(sim.now()) + HOUR
    made = v1.ok(
        "POST", "/vbanks", {"merchant_uid": "va", "amount": 1_100, "vbank_code": "088", "vbank_due": due}
    )
    assert (made["status"], made["vbank_code"], bool(made["vbank_num"])) == ("ready", "088", True)
    sim.deposit("va")
    paid = v1.ok("GET", f"/payments/{made['imp_uid']}")
    assert paid["status"] == "paid"
    assert v1.refused("DELETE", f"/vbanks/{made['imp_uid']}")[0] == 400
    receipt = {"identifier": "01012341234", "identifier_type": "phone"}
    assert v1.refused("GET", f"/receipts/{made['imp_uid']}")[0] == 404
    issued = v1.ok("POST", f"/receipts/{made['imp_uid']}", receipt)
    assert (issued["imp_uid"], issued["amount"]) == (made["imp_uid"], 1_100)
    assert v1.ok("GET", f"/receipts/{made['imp_uid']}")["apply_num"] == issued["apply_num"]
    v1.ok("DELETE", f"/receipts/{made['imp_uid']}")
    outside = {**receipt, "name": "현금", "amount": 500, "channel_key": "any"}
    v1.ok("POST", "/receipts/external/out1", outside)
    assert v1.ok("GET", "/receipts/external/out1")["merchant_uid"] == "out1"
    v1.ok("DELETE", "/receipts/external/out1")


def test_codes_and_settings(v1: Client) -> None:
    assert v1.ok("GET", "/banks/088") == {"code": "088", "name": "신한은행"}
    assert v1.ok("GET", "/cards/361") == {"code": "361", "name": "BC카드"}
    assert len(v1.ok("GET", "/banks")) > 20 and len(v1.ok("GET", "/cards")) > 10
    assert v1.refused("GET", "/cards/999")[0] == 404
    assert v1.ok("GET", "/users/pg")[0]["channel_key"] == "channel-key-nice"
    uid = pay(v1, "bal", 1_100)["imp_uid"]
    assert v1.ok("GET", f"/payments/{uid}/balance")["primary"] == {
        "tax_free": 0,
        "supply": 1_000,
        "vat": 100,
        "service": 0,
    }


def test_what_v2_cannot_do_says_so(v1: Client) -> None:
    uid = pay(v1, "naver")["imp_uid"]
    for method, path in (
        ("POST", f"/payments/{uid}/naver/place"),
        ("PUT", f"/vbanks/{uid}"),
        ("POST", f"/payco/orders/status/{uid}"),
    ):
        status, code, message = v1.refused(
            method, path, {"status": "CANCELED", "amount": 1, "vbank_due": 4_000_000_000}
        )
        assert (status, code) == (501, -1) and "V2" in message, path


def test_unknown_paths(v1: Client) -> None:
    assert v1.refused("GET", "/nothing")[0] == 404
    answer = v1.call("DELETE", "/payments/prepare")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST, PUT")


def test_every_answer_points_to_v2(v1: Client) -> None:
    answer = v1.call("GET", "/payments/none")
    assert answer.headers["deprecation"].startswith("@")
    assert 'title="GET /payments/{paymentId}"' in answer.headers["link"]
    assert answer.headers["x-request-id"]
    assert (
        v1.call("GET", "/payments/none", headers={"x-request-id": "mine-1"}).headers["x-request-id"]
        == "mine-1"
    )
    assert (
        v1.call("GET", "/payments/none", headers={"x-request-id": "no good"}).headers["x-request-id"]
        != "no good"
    )


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"[1]", "headers": {"content-type": "application/json"}}, 400),
        ({"content": b"<a/>", "headers": {"content-type": "text/xml"}}, 415),
        ({"content": b"\xff\xfe", "headers": {"content-type": "application/x-www-form-urlencoded"}}, 400),
        ({"content": b"x" * 300_000, "headers": {"content-type": "application/json"}}, 413),
    ],
    ids=["broken", "list", "xml", "bytes", "large"],
)
def test_bodies_that_cannot_be_read(v1: Client, options: Any, status: int) -> None:
    answer = v1.call("POST", "/payments/cancel", None, **options)
    assert answer.status_code == status
    told = answer.json()
    assert set(told) == {"code", "message", "response"} and told["code"] == -1


def test_what_is_wrong_is_named_as_v1_names_it(v1: Client) -> None:
    status, code, message = v1.refused(
        "POST", "/subscribe/payments/onetime", {"merchant_uid": "w", "amount": 1}
    )
    assert (status, code) == (200, -1) and "card_number" in message
    status, _, message = v1.refused(
        "POST", "/subscribe/payments/onetime", {**CARD, "merchant_uid": "w", "amount": "x"}
    )
    assert "amount" in message and "4111" not in message


def test_a_key_with_a_schedule_stays(v1: Client, sim: Any) -> None:
    v1.ok("POST", "/subscribe/customers/planned", CARD)
    row = {"merchant_uid": "planned-1", "schedule_at": int(sim.now()) + 3600, "amount": 5, "name": "n"}
    v1.ok("POST", "/subscribe/payments/schedule", {"customer_uid": "planned", "schedules": [row]})
    told = v1.refused("DELETE", "/subscribe/customers/planned")
    assert told == (200, 1, "결제 예약이 남아 있는 빌링키입니다.")
    assert v1.refused("POST", "/subscribe/payments/unschedule", {})[:2] == (200, -1)
    v1.ok("POST", "/subscribe/payments/unschedule", {"customer_uid": "planned"})
    v1.ok("DELETE", "/subscribe/customers/planned")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_customer(v1: Client, method: str) -> None:
    told = v1.refused(method, "/subscribe/customers/%EA%B9%80-nobody")
    assert told == (200, 1, "요청하신 customer_uid(김-nobody)로 등록된 정보를 찾을 수 없습니다.")


def test_a_plain_key_has_no_names_of_a_channel_group(v1: Client) -> None:
    made = v1.ok("POST", "/subscribe/customers/plain", CARD)
    assert not {"channelGroupId", "succeededChannels", "failedChannels"} & set(made)
