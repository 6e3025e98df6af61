"""What a V1 client is told while nobody knows, and that telling it moves no money twice."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from pgbridge.facade.door import front
from pgbridge.facade.simulated import default_config, simulated
from pgbridge.registry import installed
from pgbridge.serving import running
from pgbridge.simulator import Clock
from pgbridge.simulator.faults import LOST_ANSWER, LOST_REQUEST, Plan
from tests.facade.conftest import CARD, KEY, SECRET, Client


@pytest.fixture
def hasty() -> Iterator[tuple[Any, Client]]:
    config = default_config(KEY, SECRET)
    settings = msgspec.structs.replace(config.facade, deadline=1.5, busy_wait=0.5)
    made = simulated(installed(), msgspec.structs.replace(config, facade=settings), clock=Clock(running=True))
    with running(front(made.facade)) as url:
        client = Client(url)
        yield made.simulator, client
        client.close()


def dark(sim: Any, order: str, fault: Any) -> None:
    """Let nothing be answered about an order after the look that comes before its charge."""
    sim.inject(Plan(fault=fault, path=f"/v2/payments/{order}*", nth=2, times=None))


def test_an_unknown_charge_is_neither_paid_nor_refused(hasty: Any) -> None:
    sim, v1 = hasty
    body = {"merchant_uid": "u1", "amount": 900, **CARD}
    dark(sim, "u1", LOST_ANSWER)
    status, code, message = v1.refused("POST", "/subscribe/payments/onetime", body)
    assert (status, code) == (504, -1) and "새 주문번호로 다시 요청하지" in message
    # While nothing answers, a repeat must not say more either.
    assert v1.refused("POST", "/subscribe/payments/onetime", body)[0] in (503, 504)
    sim.faults.clear()
    assert v1.ok("GET", "/payments/find/u1")["status"] == "paid"
    assert len(sim.attempts("u1")) == 1


def test_a_repeat_of_an_unknown_charge_tells_what_became_of_it(hasty: Any) -> None:
    sim, v1 = hasty
    body = {"merchant_uid": "u2", "amount": 900, **CARD}
    dark(sim, "u2", LOST_ANSWER)
    assert v1.refused("POST", "/subscribe/payments/onetime", body)[0] == 504
    sim.faults.clear()
    told = v1.ok("POST", "/subscribe/payments/onetime", body)
    assert (told["status"], told["merchant_uid"]) == ("paid", "u2")
    assert len(sim.attempts("u2")) == 1
    # From now on it is an order id like any other that was used.
    assert v1.refused("POST", "/subscribe/payments/onetime", body)[:2] == (200, 1)


def test_an_unknown_cancel_is_not_made_twice(hasty: Any) -> None:
    sim, v1 = hasty
    paid = v1.ok("POST", "/subscribe/payments/onetime", {"merchant_uid": "u3", "amount": 900, **CARD})
    wish = {"imp_uid": paid["imp_uid"], "amount": 300}
    dark(sim, "u3", LOST_ANSWER)
    assert v1.refused("POST", "/payments/cancel", wish)[0] in (503, 504)
    sim.faults.clear()
    assert v1.call("POST", "/payments/cancel", wish).status_code in (200, 503, 504)
    assert v1.ok("GET", f"/payments/{paid['imp_uid']}")["cancel_amount"] == 300


def test_what_never_left_is_told_as_such(hasty: Any) -> None:
    sim, v1 = hasty
    sim.inject(Plan(fault=LOST_REQUEST, path="/v2/payments/u4*", times=None))
    assert v1.refused("POST", "/subscribe/payments/onetime", {"merchant_uid": "u4", "amount": 1, **CARD})[
        0
    ] in (503, 504)
    assert sim.attempts("u4") == []
