"""What a harsher vendor does: a PG with a mind of its own, a uniqueness that overlooks, reads that show old failures."""

from typing import Any

import pytest

from pgbridge.simulator import MAGIC, Outcome, Settings
from pgbridge.simulator.settings import Channel
from tests.simulator.conftest import Shop

PAID_BUT_ERROR, ERROR = MAGIC["4000000000000201"], MAGIC["4000000000000202"]
DECLINED = MAGIC["4000000000000101"]


def minded(shop: Any, whim: Outcome | None) -> None:
    handle = type(shop.sim).handle
    shop.sim.handle = lambda request: handle(shop.sim, request, whim)


def charge(shop: Any, number: str = "4111111111111111") -> int:
    body = {**shop.instant(), "method": shop.method(number)}
    return int(shop.v2.post("/payments/A/instant", json=body).status_code)


@pytest.mark.parametrize(
    ("whim", "states"), [(PAID_BUT_ERROR, ["PAID"]), (ERROR, []), (DECLINED, ["FAILED"])]
)
def test_the_pg_may_answer_a_good_card_with_an_error(shop: Any, whim: Outcome, states: list[str]) -> None:
    minded(shop, whim)
    assert charge(shop) == 502
    assert [each.status for each in shop.sim.attempts("A")] == states
    minded(shop, None)
    assert charge(shop) == (409 if states == ["PAID"] else 200)


@pytest.mark.parametrize(("whim", "count"), [(PAID_BUT_ERROR, 1), (ERROR, 0)])
def test_so_may_it_with_a_cancel(shop: Any, whim: Outcome, count: int) -> None:
    charge(shop)
    minded(shop, whim)
    assert shop.v2.post("/payments/A/cancel", json={"reason": "r", "amount": 100}).status_code == 502
    assert len(shop.sim.attempts("A")[0].cancellations) == count


def test_a_vendor_that_overlooks_what_is_in_the_making_charges_twice(shop: Any) -> None:
    assert shop.sim.faults.blind == 0.0
    shop.sim.faults.blind = 10.0
    assert (charge(shop), charge(shop)) == (200, 200)
    cancel = {"reason": "r", "amount": 100, "currentCancellableAmount": shop.instant()["amount"]["total"]}
    statuses = [shop.v2.post("/payments/A/cancel", json=cancel).status_code for _ in range(2)]
    assert statuses == [200, 200]
    shop.sim.advance(11.0)
    assert charge(shop) == 409
    assert shop.v2.post("/payments/A/cancel", json=cancel).status_code == 409


def test_a_read_may_go_on_showing_the_old_failure(shop: Any) -> None:
    charge(shop, "4000000000000101")
    shop.sim.faults.stale = 10.0
    shop.sim.advance(60.0)
    assert charge(shop) == 200
    assert shop.v2.ok("GET", "/payments/A")["status"] == "FAILED"
    assert len(shop.v2.ok("GET", "/payments/A/transactions")["items"]) == 1
    shop.sim.advance(10.0)
    assert shop.v2.ok("GET", "/payments/A")["status"] == "PAID"


def test_v1_may_leave_test_payments_out_of_an_orders_list() -> None:
    test = Channel(key="channel-key-test", provider="INICIS_V2", merchant_id="INIpayTest")
    shop = Shop(Settings(channels=(test,), lists_tests=False))
    body = {
        **shop.card(),
        "merchant_uid": "A",
        "amount": 1000,
        "name": "n",
        "channel_key": "channel-key-test",
    }
    shop.v1.ok("POST", "/subscribe/payments/onetime", json=body)
    assert shop.v1.refused("GET", "/payments/findAll/A")[0] == 404
