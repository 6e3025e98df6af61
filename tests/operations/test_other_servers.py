"""Servers that speak V1 without being PortOne: they miss calls, tell times with fractions and know only the bare token."""

import json

import httpx
import pytest

from pgbridge import Bridge, CancelPayment, Card, ChargeCard, Customer, OutcomeUnknown, krw

CONFIG = """
[connections.v1]
api = "v1"
environment = "live"
key = {env = "K"}
secret = {env = "S"}
[channels.nice]
connection = "v1"
provider = "nice"
pg = "nice.MID1"
[ledger]
url = "memory://"
"""


class SmallServer:
    """Logs in, charges, shows one payment and cancels; what else is asked for is answered as frameworks do."""

    def __init__(self) -> None:
        self.payments: dict[str, dict[str, object]] = {}
        self.asked: list[str] = []
        self.dies = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else {}
        self.asked.append(f"{request.method} {request.url.path}")
        if request.url.path == "/users/getToken":
            return self.told({"access_token": "t", "now": 1700000000.5, "expired_at": 1699999000.5})
        if request.headers["authorization"] != "t":
            return httpx.Response(404, json={"message": "Not Found", "statusCode": 404})
        if request.url.path == "/subscribe/payments/onetime":
            if self.dies:
                raise httpx.ReadTimeout("no answer", request=request)
            self.payments["p-1"] = {
                "imp_uid": "p-1",
                "merchant_uid": body["merchant_uid"],
                "status": "paid",
                "amount": body["amount"],
                "cancel_amount": 0,
                "currency": "KRW",
                "paid_at": 1700000000.125,
                "cancel_history": [],
            }
            return self.told(self.payments["p-1"])
        if request.url.path == "/payments/cancel" and {"imp_uid", "merchant_uid"} <= body.keys():
            paid = self.payments[body["imp_uid"]]
            paid["cancel_amount"] += body["amount"]
            paid["cancel_history"].append(
                {
                    "pg_tid": "x",
                    "amount": body["amount"],
                    "cancelled_at": 1700000001.5,
                    "reason": body["reason"],
                }
            )
            return self.told(paid)
        found = self.payments.get(request.url.path.removeprefix("/payments/"))
        return (
            self.told(found)
            if found
            else httpx.Response(404, json={"message": "Cannot GET", "statusCode": 404})
        )

    def told(self, response: object) -> httpx.Response:
        return httpx.Response(201, json={"code": 0, "message": "success", "response": response})


@pytest.fixture
def server():
    return SmallServer()


@pytest.fixture
def bridge(server, tmp_path, monkeypatch):
    monkeypatch.setenv("K", "key")
    monkeypatch.setenv("S", "secret")
    path = tmp_path / "pgbridge.toml"
    path.write_text(CONFIG)
    client = httpx.Client(transport=httpx.MockTransport(server))
    with Bridge.from_config(path, client=client) as opened:
        yield opened


CHARGE = ChargeCard(
    order_id="o1",
    order_name="Plan",
    amount=krw(10_000),
    card=Card(
        number="4111-1111-1111-1111",
        expiry="2030-12",
        birth_or_business_number="900101",
        password_digits="12",
    ),
    customer=Customer(name="홍길동", email="hong@shop.example", phone="010-1234-5678"),
)


def test_charge_replay_and_cancels(bridge, server):
    paid, again = bridge.execute(CHARGE), bridge.execute(CHARGE)
    assert (paid.status, paid.attempt_id, again.replayed) == ("paid", "p-1", True)
    back = [
        bridge.execute(CancelPayment(order_id="o1", amount=3_000, cancel_id="r1", reason="x")),
        bridge.execute(CancelPayment(order_id="o1", reason="x")),
    ]
    assert [(it.status, it.amount) for it in back] == [("succeeded", 3_000), ("succeeded", 7_000)]
    assert server.asked.count("POST /subscribe/payments/onetime") == 1


def test_an_unknown_stays_unknown(bridge, server):
    server.dies = True
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            bridge.execute(CHARGE, deadline=0.3)
    assert server.asked.count("POST /subscribe/payments/onetime") == 1
