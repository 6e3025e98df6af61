"""What V1's clients in other languages count on: their own tests' words and codes, and how they write requests.

Their suites ran against the service. They are not installed here; what they send is sent as they send it, to the simulator's
V1 and to the facade.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pgbridge_iamport.simulated import FACE as V1
from pgbridge_portone.simulated import FACE as V2

from pgbridge.simulator import V1_KEY, V1_SECRET, Clock, Simulator
from pgbridge.simulator.server import running
from tests.facade.conftest import KEY, SECRET, facing, pretended

FORM = "application/x-www-form-urlencoded"
EXPIRED = {"expiry": "2020-02", "birth": "920220"}


@pytest.fixture(scope="module", params=["simulator", "facade"])
def face(request: Any) -> Iterator[tuple[str, str, str]]:
    if request.param == "simulator":
        with running(Simulator({"v1": V1, "v2": V2}, clock=Clock())) as urls:
            yield urls["v1"], V1_KEY, V1_SECRET
    else:
        with facing(pretended()) as url:
            yield url, KEY, SECRET


@pytest.fixture
def http(face: Any) -> Iterator[httpx.Client]:
    url, key, secret = face
    with httpx.Client(base_url=url, timeout=60) as client:
        granted = client.post("/users/getToken", data={"imp_key": key, "imp_secret": secret}).json()
        client.headers["Authorization"] = granted["response"]["access_token"]  # bare, as most of them send it
        yield client


def told(answer: httpx.Response) -> tuple[int, int, str]:
    """Return status, code and sentence."""
    found = answer.json()
    return answer.status_code, found["code"], found["message"]


def test_no_keys(face: Any) -> None:
    for body in ({}, {"imp_key": None, "imp_secret": None}, {"imp_key": "", "imp_secret": "x"}):
        answer = httpx.post(f"{face[0]}/users/getToken", json=body)
        assert told(answer) == (400, -1, "imp_key, imp_secret 파라메터가 누락되었습니다.")


def test_a_form_written_by_hand(face: Any) -> None:
    """One client turns JSON into a form by replacing characters, which leaves a space in front of names."""
    url, key, secret = face
    body = f"imp_key={key}& imp_secret={secret}"
    answer = httpx.post(f"{url}/users/getToken", content=body, headers={"Content-Type": FORM})
    assert told(answer)[:2] == (200, 0)


def test_an_unknown_status(http: httpx.Client) -> None:
    assert told(http.get("/payments/status/no-such")) == (400, -1, "지원되지 않는 상태값입니다.")


def test_a_slash_behind_the_path(http: httpx.Client) -> None:
    assert told(http.get("/payments/findAll/none/")) == (404, 1, "존재하지 않는 결제정보입니다.")


def test_a_cancel_of_nothing(http: httpx.Client) -> None:
    status, code, message = told(http.post("/payments/cancel", json={}))
    assert (status in (200, 400), code) == (True, -1)
    assert "지정해주셔야합니다." in message


@pytest.mark.parametrize(
    ("number", "words"),
    [("1234-1234-1234-1234", "유효하지않은 카드번호"), ("4111-1111-1111-1111", "유효기간이 지난 카드")],
    ids=["wrong-number", "expired"],
)
def test_an_old_card(http: httpx.Client, number: str, words: str) -> None:
    order = f"old-{number[0]}"
    body = {"merchant_uid": order, "amount": 5_000, "card_number": number, **EXPIRED}
    found = http.post("/subscribe/payments/onetime", json=body).json()
    assert words in (found["message"] or found["response"]["fail_reason"])
    # A payment that failed is nothing to cancel.
    assert told(http.post("/payments/cancel", json={"merchant_uid": order})) == (
        200,
        1,
        "취소할 결제건이 존재하지 않습니다.",
    )


@pytest.mark.parametrize("amount", ["-1", "1e236", "-1.8e308", "1000000000000001"])
def test_amounts_that_are_none(http: httpx.Client, amount: str) -> None:
    answer = http.post("/payments/prepare", data={"merchant_uid": "no-price", "amount": amount})
    assert told(answer)[1] == -1
    assert answer.status_code in (200, 400)
    assert "amount" in answer.json()["message"]


def test_an_unknown_key_counts_before_a_long_name(http: httpx.Client) -> None:
    body = {"customer_uid": "nobody", "merchant_uid": "m" * 70, "amount": "100", "name": "n"}
    assert told(http.post("/subscribe/payments/again", data=body)) == (200, -1, "등록되지 않은 구매자입니다.")


def test_a_name_that_is_too_long(http: httpx.Client) -> None:
    for path in ("/payments/prepare", "/subscribe/payments/onetime"):
        card = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12", "birth": "900101"}
        answer = http.post(path, data={"merchant_uid": "m" * 41, "amount": "100", **card})
        assert told(answer)[1] == -1
        assert "merchant_uid" in answer.json()["message"]


def test_a_card_payment_takes_no_cash_receipt(http: httpx.Client) -> None:
    card = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12", "birth": "900101"}
    body = {"merchant_uid": "by-card", "amount": 100, "name": "n", **card}
    paid = http.post("/subscribe/payments/onetime", json=body).json()["response"]
    answer = http.post(f"/receipts/{paid['imp_uid']}", json={"identifier": "01012345678"})
    assert answer.status_code == 400
    assert answer.json()["response"] is None
    assert http.get(f"/receipts/{paid['imp_uid']}").status_code == 404


@pytest.mark.parametrize("wrong", [{"birth": "2000-10-10"}, {"birth": "90"}, {"gender_digit": "12"}], ids=str)
def test_a_person_without_six_digits_of_birth(http: httpx.Client, wrong: Any) -> None:
    person = {
        "name": "김하늘",
        "phone": "01012345678",
        "birth": "90-01-01",
        "gender_digit": "1",
        "carrier": "SKT",
    }
    person["channel_key"] = "channel-key-danal"
    assert told(http.post("/certifications/otp/request", data={**person, **wrong}))[:2] == (400, -1)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/payments", {"imp_uid[]": ["imp_1", "imp_2"]}),
        ("/payments", {"merchant_uid[]": ["none"]}),
        ("/subscribe/customers", {"customer_uid[]": ["nobody"]}),
    ],
    ids=["payments", "orders", "keys"],
)
def test_none_of_several(http: httpx.Client, path: str, query: Any) -> None:
    answer = http.get(path, params=query)
    status, code, message = told(answer)
    assert (status, code, answer.json()["response"]) == (404, 1, None)
    assert not any(
        each.isascii() and each.isalpha()
        for each in message.replace("customer_uid", "").replace("nobody", "")
    )


def test_a_time_that_is_over(http: httpx.Client) -> None:
    card = {"card_number": "4111-1111-1111-1111", "expiry": "2030-12", "birth": "900101", "pwd_2digit": "12"}
    assert told(http.post("/subscribe/customers/late", data=card))[:2] == (200, 0)
    row = {
        "merchant_uid": "late",
        "schedule_at": 1_000_000_000,
        "amount": 100,
        "currency": "KRW",
        "name": "n",
    }
    answer = http.post("/subscribe/payments/schedule", json={"customer_uid": "late", "schedules": [row]})
    assert told(answer)[1] != 0
    assert "timeToPay" not in answer.text, "V1 has no such field"
