"""What every ledger must do; run on each kind of ledger there is."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pgbridge.ledger.protocol import Change, Ledger, Link, Plan, Step
from pgbridge.ledger.sqlite import open_sqlite


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "sqlite", "sqlite reopened"])
def ledger(request: Any, tmp_path: Any, clock: Clock) -> Iterator[Ledger]:
    url = "memory://" if request.param == "memory" else f"sqlite:///{tmp_path}/ledger.sqlite3"
    made: Any = Reopened(url, clock) if "reopened" in request.param else open_sqlite(url, clock)
    made.durable = True
    yield made
    made.close()


class Reopened:
    """A ledger that is opened anew for every call: what it knows must be in the file."""

    def __init__(self, url: str, clock: Clock) -> None:
        self.url, self.clock, self.durable = url, clock, True

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            ledger = open_sqlite(self.url, self.clock)
            assert ledger is not None
            try:
                return getattr(ledger, name)(*args, **kwargs)
            finally:
                ledger.close()

        return call


def begun(ledger: Ledger, wish: Any) -> Any:
    decision = ledger.begin(wish)
    assert decision.verdict == "new", decision
    assert decision.attempt is not None
    return decision.attempt


def end(ledger: Ledger, attempt: Any, state: str, **fields: Any) -> bool:
    return ledger.finish(Change(attempt=attempt.id, state=state, **{"owner": attempt.owner, **fields}))


def row(ledger: Ledger, attempt: Any) -> Any:
    found = ledger.attempt(attempt.id)
    assert found is not None
    return found


def test_begin_stores_the_attempt_and_its_send(ledger: Ledger, build: Any) -> None:
    wish = build.wish(
        attempt_id="mine",
        tax_free=100,
        vat=80,
        due_at=5.0,
        target="t",
        seen=("x", "y"),
        expected=7,
        store="s",
    )
    attempt = begun(ledger, wish)
    assert attempt == row(ledger, attempt)
    assert attempt.id == "mine"
    assert (attempt.tax_free, attempt.vat, attempt.due_at, attempt.target) == (100, 80, 5.0, "t")
    assert (attempt.seen, attempt.expected, attempt.store) == (("x", "y"), 7, "s")
    assert (attempt.state, attempt.begun_at, attempt.lease_until) == ("open", 1000.0, 1120.0)
    (send,) = attempt.sends
    assert (send.number, send.outcome, send.sent_at, send.answered_at) == (1, "open", 1000.0, None)
    intent = ledger.intent("charge", "order1")
    assert intent is not None
    assert intent.attempts == (attempt,)
    assert (intent.fingerprint, intent.order_id, intent.created_at) == ("1000", "order1", 1000.0)


def test_peek_begins_nothing(ledger: Ledger, build: Any) -> None:
    assert ledger.peek(build.wish()).verdict == "new"
    assert ledger.intent("charge", "order1") is None


def test_begin_under_another_id_than_was_encoded_begins_nothing(ledger: Ledger, build: Any) -> None:
    assert ledger.begin(build.wish(sending_as="order1R2")).verdict == "changed"
    assert ledger.intents() == []
    assert ledger.begin(build.wish(sending_as="order1")).verdict == "new"


def test_a_second_begin_is_busy_until_the_lease_ends(ledger: Ledger, build: Any, clock: Clock) -> None:
    begun(ledger, build.wish(owner="w1"))
    assert ledger.begin(build.wish()).verdict == "busy"
    assert ledger.peek(build.wish()).verdict == "busy"
    clock.time += 120.0
    assert ledger.begin(build.wish()).verdict == "settle"


def test_who_settles_holds_the_attempt(ledger: Ledger, build: Any, clock: Clock) -> None:
    attempt = begun(ledger, build.wish(owner="w1"))
    clock.time += 120.0
    assert ledger.peek(build.wish(owner="w2")).verdict == "settle"
    assert row(ledger, attempt).owner == "w2"
    assert not end(ledger, attempt, "failed", owner="w1")
    assert not end(ledger, attempt, "unknown", owner="w1")
    assert row(ledger, attempt).state == "open"
    assert end(ledger, attempt, "failed", owner="w2", proof="counted")
    assert (row(ledger, attempt).state, row(ledger, attempt).proof) == ("failed", "counted")


def test_done_may_be_written_by_whoever_knows(ledger: Ledger, build: Any) -> None:
    attempt = begun(ledger, build.wish(owner="w1"))
    assert end(ledger, attempt, "done", owner="a webhook", vendor_ref="t1")
    assert row(ledger, attempt).vendor_ref == "t1"


@pytest.mark.parametrize("first", ["done", "failed"])
@pytest.mark.parametrize("second", ["done", "failed", "unknown", "open", "superseded"])
def test_what_ended_does_not_change(ledger: Ledger, build: Any, first: str, second: str) -> None:
    attempt = begun(ledger, build.wish())
    assert end(ledger, attempt, first)
    assert not end(ledger, attempt, second)
    assert row(ledger, attempt).state == first


def test_finishing_what_is_not_there_is_refused(ledger: Ledger) -> None:
    assert not ledger.finish(Change(attempt="nothing", state="done"))
    assert ledger.attempt("nothing") is None


def test_notes_and_refs_stay_when_nothing_new_is_said(ledger: Ledger, build: Any) -> None:
    attempt = begun(ledger, build.wish())
    assert end(ledger, attempt, "unknown", vendor_ref="t1", note="pending")
    assert end(ledger, attempt, "unknown", proof=None)
    found = row(ledger, attempt)
    assert (found.vendor_ref, found.note) == ("t1", "pending")


def test_a_look_up_before_another_attempt_began_is_stale(ledger: Ledger, build: Any, clock: Clock) -> None:
    attempt = begun(ledger, build.wish(owner="w1"))
    clock.time += 5000.0
    ledger.peek(build.wish(owner="w2"))
    other = begun(ledger, build.wish(owner="w2", looked=frozenset((attempt.id,))))
    assert row(ledger, attempt).state == "unknown"
    assert not end(ledger, attempt, "done", attempts=1)
    assert not end(ledger, attempt, "failed", owner="w2", attempts=1)
    assert end(ledger, attempt, "failed", owner="w2", attempts=2)
    assert row(ledger, other).state == "open"


def test_one_success_belongs_to_one_row(ledger: Ledger, build: Any) -> None:
    one = begun(ledger, build.wish(family="cancel", identity="order1/a"))
    assert end(ledger, one, "done", vendor_ref="c1")
    two = begun(ledger, build.wish(family="cancel", identity="order1/b"))
    assert not end(ledger, two, "done", vendor_ref="c1")
    assert ledger.claimed("v2", "cancel", ["c1", "c2"]) == {"c1"}
    assert ledger.claimed("v1", "cancel", ["c1"]) == frozenset()
    assert ledger.claimed("v2", "charge", ["c1"]) == frozenset()
    assert end(ledger, two, "done", vendor_ref="c2")


def test_a_quiet_repeat_of_a_cancel_keeps_what_was_frozen(ledger: Ledger, build: Any, clock: Clock) -> None:
    wish = build.wish(family="cancel", identity="order1/a", expected=1000, seen=("c0",), target="t1")
    first = begun(ledger, wish)
    end(ledger, first, "unknown")
    clock.time += 601.0
    again = build.replace(wish, expected=700, seen=("c0", "c1"), target="t2", looked=frozenset((first.id,)))
    second = begun(ledger, again)
    assert (second.expected, second.seen, second.target) == (1000, ("c0",), "t1")
    assert (second.number, second.vendor_id) == (2, first.vendor_id)


def test_a_quiet_repeat_of_a_charge_remembers_what_it_saw(ledger: Ledger, build: Any, clock: Clock) -> None:
    first = begun(ledger, build.wish(seen=()))
    end(ledger, first, "unknown")
    clock.time += 601.0
    second = begun(ledger, build.wish(seen=("f1",), looked=frozenset((first.id,))))
    assert second.seen == ("f1",)


def test_sends_are_recorded_while_the_lease_holds(ledger: Ledger, build: Any, clock: Clock) -> None:
    attempt = begun(ledger, build.wish(owner="w1"))
    assert ledger.held(attempt.id, "w1")
    assert not ledger.held(attempt.id, "w2")
    assert not ledger.held("nothing", "w1")
    ledger.answered(attempt.id, 1, "not_sent")
    ledger.answered(attempt.id, 1, "answered")
    clock.time += 10.0
    assert ledger.resend(attempt.id, "w1") == 2
    assert ledger.resend(attempt.id, "w2") is None
    ledger.answered(attempt.id, 2, "error")
    first, second = row(ledger, attempt).sends
    assert (first.outcome, first.answered_at) == ("not_sent", 1000.0)
    assert (second.sent_at, second.outcome, second.answered_at) == (1010.0, "error", 1010.0)
    clock.time = attempt.lease_until
    assert not ledger.held(attempt.id, "w1")
    assert ledger.resend(attempt.id, "w1") is None


def test_what_ended_is_not_sent_again(ledger: Ledger, build: Any) -> None:
    attempt = begun(ledger, build.wish(owner="w1"))
    end(ledger, attempt, "unknown")
    assert not ledger.held(attempt.id, "w1")
    assert ledger.resend(attempt.id, "w1") is None


def test_superseding_closes_only_what_is_unresolved_of_the_same_order(
    ledger: Ledger, build: Any, clock: Clock
) -> None:
    one = begun(ledger, build.wish())
    end(ledger, one, "unknown")
    clock.time += 601.0
    two = begun(ledger, build.wish(looked=frozenset((one.id,))))
    other = begun(ledger, build.wish(identity="order2", order_id="order2", vendor_id="order2"))
    end(ledger, two, "done", vendor_ref="t1")
    ledger.supersede("order1", "v2", but=two.id)
    assert row(ledger, one).state == "superseded"
    assert row(ledger, two).state == "done"
    assert row(ledger, other).state == "open"


def test_ids_of_later_attempts_belong_to_one_order(ledger: Ledger, build: Any) -> None:
    wish = build.wish(new_id_each=True)
    first = begun(ledger, wish)
    ledger.answered(first.id, 1, "answered")
    end(ledger, first, "failed")
    later = begun(ledger, wish)
    assert later.vendor_id == "order1R2"
    other = build.wish(identity="order1R2", order_id="order1R2", vendor_id="order1R2")
    assert ledger.begin(other).reason == "vendor_id_taken"
    near = build.wish(identity="order1S", order_id="order1S", vendor_id="order1S")
    assert ledger.begin(near).verdict == "new"


def test_a_live_schedule_keeps_a_charge_out_until_it_is_let_go(ledger: Ledger, build: Any) -> None:
    schedule = build.wish(family="schedule", other_families=("charge",))
    charge = build.wish(other_families=("schedule",))
    made = begun(ledger, schedule)
    end(ledger, made, "done", vendor_ref="s1")
    assert ledger.begin(charge).reason == "schedule_exists"
    ledger.release("schedule", vendor_ref="s2")
    ledger.release("schedule", identity="order2")
    ledger.release("charge", identity="order1")
    ledger.release("schedule")
    assert ledger.begin(charge).reason == "schedule_exists"
    ledger.release("schedule", vendor_ref="s1")
    assert row(ledger, made).state == "released"
    begun(ledger, charge)


def test_what_was_let_go_may_be_done_again_and_fail(ledger: Ledger, build: Any) -> None:
    wish = build.wish(family="billing_key", identity="alias", order_id=None, vendor_id="alias")
    first = begun(ledger, wish)
    end(ledger, first, "done", vendor_ref="alias")
    assert ledger.peek(wish).verdict == "replay"
    ledger.release("billing_key", identity="alias")
    second = begun(ledger, wish)
    end(ledger, second, "failed")
    # The first life is over: it is not replayed for the second.
    third = begun(ledger, wish)
    assert end(ledger, third, "done", vendor_ref="alias")
    assert ledger.peek(wish).attempt == row(ledger, third)


def test_renewing_lets_the_old_one_go(ledger: Ledger, build: Any) -> None:
    wish = build.wish(family="billing_key", identity="alias", order_id=None, vendor_id="alias", renew=True)
    first = begun(ledger, wish)
    end(ledger, first, "done", vendor_ref="alias")
    second = begun(ledger, wish)
    assert row(ledger, first).state == "released"
    assert end(ledger, second, "done", vendor_ref="alias")


def test_harmless_repeats_make_way_for_each_other(ledger: Ledger, build: Any, clock: Clock) -> None:
    wish = build.wish(family="prepare", repeatable=True)
    first = begun(ledger, wish)
    end(ledger, first, "done", vendor_ref="p")
    second = begun(ledger, wish)
    clock.time += 121.0
    third = begun(ledger, wish)
    assert [row(ledger, a).state for a in (first, second, third)] == ["released", "superseded", "open"]
    assert end(ledger, third, "done", vendor_ref="p")


def test_intents_are_found(ledger: Ledger, build: Any, clock: Clock) -> None:
    for number, family in enumerate(("charge", "cancel", "schedule"), 1):
        clock.time += 1.0
        order = f"order{1 if family == 'cancel' else number}"
        attempt = begun(
            ledger, build.wish(family=family, identity=f"i{number}", order_id=order, vendor_id=order)
        )
        if family == "cancel":
            end(ledger, attempt, "done")

    def names(**query: Any) -> list[str]:
        return [intent.identity for intent in ledger.intents(**query)]

    assert names() == ["i3", "i2", "i1"]
    assert names(limit=1) == ["i3"]
    assert names(order_id="order1") == ["i2", "i1"]
    assert names(family="charge") == ["i1"]
    assert names(states=("open", "unknown")) == ["i3", "i1"]
    assert names(states=("done",), order_id="order1") == ["i2"]
    assert ledger.intent("charge", "i9") is None


def test_links(ledger: Ledger, clock: Clock) -> None:
    def link(key: str, **fields: Any) -> Link:
        return Link(**{"alias": "a", "connection": "v2", "channel": "c", "vendor_key": key, **fields})

    assert ledger.links("a") == []
    ledger.link(link("k1"))
    clock.time += 1.0
    ledger.link(link("k2"))
    ledger.link(link("k3", group="other"))
    assert [(x.vendor_key, x.active) for x in ledger.links("a")] == [("k2", True), ("k1", False)]
    assert [(x.vendor_key, x.active) for x in ledger.links("a", "other")] == [("k3", True)]
    ledger.unlink("k2", "v1")
    assert ledger.links("a")[0].active
    ledger.unlink("k2", "v2")
    assert not ledger.links("a")[0].active


def test_plans(ledger: Ledger) -> None:
    plan = Plan(
        id="p1",
        kind="move",
        identity="x",
        steps=(Step(name="one", identity="1"), Step(name="two", identity="2")),
    )
    assert ledger.plan(plan) == plan
    again = ledger.plan(Plan(id="p2", kind="move", identity="x", steps=()))
    assert (again.id, again.steps) == ("p1", plan.steps)
    ledger.step_done("p1", "one")
    (found,) = ledger.plans()
    assert [step.state for step in found.steps] == ["done", "open"]
    assert ledger.plans(kind="other") == []
    assert [p.id for p in ledger.plans(kind="move")] == ["p1"]
    ledger.step_done("p1", "two")
    assert ledger.plans() == []


def test_of_many_threads_one_begins(ledger: Ledger, build: Any) -> None:
    def begin(number: int) -> str:
        return ledger.begin(build.wish(owner=f"w{number}")).verdict

    with ThreadPoolExecutor(8) as pool:
        verdicts = list(pool.map(begin, range(16)))
    assert sorted(verdicts) == ["busy"] * 15 + ["new"]
    intent = ledger.intent("charge", "order1")
    assert intent is not None
    assert len(intent.attempts) == 1


def test_a_payment_leads_to_its_order(ledger: Ledger, build: Any) -> None:
    end(ledger, begun(ledger, build.wish()), "done", vendor_ref="t1")
    cancel = begun(ledger, build.wish(family="cancel", identity="order1/a"))
    end(ledger, cancel, "done", vendor_ref="c1")
    assert ledger.order_of("t1") == "order1"
    assert ledger.order_of("t2") is None
    assert ledger.order_of("c1") is None
