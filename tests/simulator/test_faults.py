"""Trouble on demand, and how the transports show it."""

from typing import Any

import httpx
import pytest

from pgbridge.simulator import DUPLICATE, LOST_ANSWER, LOST_REQUEST, Fault, Plan
from pgbridge.simulator.transport import AsyncSimulatorTransport

PATH = "/v2/payments/A/instant"


def try_charge(shop: Any) -> httpx.Response:
    response: httpx.Response = httpx.Client.send(
        shop.v2, shop.v2.build_request("POST", "/payments/A/instant", json=shop.instant())
    )
    return response


@pytest.mark.parametrize(("fault", "paid"), [(LOST_REQUEST, 0), (LOST_ANSWER, 1)])
def test_lost(shop: Any, fault: Fault, paid: int) -> None:
    shop.sim.inject(Plan(fault=fault, path=PATH))
    with pytest.raises(httpx.ReadError):
        try_charge(shop)
    assert len(shop.sim.attempts("A")) == paid


@pytest.mark.parametrize(
    ("fault", "status", "content", "paid"),
    [
        (Fault(answer="error", status=500), 500, b"", 1),
        (Fault(answer="error", status=502, processed=False), 502, b"", 0),
        (Fault(processed=False, status=503), 503, b"", 0),
        (Fault(answer="html", status=502), 502, b"<html>", 1),
        (Fault(answer="truncated"), 200, b'{"payment"', 1),
    ],
)
def test_bad_answers(shop: Any, fault: Fault, status: int, content: bytes, paid: int) -> None:
    shop.sim.inject(Plan(fault=fault, method="POST", path="/v2/payments/*/instant"))
    response = try_charge(shop)
    assert response.status_code == status
    assert response.content.startswith(content)
    assert not response.content.endswith(b"}")
    assert len(shop.sim.attempts("A")) == paid


def test_duplicates_meet_the_guard(shop: Any) -> None:
    shop.sim.inject(Plan(fault=DUPLICATE, path=PATH))
    assert try_charge(shop).status_code == 200, "the first answer counts"
    assert len(shop.sim.attempts("A")) == 1
    shop.sim.inject(Plan(fault=DUPLICATE, path="/v2/payments/A/cancel"))
    shop.v2.ok("POST", "/payments/A/cancel", json={"reason": "r", "amount": 1_000})
    assert len(shop.sim.attempts("A")[0].cancellations) == 2, "an unguarded partial cancel happens twice"


def test_delay(shop: Any) -> None:
    shop.sim.inject(Plan(fault=Fault(delay=10.0), path=PATH))
    before = shop.sim.now()
    try_charge(shop)
    assert shop.sim.now() == before + 10


def test_which_request(shop: Any) -> None:
    shop.sim.inject(
        Plan(fault=Fault(answer="error", status=500), method="GET", path="/v2/payments/*", nth=2, times=2)
    )
    found = [
        httpx.Client.send(shop.v2, shop.v2.build_request("GET", "/payments/A")).status_code for _ in range(4)
    ]
    assert found == [404, 500, 500, 404]
    shop.sim.inject(Plan(fault=LOST_ANSWER))
    shop.sim.faults.clear()
    assert shop.v2.get("/payments/A").status_code == 404


async def ask(shop: Any) -> tuple[int, bool]:
    async with httpx.AsyncClient(
        transport=AsyncSimulatorTransport(shop.sim), headers=shop.v2.headers
    ) as client:
        charged = await client.post("http://simulator/v2/payments/A/instant", json=shop.instant())
        shop.sim.inject(Plan(fault=LOST_ANSWER))
        try:
            await client.get("http://simulator/v2/payments/A")
        except httpx.ReadError:
            return charged.status_code, True
    return charged.status_code, False


def test_async_transport(shop: Any) -> None:
    import asyncio  # noqa: PLC0415 - one test needs it

    assert asyncio.run(ask(shop)) == (200, True)


def test_reads_may_lag_behind_what_was_written(shop: Any) -> None:
    def charge(order: str) -> None:
        assert shop.v2.post(f"/payments/{order}/instant", json=shop.instant()).status_code == 200

    def status(order: str) -> int:
        return int(httpx.Client.get(shop.v2, f"/payments/{order}").status_code)

    charge("before")
    shop.sim.faults.lag = 10.0
    charge("after")
    assert (status("before"), status("after")) == (200, 404)
    shop.sim.advance(9.9)
    assert status("after") == 404
    shop.sim.advance(0.1)
    assert status("after") == 200
    charge("last")
    assert status("last") == 404
    shop.sim.faults.lag = 0.0
    assert status("last") == 200
