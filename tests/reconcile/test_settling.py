"""What is unknown gets settled by looking, and only by looking."""

from typing import Any

import msgspec
import pytest

from pgbridge import (
    Busy,
    CancelPayment,
    ConfigError,
    Declined,
    IntentConflict,
    LedgerUnusable,
    TransportError,
)
from pgbridge.ledger.protocol import Plan, Step
from pgbridge.simulator import LOST_ANSWER, Plan as Trouble
from pgbridge.testing.ledger_conformance import wish_for

DECLINED = "4000-0000-0000-0101"


def writes(shop: Any) -> list[str]:
    """Note every write that reaches the vendor from here on."""
    seen: list[str] = []
    handle = shop.simulator.handle

    def noted(request: Any) -> Any:
        if request.method != "GET" and "getToken" not in request.path:
            seen.append(request.path)
        return handle(request)

    shop.simulator.handle = noted
    return seen


def by_order(result: Any) -> dict[str, str]:
    return {each.attempt.order_id: each.outcome for each in result.settled}


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_charge_that_was_paid_unseen_is_done(shop: Any, api: str) -> None:
    attempt = shop.lose("order1", api)
    assert attempt.state in ("open", "unknown")
    shop.pass_time()
    sent = writes(shop)
    result = shop.reconcile()
    assert by_order(result) == {"order1": "done"}
    assert sent == []
    row = shop.bridge.ledger.attempt(attempt.id)
    assert (row.state, row.proof) == ("done", "seen")
    assert result.open == () and result.differences == ()
    assert shop.charge("order1", api).replayed
    assert len(shop.simulator.attempts("order1")) == 1


def test_what_never_arrived_stays_unknown_and_listed(shop: Any) -> None:
    attempt = shop.lose("order1", arrives=False)
    shop.pass_time()
    for _ in range(2):
        result = shop.reconcile()
        assert by_order(result) == {"order1": "unknown"}
        assert [each.attempt.id for each in result.open] == [attempt.id]
        assert result.complete and not result.clean


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_a_cancel_that_happened_unseen_is_done(shop: Any, api: str) -> None:
    shop.charge("order1", api)
    cancel = CancelPayment(order_id="order1", amount=3_000, cancel_id="a", reason="changed mind")
    shop.lose("order1", api, operation=cancel)
    shop.pass_time()
    result = shop.reconcile()
    assert [(each.attempt.family, each.outcome) for each in result.settled] == [("cancel", "done")]
    assert result.clean


def test_a_declined_charge_is_failed(shop: Any) -> None:
    shop.lose("order1", number=DECLINED)
    shop.pass_time()
    result = shop.reconcile()
    assert by_order(result) == {"order1": "failed"}
    assert result.clean


def test_a_process_that_died_is_picked_up_after_its_lease(shop: Any) -> None:
    attempt = shop.bridge.ledger.begin(wish_for(channel="inicis", amount=10_000)).attempt
    assert shop.reconcile().settled == ()
    shop.pass_time(121.0)
    result = shop.reconcile()
    assert by_order(result) == {"order1": "unknown"}
    assert shop.bridge.ledger.attempt(attempt.id).state == "unknown"


def test_an_unreachable_vendor_is_told_and_nothing_is_concluded(shop: Any) -> None:
    shop.lose("order1")
    shop.pass_time()
    shop.simulator.inject(Trouble(fault=LOST_ANSWER, method="GET", path="/v2/*", times=10_000))
    result = shop.reconcile(deadline=20.0)
    assert by_order(result) == {"order1": "unreachable"}
    assert "TransportError" in result.settled[0].detail
    assert [each.place for each in result.unreachable] == ["v2"]
    assert not result.complete
    shop.calm()
    again = shop.reconcile(earlier=result)
    assert by_order(again) == {"order1": "done"}
    assert again.clean and again.until == result.until


def test_what_another_host_takes_over_meanwhile_is_busy_not_wrong(shop: Any, monkeypatch: Any) -> None:
    attempt = shop.lose("order1", number=DECLINED)
    shop.pass_time()
    ledger, handle = shop.bridge.ledger, shop.simulator.handle

    def meddle(request: Any) -> Any:
        if "order1" in request.path:
            ledger.take(attempt.id, "another host")
        return handle(request)

    monkeypatch.setattr(shop.simulator, "handle", meddle)
    result = shop.reconcile()
    row = ledger.attempt(attempt.id)
    assert (row.owner, row.state) == ("another host", "unknown")
    assert by_order(result) == {"order1": "busy"}


def test_a_broken_ledger_is_not_reconciled(shop: Any) -> None:
    shop.bridge.ledger.database.connection.close()
    with pytest.raises(LedgerUnusable):
        shop.reconcile()


def test_a_connection_that_is_gone_from_the_config_is_told(shop: Any) -> None:
    wish = wish_for(connection="old", channel="old", amount=10_000)
    shop.bridge.ledger.begin(wish)
    shop.pass_time()
    (settled,) = shop.reconcile().settled
    assert settled.outcome == "unreachable" and "put it back" in settled.detail


def test_plans_are_ticked_off_or_reported(shop: Any) -> None:
    ledger = shop.bridge.ledger
    steps = tuple(Step(name=name, identity=name) for name in ("s1", "s2"))
    ledger.plan(Plan(id="p1", kind="schedules", identity="s1,s2", steps=steps))
    names = (Step(name="issue", identity="alias"), Step(name="charge", identity="order1"))
    ledger.plan(Plan(id="p2", kind="issue-and-charge", identity="order1", steps=names))
    moves = (Step(name="revoke", identity="s1"), Step(name="create", identity="s1"))
    ledger.plan(Plan(id="p3", kind="move", identity="s1@1", steps=moves))

    def make(family: str, identity: str, state: str) -> None:
        made = ledger.begin(
            wish_for(family=family, identity=identity, order_id=None, vendor_id=identity, owner="w")
        ).attempt
        from pgbridge.ledger.protocol import Change

        assert ledger.finish(Change(attempt=made.id, state=state, owner="w", vendor_ref=identity))

    make("schedule", "s1", "done")
    make("schedule", "s2", "failed")
    make("billing_key", "alias", "done")
    assert shop.reconcile().plans == ()  # they may be under way
    shop.pass_time(601.0)
    (left,) = shop.reconcile().plans
    assert (left.kind, [step.state for step in left.steps]) == ("issue-and-charge", ["done", "open"])


# A person's decision.


def decide(shop: Any, attempt: Any, *, done: bool, **more: Any) -> Any:
    return shop.bridge.resolve(attempt.id, done=done, by="kim", because="the PG shows nothing", **more)


def test_a_decision_is_recorded_with_who_and_why(shop: Any) -> None:
    attempt = shop.lose("order1", arrives=False)
    shop.pass_time()
    settled = decide(shop, attempt, done=False)
    row = shop.bridge.ledger.attempt(attempt.id)
    assert (settled.outcome, settled.attempt) == ("failed", row)
    assert (row.state, row.proof, row.decided_by, row.note) == (
        "failed",
        "decided",
        "kim",
        "the PG shows nothing",
    )
    assert row.decided_at == shop.simulator.now()
    assert shop.charge("order1").status == "paid"
    assert len(shop.simulator.attempts()) == 1


def test_a_decision_that_it_was_paid_is_replayed_from_the_row(shop: Any) -> None:
    attempt = shop.lose("order1", arrives=False)
    shop.pass_time()
    assert decide(shop, attempt, done=True, vendor_ref="t1").outcome == "done"
    again = shop.charge("order1")
    assert (again.replayed, again.partial, again.attempt_id) == (True, True, "t1")
    assert shop.simulator.attempts() == []
    shop.pass_time()
    (difference,) = shop.reconcile().differences
    assert (difference.kind, difference.order_id) == ("missing", "order1")


def test_what_the_vendor_proves_beats_the_decision(shop: Any) -> None:
    attempt = shop.lose("order1")
    shop.pass_time()
    settled = decide(shop, attempt, done=False)
    assert settled.outcome == "done"
    row = shop.bridge.ledger.attempt(attempt.id)
    assert (row.state, row.proof, row.decided_by) == ("done", "seen", None)


def test_what_cannot_be_decided_is_refused(shop: Any) -> None:
    attempt = shop.lose("order1", arrives=False)
    live = shop.bridge.ledger.begin(wish_for(identity="order2", order_id="order2", vendor_id="order2"))
    with pytest.raises(Busy, match="another call"):
        decide(shop, live.attempt, done=True)
    with pytest.raises(ConfigError, match="none with the id"):
        shop.bridge.resolve("nothing", done=True, by="kim", because="so")
    for by, because in (("", "so"), ("kim", "  "), ("kim", "x" * 501)):
        with pytest.raises(ConfigError, match="500 characters"):
            shop.bridge.resolve(attempt.id, done=True, by=by, because=because)
    shop.simulator.inject(Trouble(fault=LOST_ANSWER, method="GET", times=10_000))
    with pytest.raises(TransportError, match="looked up first"):
        decide(shop, attempt, done=False, deadline=10.0)
    shop.calm()
    assert shop.bridge.ledger.attempt(attempt.id).decided_by is None
    shop.pass_time()
    decide(shop, attempt, done=False)
    with pytest.raises(IntentConflict, match="failed already"):
        decide(shop, attempt, done=True)


def test_a_decline_after_a_decision_is_a_decline(shop: Any) -> None:
    attempt = shop.lose("order1", arrives=False)
    shop.pass_time()
    decide(shop, attempt, done=False)
    with pytest.raises(Declined):
        shop.charge("order1", number=DECLINED)


def test_what_is_pending_at_the_vendor_is_not_a_persons_to_decide(shop: Any) -> None:
    shop.charge("order1")
    cancel = CancelPayment(order_id="order1", amount=3_000, cancel_id="a", reason="requested")
    attempt = shop.lose("order1", operation=cancel)
    handle = shop.simulator.handle

    def undecided(request: Any) -> Any:
        answer = handle(request)
        return msgspec.structs.replace(answer, body=answer.body.replace(b"SUCCEEDED", b"REQUESTED"))

    shop.simulator.handle = undecided
    shop.pass_time()
    assert [each.outcome for each in shop.reconcile().settled] == ["pending"]
    with pytest.raises(IntentConflict, match="PortOne will"):
        decide(shop, attempt, done=True)
