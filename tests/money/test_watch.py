"""The watch must see what it is there for: each rule is broken by hand once."""

from typing import Any

import pytest
from msgspec.structs import replace

from pgbridge import CancelPayment, Declined, OutcomeUnknown
from pgbridge.simulator.http import Request
from pgbridge.testing import MoneyWatch, Simulation, Trouble
from pgbridge.wire import Event
from tests.closing import keep

CANCEL = CancelPayment(order_id="order1", amount=3_000, cancel_id="part")


@pytest.fixture
def shop(charge: Any) -> tuple[Simulation, MoneyWatch]:
    simulation = keep(Simulation(1))
    watch = MoneyWatch(simulation)
    simulation.start(charge(), channel="nice")
    simulation.run()
    simulation.start(CANCEL, channel="nice")
    simulation.run()
    watch.check()
    return simulation, watch


def changed(simulation: Simulation, **fields: Any) -> None:
    (paid,) = simulation.paid("order1")
    simulation.simulator.world.put(replace(paid, **fields))


def broken(watch: MoneyWatch) -> str:
    with pytest.raises(AssertionError) as caught:
        watch.check()
    return str(caught.value)


def test_two_charges(shop: Any) -> None:
    simulation, watch = shop
    changed(simulation, id="another")
    assert "charged 2 times" in broken(watch)


def test_a_charge_that_did_not_happen(shop: Any) -> None:
    simulation, watch = shop
    changed(simulation, paid_at=None)
    assert "the ledger has ['done'], the vendor has []" in broken(watch)


def test_another_amount(shop: Any) -> None:
    simulation, watch = shop
    (paid,) = simulation.paid("order1")
    changed(simulation, bill=replace(paid.bill, money=replace(paid.bill.money, total=20_000)))
    assert "another amount was taken" in broken(watch)
    watch.told(simulation.calls[0])
    assert "was told" in watch.broken[-1]


def test_a_refund_twice(shop: Any) -> None:
    simulation, watch = shop
    (paid,) = simulation.paid("order1")
    changed(simulation, cancellations=paid.cancellations * 2)
    assert "gave back 2 times" in broken(watch)
    changed(simulation, cancellations=paid.cancellations * 4)
    assert "more was given back than was paid" in broken(watch)


def test_a_refund_that_did_not_happen(shop: Any) -> None:
    simulation, watch = shop
    changed(simulation, cancellations=())
    assert "the vendor 0 refunds" in broken(watch)
    watch.told(simulation.calls[1])
    assert "gave back []" in watch.broken[-1]


def test_a_refund_of_another_amount(shop: Any) -> None:
    simulation, watch = shop
    (paid,) = simulation.paid("order1")
    (refund,) = paid.cancellations
    changed(simulation, cancellations=(replace(refund, money=replace(refund.money, total=1)),))
    assert "another amount was given back" in broken(watch)


@pytest.mark.parametrize("place", [0, 1])
def test_a_no_that_is_not_true(shop: Any, place: int) -> None:
    simulation, watch = shop
    call = simulation.calls[place]
    call.told = [Declined("no", payment=None)]
    watch.told(call)
    assert "was told Declined" in watch.broken[0]
    assert "everybody was told no" in broken(watch)


def test_a_write_that_is_not_in_the_ledger(shop: Any) -> None:
    _, watch = shop
    watch.left(Request(method="GET", path="/v2/payments/order1"))
    watch.left(Request(method="POST", path="/v1/users/getToken"))
    assert watch.broken == []
    watch.left(Request(method="POST", path="/v2/payments/order1/instant"))
    assert "has no open attempt" in watch.broken[0]


def test_no_definite_word_and_an_alarm(shop: Any) -> None:
    simulation, watch = shop
    simulation.calls[0].told.append(OutcomeUnknown("?", attempt=None))
    simulation.events.append(Event(kind="anomaly", detail="two payments"))
    watch.check_order("order1")
    told = broken(watch)
    assert "never got a definite word" in told
    assert "raised an alarm: two payments" in told


def test_a_call_tells_what_it_was_told(charge: Any) -> None:
    simulation = keep(Simulation(3))
    simulation.befall("POST /v2/*", *["not_sent"] * 9)
    call = simulation.start(charge(), channel="nice")
    assert call.result is None
    simulation.run()
    assert repr(call).startswith("Call(call1, ChargeCard(order_id='order1'")
    with pytest.raises(type(call.error)):  # type: ignore[arg-type]
        _ = call.result


def test_a_call_that_is_refused_at_once(charge: Any) -> None:
    simulation = keep(Simulation(3))
    call = simulation.start(charge(total=-1), channel="nice")
    simulation.run()
    assert call.definite
    assert call.error is not None


def test_a_simulation_that_does_not_end_says_so(monkeypatch: Any) -> None:
    monkeypatch.setattr("pgbridge.testing.simulation.MOST_EVENTS", 10)
    simulation = keep(Simulation(3))

    def again() -> None:
        simulation.after(1.0, again)

    again()
    with pytest.raises(RuntimeError, match="did not end"):
        simulation.run()


def test_chances_end_when_the_trouble_does() -> None:
    from random import Random

    trouble = Trouble(not_sent=0.5, late=0.5, killed=1.0, until=10.0)
    fates = {trouble.fate(Random(seed), 0.0) for seed in range(50)}
    assert fates == {"not_sent", "late"}
    assert trouble.fate(Random(1), 10.0) == ""
    assert trouble.kills(Random(1), 9.0)
    assert not trouble.kills(Random(1), 10.0)
