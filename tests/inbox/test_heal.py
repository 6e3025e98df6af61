"""What nobody told is found by listing, and told by the same inbox, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pgbridge import CancelPayment, ConfigError, Declined
from pgbridge.inbox import Healed, Pruned
from pgbridge.model.payment import Payment, PaymentAmount
from pgbridge.simulator import LOST_ANSWER, Plan
from tests.late import turn_paid

DECLINED = "4000-0000-0000-0101"
BOTH = pytest.mark.parametrize("api", ["v1", "v2"])
CHANNELS = {"v1": "inicis-v1", "v2": "inicis"}


@BOTH
def test_what_was_lost_is_told_once(shop: Any, api: str) -> None:
    shop.charge("order1", api)
    shop.run(shop.bridge.execute(CancelPayment(order_id="order1", amount=3_000, cancel_id="a", reason="r")))
    with pytest.raises(Declined):
        shop.charge("order2", api, number=DECLINED)
    told = shop.charge("order3", api)
    shop.deliver(told, api)
    shop.process()
    shop.told.clear()
    shop.pass_time()
    healed = shop.heal()
    assert (healed.missed, healed.unreachable) == (2, ())
    shop.process()
    assert sorted(shop.told) == [
        ("partially_cancelled", "order1", "partially_cancelled"),
        ("payment_failed", "order2", "failed"),
        ("payment_paid", "order1", "partially_cancelled"),
    ]
    assert shop.heal().missed == 0
    shop.process()
    assert len(shop.told) == 3


def test_the_events_are_those_that_a_webhook_would_have_brought(shop: Any) -> None:
    paid = shop.charge("order1")
    shop.pass_time()
    shop.heal()
    shop.process()
    shop.deliver(paid)
    shop.process()
    assert [(e.kind, e.order_id, e.attempt_id) for e in shop.events] == [
        ("payment_paid", "order1", paid.attempt_id)
    ]


def test_a_payment_from_a_browser_is_found(shop: Any) -> None:
    shop.other().charge("web1")
    shop.pass_time()
    assert shop.heal().missed == 1
    shop.process()
    assert shop.told == [("payment_paid", "web1", "paid")]
    assert [row.proof for row in shop.ledger.attempts(order_id="web1")] == ["unverified"]


def test_a_place_that_does_not_answer_is_reported_and_the_others_are_healed(shop: Any) -> None:
    shop.charge("order1", "v2")
    shop.pass_time()
    shop.simulator.inject(Plan(fault=LOST_ANSWER, method="GET", path="/v1/*", times=1_000))
    healed = shop.heal()
    assert [each.place for each in healed.unreachable] == ["v1"]
    assert healed.missed == 1


def test_an_unresolved_row_is_settled_on_the_way(shop: Any) -> None:
    from tests.inbox.conftest import make_charge

    for method, path, nth in (("POST", "/v2/*", 1), ("GET", "/v2/*", 2)):
        shop.simulator.inject(Plan(fault=LOST_ANSWER, method=method, path=path, nth=nth, times=10_000))
    with pytest.raises(Exception, match="not known"):
        shop.run(shop.bridge.execute(make_charge("order1"), channel="inicis", deadline=30.0))
    shop.simulator.faults = type(shop.simulator.faults)()
    shop.pass_time(300.0)
    shop.heal()
    shop.process()
    assert shop.told == [("payment_paid", "order1", "paid")]
    assert [row.state for row in shop.ledger.attempts(order_id="order1")] == ["done"]


def test_the_period_is_checked(shop: Any) -> None:
    with pytest.raises(ConfigError, match="time zone"):
        shop.run(shop.bridge.heal(datetime(2020, 1, 1)))  # noqa: DTZ001
    with pytest.raises(ConfigError, match="past"):
        shop.run(shop.bridge.heal(datetime(2100, 1, 1, tzinfo=UTC)))
    assert shop.heal(60.0) == Healed()


@BOTH
@pytest.mark.parametrize("by", ["webhook", "heal"])
def test_a_failed_charge_that_turns_paid_is_told_and_written(shop: Any, api: str, by: str) -> None:
    with pytest.raises(Declined):
        shop.charge("order1", api, number=DECLINED)
    shop.pass_time()
    shop.heal()
    shop.process()
    turned = turn_paid(shop.simulator, "order1")
    if by == "heal":
        assert shop.heal().missed == 1
    else:
        paid = Payment(order_id="order1", attempt_id=turned.id, status="paid", amount=PaymentAmount(total=1))
        shop.deliver(paid, api)
    shop.process()
    assert [(kind, status) for kind, _, status in shop.told] == [
        ("payment_failed", "failed"),
        ("payment_paid", "paid"),
    ]
    assert [(row.state, row.proof) for row in shop.ledger.attempts(order_id="order1")] == [("done", "late")]
    assert shop.heal().missed == 0


@BOTH
def test_after_pruning_nothing_is_told_again(shop: Any, api: str) -> None:
    paid = shop.charge("order1", api)
    shop.deliver(paid, api, id="wh-1")
    shop.process()
    with pytest.raises(ConfigError, match="at least one day"):
        shop.run(shop.inbox.prune(timedelta(hours=23)))
    assert shop.run(shop.inbox.prune()) == Pruned()
    shop.pass_time(31 * 86_400.0)
    waits = shop.charge("order2", api)
    shop.deliver(waits, api, id="wh-2")
    assert shop.run(shop.inbox.prune()) == Pruned(entries=1, effects=1)
    assert shop.run(shop.inbox.prune()) == Pruned()
    shop.deliver(paid, api, id="wh-1")
    shop.pass_time()
    shop.heal(32 * 86_400.0)
    shop.process()
    assert shop.told == [("payment_paid", "order1", "paid"), ("payment_paid", "order2", "paid")]
