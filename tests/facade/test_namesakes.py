"""Shops that call their orders alike, whichever API has them and whoever came first."""

from pathlib import Path
from typing import Any

import pytest

from pgbridge.facade.app import Facade
from pgbridge.facade.door import front
from pgbridge.registry import installed
from pgbridge.serving import running
from pgbridge.simulator.faults import LOST_ANSWER, Plan
from pgbridge.simulator import Clock, Simulator
from pgbridge.simulator.server import running as simulating
from tests.facade.conftest import CARD, Client
from tests.facade.test_shops import SETTINGS, charge, clients, config, shop, vendor

__all__ = ["vendor"]


@pytest.mark.parametrize(
    "part", [{}, {"amount": 300}, {"amount": 300, "checksum": 900}], ids=["all", "part", "checksum"]
)
@pytest.mark.parametrize("first", ["old", "new"])
def test_an_old_payment_and_a_new_one_of_one_name_are_cancelled_each(
    vendor: Any, tmp_path: Path, first: str, part: dict[str, int]
) -> None:
    # Two accounts at PortOne, or V2 would show what V1 has.
    faces = {name: installed().api(name).face() for name in ("v1", "v2")}
    with simulating(Simulator(faces, clock=Clock(running=True))) as account:
        cancel_each(account["v1"], vendor[1]["v2"], tmp_path, first, part)


def cancel_each(v1_url: str, v2_url: str, tmp_path: Path, first: str, part: dict[str, int]) -> None:
    urls, order = {"v1": v1_url, "v2": v2_url}, f"alike{first}{len(part)}"
    v1 = Client(urls["v1"], SETTINGS.v1_key, SETTINGS.v1_secret)
    old = charge(v1, order, 900, pg="nice")["imp_uid"]
    v1.close()
    made = config(urls, f"sqlite:///{tmp_path}/l.sqlite3", (shop("moved", "a", v1="v1"), shop("fresh", "b")))
    with running(front(Facade(made, installed()))) as url:
        moved, fresh = clients(url, "moved", "fresh")
        turns = [(moved, old), (fresh, charge(fresh, order, 900)["imp_uid"])]
        back = part.get("amount", 900)
        for client, uid in turns if first == "old" else turns[::-1]:
            told = client.ok("POST", "/payments/cancel", {"imp_uid": uid, **part})
            assert (told["imp_uid"], told["cancel_amount"]) == (uid, back)
        for client, uid in turns:
            assert client.ok("GET", f"/payments/{uid}")["cancel_amount"] == back
            client.close()


@pytest.mark.parametrize("amount", [900, 800])
def test_a_shop_added_later_does_not_get_what_another_has_under_way(
    vendor: Any, tmp_path: Path, amount: int
) -> None:
    (sim, urls), order = vendor, f"early{amount}"
    ledger = f"sqlite:///{tmp_path}/l.sqlite3"
    limits: dict[str, Any] = {"deadline": 1.5, "busy_wait": 0.3}
    body = {"merchant_uid": order, "amount": 900, **CARD}
    with running(front(Facade(config(urls, ledger, (shop("one", "a"),), **limits), installed()))) as url:
        (one,) = clients(url, "one")
        sim.inject(Plan(fault=LOST_ANSWER, path=f"/v2/payments/{order}*", nth=2, times=None))
        assert one.refused("POST", "/subscribe/payments/onetime", body)[0] == 504
        one.close()
    sim.faults.clear()
    both = (shop("one", "a"), shop("two", "b"))
    facade = Facade(config(urls, ledger, both, **limits), installed())
    with running(front(facade)) as url:
        one, two = clients(url, "one", "two")
        theirs = charge(two, order, amount)
        # It is told of its own, and the one that had it first of what became of that.
        mine = one.ok("POST", "/subscribe/payments/onetime", body)
        assert (theirs["amount"], mine["amount"]) == (amount, 900)
        paid = [each for each in sim.attempts() if each.paid_at and each.bill.order_id.startswith(order)]
        assert sorted(each.bill.order_id == order for each in paid) == [False, True], "one each"
        sale = facade.ledger.consult(
            lambda run: run(
                "SELECT shop, order_id FROM facade_payments WHERE imp_uid = ?", (mine["imp_uid"],)
            )
        )
        assert list(sale) == [("one", order)]
        assert one.ok("GET", f"/payments/find/{order}")["imp_uid"] == mine["imp_uid"]
        assert two.ok("GET", f"/payments/find/{order}")["imp_uid"] == theirs["imp_uid"]
        for client in (one, two):
            client.close()
