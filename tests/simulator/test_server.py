"""The simulator over HTTP."""

import json
import signal
import subprocess
import sys
from typing import Any

import httpx
import pytest
from pgbridge_portone.simulated import FACE

from pgbridge.simulator import LOST_ANSWER, V2_SECRET, Clock, Fault, Plan, Simulator
from pgbridge.simulator.server import running

AUTH = {"Authorization": f"PortOne {V2_SECRET}"}


@pytest.fixture(scope="module")
def served() -> Any:
    sim = Simulator({"v2": FACE}, clock=Clock(1_767_225_600.0))
    with running(sim) as urls, httpx.Client(base_url=urls["v2"], headers=AUTH, timeout=10) as client:
        yield sim, client, urls


def test_it_listens_and_answers(served: Any, shop: Any) -> None:
    _, client, urls = served
    assert set(urls) == {"v2"}
    assert client.post("/payments/A%2FB/instant", json=shop.instant()).status_code == 200
    read = client.get("/payments/A%2FB")
    assert (read.json()["id"], read.headers["content-type"]) == ("A/B", "application/json; charset=utf-8")
    assert client.get("/payments", params={"requestBody": '{"page":{"size":1}}'}).json()["page"]["size"] == 1


def test_a_lost_answer_closes_the_connection(served: Any, shop: Any) -> None:
    sim, client, _ = served
    sim.inject(Plan(fault=LOST_ANSWER))
    with pytest.raises(httpx.TransportError):
        client.post("/payments/LOST/instant", json=shop.instant())
    assert client.get("/payments/LOST").json()["status"] == "PAID"


def test_a_delay_is_slept(served: Any) -> None:
    sim, client, _ = served
    before = sim.now()
    sim.inject(Plan(fault=Fault(delay=0.2)))
    response = client.get("/payments/none")
    assert response.elapsed.total_seconds() >= 0.2
    assert sim.now() == pytest.approx(before + 0.2)


def test_the_control_api(served: Any, shop: Any) -> None:
    sim, client, urls = served
    root = urls["v2"].removesuffix("/v2")
    before = sim.now()
    assert client.post(f"{root}/_sim/clock", json={"advance": 60}).json()["now"] == before + 60
    account = {"bank": "SHINHAN", "expiry": {"validHours": 1}, "option": {"type": "NORMAL"}}
    client.post("/payments/VA/instant", json=shop.instant(method={"virtualAccount": account}))
    assert client.post(f"{root}/_sim/payments/VA/deposit", json={"amount": 1}).status_code == 409
    assert client.post(f"{root}/_sim/payments/VA/deposit").status_code == 200
    assert client.get("/payments/VA").json()["status"] == "PAID"
    assert client.post(f"{root}/_sim/clock", json={"advance": -1}).status_code == 400
    assert client.post(f"{root}/_sim/clock", content=b"x").status_code == 400


def test_a_taken_port_is_an_error(served: Any) -> None:
    sim, _, urls = served
    port = httpx.URL(urls["v2"]).port
    with pytest.raises(OSError, match="ddress"), running(sim, port=port or 0):
        pytest.fail("it must not start")


SERVE = """
import json
from pgbridge_portone.simulated import FACE
from pgbridge.simulator import Simulator
from pgbridge.simulator.server import serve
serve(Simulator({"v2": FACE}), ready=lambda urls: print(json.dumps(urls), flush=True))
"""


def test_serve_says_when_it_listens_and_stops_when_told() -> None:
    with subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        urls = json.loads(process.stdout.readline())
        assert httpx.get(f"{urls['v2']}/payments/A").status_code == 401
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) in (0, -signal.SIGTERM)
        assert process.stdout.read() == "", "it prints nothing itself"


def test_clients_that_know_only_the_host(shop: Any) -> None:
    from pgbridge_iamport.simulated import FACE as V1

    from pgbridge.simulator import V1_KEY, V1_SECRET

    sim = Simulator({"v1": V1, "v2": FACE}, clock=Clock(1_767_225_600.0))
    with running(sim) as urls, httpx.Client(base_url=urls["v2"].removesuffix("/v2"), timeout=10) as client:
        paid = client.post("/payments/HOST/instant", json=shop.instant(), headers=AUTH)
        assert paid.status_code == 200
        assert client.get("/payments/HOST", headers=AUTH).json()["status"] == "PAID"
        login = client.post("/users/getToken", json={"imp_key": V1_KEY, "imp_secret": V1_SECRET}).json()
        token = login["response"]["access_token"]
        for authority in (token, f"Bearer {token}"):
            found = client.get("/payments/status/all", headers={"Authorization": authority}).json()
            assert (found["code"], found["response"]["total"]) == (0, 0)
        assert client.post("/login/api-secret", json={"apiSecret": V2_SECRET}).status_code == 200
        assert client.get("/payments/HOST").status_code == 404
        assert client.get("/payments/HOST", headers={"Authorization": "Basic eDp5"}).status_code == 404
