"""Money that moves after the shop was told otherwise: written, told, and never taken twice."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pgbridge import CancelPayment, CloseVirtualAccount, Declined, IntentConflict, IssueVirtualAccount, krw
from tests.late import turn_paid
from tests.reconcile.conftest import BUYER, CHANNELS, make_charge

DECLINED = "4000-0000-0000-0101"
BOTH = pytest.mark.parametrize("api", ["v1", "v2"])
ACCOUNTS = {"v1": "nice-v1", "v2": "nice"}


def declined(shop: Any, api: str) -> None:
    with pytest.raises(Declined):
        shop.charge("order1", api, number=DECLINED)
    shop.alarms = []
    shop.bridge.registry.observers = (
        lambda e: shop.alarms.append(e.detail) if e.kind == "anomaly" else None,
    )


def rows(shop: Any) -> list[tuple[str, str, str | None]]:
    return [(a.family, a.state, a.proof) for a in shop.bridge.ledger.attempts(order_id="order1")]


@BOTH
def test_reconciling_writes_that_a_failed_charge_is_paid(shop: Any, api: str) -> None:
    declined(shop, api)
    paid = turn_paid(shop.simulator, "order1")
    shop.pass_time()
    (difference,) = shop.reconcile().differences
    assert (difference.field, difference.ledger, difference.vendor) == ("status", "failed", "paid")
    assert difference.recorded
    (row,) = shop.bridge.ledger.attempts(order_id="order1")
    assert (row.state, row.proof, row.vendor_ref, row.note) == ("done", "late", paid.id, "was failed")
    again = shop.reconcile()
    assert again.clean
    # The shop hears it as often as it asks, and nothing is sent.
    assert shop.charge("order1", api).replayed
    assert len(shop.simulator.attempts("order1")) == 1
    assert shop.bridge.execute(CancelPayment(order_id="order1")).amount == 10_000


@BOTH
def test_a_repeat_finds_what_turned_out_to_be_paid_and_sends_nothing(shop: Any, api: str) -> None:
    declined(shop, api)
    turn_paid(shop.simulator, "order1")
    repeated = shop.charge("order1", api)
    assert (repeated.status, repeated.replayed) == ("paid", True)
    assert len(shop.simulator.attempts()) == 1
    assert rows(shop) == [("charge", "done", "late")]
    assert [alarm for alarm in shop.alarms if "had it failed" in alarm] == shop.alarms != []


def test_a_repeat_looks_under_every_id_it_had(shop: Any) -> None:
    for _ in range(2):
        declined(shop, "v1")
    assert {a.bill.order_id for a in shop.simulator.attempts()} == {"order1", "order1R2"}
    turn_paid(shop.simulator, "order1")
    assert shop.charge("order1", "v1").vendor_order_id == "order1"
    assert len(shop.simulator.attempts()) == 2


@BOTH
def test_another_amount_is_nobodys_late_truth(shop: Any, api: str) -> None:
    from msgspec.structs import replace

    declined(shop, api)
    paid = turn_paid(shop.simulator, "order1")
    bill = replace(paid.bill, money=replace(paid.bill.money, total=9_000))
    shop.simulator.world.put(replace(paid, bill=bill))
    shop.pass_time()
    (difference,) = shop.reconcile().differences
    assert not difference.recorded
    assert rows(shop)[0][:2] == ("charge", "failed")


def issued(shop: Any, api: str) -> Any:
    op = IssueVirtualAccount(
        order_id="order1",
        order_name="Plan",
        amount=krw(10_000),
        bank="SHINHAN",
        expires_at=datetime.fromtimestamp(shop.simulator.now() + 3600.0, UTC),
        customer=BUYER,
    )
    return shop.bridge.execute(op, channel=ACCOUNTS[api])


@BOTH
@pytest.mark.parametrize(("after", "note"), [(60.0, "deposited"), (7200.0, "deposited after it expired")])
def test_a_deposit_is_noted_and_a_late_one_raises_an_alarm(
    shop: Any, api: str, after: float, note: str
) -> None:
    issued(shop, api)
    alarms: list[str] = []
    shop.bridge.registry.observers = (lambda e: alarms.append(e.detail) if e.kind == "anomaly" else None,)
    shop.pass_time(after)
    shop.simulator.deposit("order1", late=True)
    shop.pass_time()
    first, second = shop.reconcile(), shop.reconcile()
    assert (first.differences, second.differences) == ((), ())
    (row,) = shop.bridge.ledger.attempts(order_id="order1")
    assert (row.state, row.note) == ("done", note)
    if shop.reconcile.__func__.__qualname__.startswith("Shop"):
        assert len([a for a in alarms if "expired" in a]) == (after > 3600.0)
    with pytest.raises(IntentConflict):
        shop.charge("order1", api)


@BOTH
def test_a_deposit_into_a_closed_account_takes_the_order_back(shop: Any, api: str) -> None:
    account = issued(shop, api)
    shop.bridge.execute(CloseVirtualAccount(order_id="order1"), channel=ACCOUNTS[api])
    shop.simulator.deposit("order1", late=True)
    shop.pass_time()
    (difference,) = shop.reconcile().differences
    assert (difference.ledger, difference.recorded) == ("released", True)
    made = [a for a in shop.bridge.ledger.attempts(order_id="order1") if a.family == "virtual_account"]
    assert [(a.state, a.note, a.vendor_ref) for a in made] == [
        ("done", "deposited after it was closed", account.attempt_id)
    ]
    # Nobody charges what is paid.
    with pytest.raises(IntentConflict):
        shop.bridge.execute(make_charge("order1"), channel=CHANNELS[api])
