"""The ledger against the vendor: what is missing, extra and different, over a period, in pieces."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from pgbridge import Bridge, CancelPayment, ConfigError
from pgbridge.ledger.protocol import Change
from pgbridge.reconcile import Reconciliation
from pgbridge.routing import Seller
from pgbridge.simulator import LOST_ANSWER, Plan
from pgbridge.testing.ledger_conformance import wish_for


def told(result: Any) -> list[tuple[Any, ...]]:
    return [(d.kind, d.vendor_id, d.field, d.ledger, d.vendor) for d in result.differences]


def row(shop: Any, order_id: str, state: str, **fields: Any) -> Any:
    """Write into the ledger what never happened at the vendor."""
    names = {"identity": order_id, "order_id": order_id, "vendor_id": order_id, "owner": "w"}
    wish = wish_for(**{"amount": 10_000, "channel": "inicis", **names, **fields})
    attempt = shop.bridge.ledger.begin(wish).attempt
    assert shop.bridge.ledger.finish(Change(attempt=attempt.id, state=state, owner="w"))
    return attempt


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_what_agrees_is_clean(shop: Any, api: str) -> None:
    for number in range(3):
        shop.charge(f"order{number}", api, total=1_000 * (number + 1))
    shop.bridge.execute(CancelPayment(order_id="order0", reason="all"))
    shop.bridge.execute(CancelPayment(order_id="order1", amount=500, cancel_id="a", reason="part"))
    with pytest.raises(Exception, match="declined"):
        shop.charge("order9", api, number="4000-0000-0000-0101")
    shop.pass_time()
    result = shop.reconcile()
    assert told(result) == []
    assert result.clean
    assert result.compared >= 3


def test_extra_is_what_the_ledger_did_not_make(shop: Any) -> None:
    other = shop.other()
    other.charge("browser1")
    with pytest.raises(Exception, match="declined"):
        other.charge("browser2", number="4000-0000-0000-0101")
    shop.pass_time()
    result = shop.reconcile()
    assert told(result) == [("extra", "browser1", "", None, "paid")]
    assert result.complete and not result.clean


def test_missing_is_what_the_vendor_does_not_show(shop: Any) -> None:
    attempt = row(shop, "order1", "done")
    row(shop, "order2", "failed")
    shop.pass_time()
    result = shop.reconcile()
    assert told(result) == [("missing", "order1", "", "done", None)]
    assert result.differences[0].connection == attempt.connection


@pytest.mark.parametrize("paid", [True, False])
def test_a_payment_of_one_connection_is_not_held_against_a_row_of_another(shop: Any, paid: bool) -> None:
    if paid:
        shop.charge("order1", "v2")
    else:
        row(shop, "order1", "done")
    with pytest.raises(Exception, match="declined"):
        shop.other().charge("order1", "v1", number="4000-0000-0000-0101")
    shop.pass_time()
    assert told(shop.reconcile()) == ([] if paid else [("different", "order1", "status", "done", "failed")])


def test_a_late_success_of_what_failed_is_different(shop: Any) -> None:
    row(shop, "order1", "failed")
    shop.other().charge("order1")
    shop.pass_time()
    assert told(shop.reconcile()) == [("different", "order1", "status", "failed", "paid")]


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_cancels_of_the_console_are_different(shop: Any, api: str) -> None:
    shop.charge("order1", api)
    shop.bridge.execute(CancelPayment(order_id="order1", amount=1_000, cancel_id="a", reason="ours"))
    console = CancelPayment(order_id="order1", amount=2_000, cancel_id="b", reason="theirs")
    shop.other().bridge.execute(console, channel={"v1": "inicis-v1", "v2": "inicis"}[api])
    shop.pass_time()
    assert told(shop.reconcile()) == [("different", "order1", "cancelled", 1_000, 3_000)]


def test_other_amounts_are_different(shop: Any) -> None:
    row(shop, "order1", "done", amount=9_000)
    shop.other().charge("order1")
    shop.pass_time()
    assert told(shop.reconcile()) == [("different", "order1", "amount", 9_000, 10_000)]


def test_a_v1_test_payment_without_an_attempt_id_is_neither_there_nor_missing(shop: Any) -> None:
    row(shop, "order1", "done", connection="v1", channel="inicis-v1", api="v1")
    shop.pass_time()
    result = shop.reconcile()
    assert (told(result), result.unproven) == ([], 1)


def test_only_the_period_is_compared(shop: Any) -> None:
    other = shop.other()
    other.charge("early")
    shop.pass_time(3 * 86_400.0)
    other.charge("late")
    shop.pass_time()
    assert {d.vendor_id for d in shop.reconcile().differences} == {"late"}
    everything = shop.reconcile(shop.at(4 * 86_400.0))
    assert {d.vendor_id for d in everything.differences} == {"early", "late"}
    old = shop.reconcile(shop.at(4 * 86_400.0), shop.at(86_400.0))
    assert {d.vendor_id for d in old.differences} == {"early"}
    assert old.since.tzinfo is UTC and old.complete


def test_what_just_happened_is_left_to_the_next_time(shop: Any) -> None:
    shop.other().charge("order1")
    assert told(shop.reconcile()) == []


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (datetime(2020, 1, 1), None, "since: give it a time zone"),
        (None, datetime(2020, 1, 1), "until: give it a time zone"),
        (datetime(2020, 1, 2, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC), "before until"),
    ],
)
def test_a_wrong_period_is_refused(shop: Any, since: Any, until: Any, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        shop.reconcile(since, until)


def test_it_goes_on_where_it_was_left_even_from_json(shop: Any) -> None:
    other = shop.other()
    other.charge("order1")
    shop.pass_time(2.5 * 86_400.0)
    other.charge("order2")
    shop.pass_time()
    shop.simulator.inject(
        Plan(fault=LOST_ANSWER, method="GET", path="/v2/payments-by-cursor", nth=3, times=10_000)
    )
    first = shop.reconcile(shop.at(3 * 86_400.0), deadline=10.0)
    assert not first.complete
    assert [each.place for each in first.unreachable] == ["v2"]
    assert {d.vendor_id for d in first.differences} == {"order1"}
    shop.calm()
    first = msgspec.json.decode(msgspec.json.encode(first), type=Reconciliation)
    asked: list[str] = []
    handle = shop.simulator.handle
    shop.simulator.handle = lambda request: (asked.append(request.path), handle(request))[1]
    second = shop.reconcile(earlier=first)
    assert second.complete and second.unreachable == ()
    assert {d.vendor_id for d in second.differences} == {"order1", "order2"}
    assert not any(path.startswith("/v1/payments/status") for path in asked)  # V1 was finished the first time
    with pytest.raises(ConfigError, match="own period"):
        shop.reconcile(shop.at(1.0), earlier=first)


def test_progress_counts_up_to_its_total_and_can_be_gone_on_from(shop: Any) -> None:
    shop.lose("order1", arrives=False)
    shop.pass_time()
    steps: list[Any] = []
    result = shop.reconcile(progress=steps.append)
    assert [step.done for step in steps] == list(range(steps[-1].total + 1))
    assert steps[0].doing == "settling order1"
    assert any(step.doing.startswith("comparing v1") for step in steps)
    assert steps[-1].so_far == result
    halfway = steps[len(steps) // 2].so_far
    assert shop.reconcile(earlier=halfway).reached == result.reached


def test_stores_of_sellers_are_lists_of_their_own(shop: Any) -> None:
    from pgbridge.reconcile.places import places_of

    sellers = {
        "kim": Seller(name="kim", channels=("inicis",), store_id="store-kim", tier="KIM"),
        "lee": Seller(name="lee", channels=("inicis",)),
    }
    config = msgspec.structs.replace(shop.bridge.config, sellers=sellers)
    bridge = Bridge.of(shop.bridge.registry, config)
    places = {place.name: place for place in places_of(bridge.planner)}
    assert set(places) == {"v1", "v2", "v1/KIM", "v2/store-kim"}

    def row_at(connection: str, store: str | None) -> Any:
        name = f"{connection}-{store}"
        wish = wish_for(identity=name, connection=connection, store=store, order_id=name, vendor_id=name)
        return shop.bridge.ledger.begin(wish).attempt

    for connection, store, name in (
        ("v2", None, "v2"),
        ("v2", "store-kim", "v2/store-kim"),
        ("v2", "store-gone", "v2"),
        ("v1", "KIM", "v1/KIM"),
        ("v1", None, "v1"),
    ):
        attempt = row_at(connection, store)
        assert [place for place in places if places[place].holds(attempt)] == [name]


def test_two_hosts_at_once_find_the_same(shop: Any) -> None:
    shop.lose("order1")
    shop.other().charge("order2")
    shop.pass_time()
    twin = Bridge.of(
        shop.bridge.registry,
        shop.bridge.config,
        ledger=shop.bridge.ledger,
        client=shop.bridge.driver.given,
        context=shop.bridge.context,
        sleep=shop.simulator.advance,
    )
    results: list[Any] = []
    result = shop.bridge.reconcile(progress=lambda _: results.append(twin.reconcile()))
    assert all(told(each) == told(result) for each in results)
    assert all(each.outcome in ("done", "busy") for found in results for each in found.settled)
    assert shop.bridge.ledger.attempts(states=("open", "unknown")) == []
    assert result.since == pytest.approx(results[0].since, abs=timedelta(seconds=1))
