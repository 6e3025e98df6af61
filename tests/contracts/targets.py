"""The three faces, served on loopback, with something in them to read: payments, keys, schedules, receipts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import msgspec
from pgbridge_iamport.simulated import FACE as V1
from pgbridge_portone.simulated import FACE as V2

from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET, Clock, Simulator
from pgbridge.simulator.http import Request
from pgbridge.simulator.server import running
from tests.contracts import schemas
from tests.contracts.driving import Target
from tests.facade.conftest import CARD, KEY, SECRET, facing, pretended

CHANNEL = "channel-key-contracts"
METHOD = {
    "card": {
        "credential": {
            "number": "4111111111111111",
            "expiryYear": "30",
            "expiryMonth": "12",
            "birthOrBusinessRegistrationNumber": "900101",
            "passwordTwoDigits": "12",
        }
    }
}
DUE = 4_000_000_000


def simulator() -> Simulator:
    """Return a simulator with both faces."""
    return Simulator({"v1": V1, "v2": V2}, clock=Clock(1_767_225_600.0))


@contextmanager
def v2() -> Iterator[Target]:
    """V2's face."""
    sim = simulator()
    with running(sim) as urls:
        headers = {"Authorization": f"PortOne {V2_SECRET}"}
        with httpx.Client(base_url=urls["v2"], headers=headers, timeout=60) as http:
            known = filled_v2(http)
        target = Target(
            "v2",
            schemas.v2(),
            urls["v2"],
            lambda: headers,
            provider_failures=frozenset({502}),
            known=known,
            is_served=lambda method, path: bool(V2.name(Request(method=method, path=path))),
        )
        yield from kept(target)


@contextmanager
def v1(*, forms: bool = False) -> Iterator[Target]:
    """V1's face of the simulator. Its pages list 500 and 501 for what a PG refuses or cannot do."""
    with running(simulator()) as urls:
        yield from on_v1(urls["v1"], V1_KEY, V1_SECRET, frozenset({500, 501}), forms=forms)


@contextmanager
def facade(*, forms: bool = False) -> Iterator[Target]:
    """The V1 facade: 501 for what V2 cannot do, 503 and 504 for what is down or unknown."""
    made = pretended()
    desks = made.facade.desks
    for name, desk in desks.items():  # what stays unknown shall not be looked up for long
        short = msgspec.structs.replace(desk.settings, deadline=1.0)
        desks[name] = msgspec.structs.replace(desk, settings=short)
    with facing(made) as url:
        yield from on_v1(url, KEY, SECRET, frozenset({501, 503, 504}), forms=forms)


def on_v1(url: str, key: str, secret: str, failures: frozenset[int], *, forms: bool) -> Iterator[Target]:
    """Log in, make something to read, and give the target."""
    with httpx.Client(base_url=url, timeout=60) as http:
        granted = http.post("/users/getToken", json={"imp_key": key, "imp_secret": secret}).json()
        headers = {"Authorization": f"Bearer {granted['response']['access_token']}"}
        http.headers.update(headers)
        known = filled_v1(http)
    target = Target(
        "v1", schemas.v1(forms=forms), url, lambda: headers, provider_failures=failures, known=known
    )
    yield from kept(target)


def kept(target: Target) -> Iterator[Target]:
    """Give a target, and end its connection in the end."""
    try:
        yield target
    finally:
        target.close()


def filled_v2(http: httpx.Client) -> dict[str, Any]:
    """Make one of each thing; return the names under which requests know them."""
    amount = {"total": 10_000}
    charge = {
        "channelKey": CHANNEL,
        "orderName": "주문",
        "amount": amount,
        "currency": "KRW",
        "method": METHOD,
    }
    done(http.post("/payments/known/instant", json=charge))
    key = done(http.post("/billing-keys", json={"channelKey": CHANNEL, "method": METHOD}))
    billing_key = key["billingKeyInfo"]["billingKey"]
    plan = {"billingKey": billing_key, "orderName": "월간", "amount": amount, "currency": "KRW"}
    body = {"payment": plan, "timeToPay": "2030-01-01T00:00:00Z"}
    schedule = done(http.post("/payments/later/schedule", json=body))["schedule"]["id"]
    return {
        "paymentId": "known",
        "billingKey": billing_key,
        "paymentScheduleId": schedule,
        "channelKey": CHANNEL,
    }


def filled_v1(http: httpx.Client) -> dict[str, Any]:
    """Make one of each thing; return the names under which requests know them."""
    order = {"merchant_uid": "known", "amount": 10_000, "name": "주문"}
    paid = done(http.post("/subscribe/payments/onetime", json={**order, **CARD}))["response"]
    done(http.post("/subscribe/customers/buyer", json=CARD))
    plan = {"merchant_uid": "later", "schedule_at": DUE, "amount": 100, "currency": "KRW", "name": "월간"}
    done(http.post("/subscribe/payments/schedule", json={"customer_uid": "buyer", "schedules": [plan]}))
    done(http.post("/payments/prepare", json={"merchant_uid": "prepared", "amount": 100}))
    return {"imp_uid": paid["imp_uid"], "merchant_uid": "known", "customer_uid": "buyer"}


def done(response: httpx.Response) -> Any:
    """Return what a success holds."""
    told = response.json()
    assert response.status_code == 200 and told.get("code", 0) == 0, told
    return told
