"""What a caller may do, as a table and as properties."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pgbridge.ledger.decide import decide, decide_clear, has_loose_send
from pgbridge.ledger.transitions import STATES


class Now:
    """Filled by the fixture below: Hypothesis takes no fixtures of single tests."""

    build: Any = None


@pytest.fixture(autouse=True)
def keep_build(build: Any) -> None:
    Now.build = build


def said(build: Any, wish: Any, *attempts: Any, others: Any = (), durable: bool = True, **more: Any) -> Any:
    intent = build.intent(*attempts) if attempts else None
    return decide(wish, intent, others, now=build.now, durable=durable, **more)


def test_what_nobody_began_is_begun_under_its_own_id(build: Any) -> None:
    decision = said(build, build.wish())
    assert (decision.verdict, decision.vendor_id) == ("new", "order1")


@pytest.mark.parametrize("durable", [True, False])
@pytest.mark.parametrize(
    "fields", [{}, {"family": "cancel"}, {"vendor_id": ""}, {"id_given": True}, {"renew": True}]
)
def test_where_nothing_stands_the_short_word_is_the_long_one(build: Any, fields: Any, durable: bool) -> None:
    wish = build.wish(**fields)
    assert decide_clear(wish) == said(build, wish, durable=durable)


def test_what_is_done_is_replayed(build: Any) -> None:
    done = build.attempt(2, "answered", state="done")
    decision = said(build, build.wish(), build.attempt(1, "error", state="failed"), done)
    assert (decision.verdict, decision.attempt) == ("replay", done)


def test_what_is_renewed_is_done_again(build: Any) -> None:
    done = build.attempt(1, "answered", state="done", family="billing_key")
    assert said(build, build.wish(family="billing_key", renew=True), done).verdict == "new"


@pytest.mark.parametrize("states", [("done",), ("unknown",), ("failed",), ("failed", "done")])
def test_other_terms_are_a_conflict_whatever_became_of_it(build: Any, states: Any) -> None:
    tried = [build.attempt(n, state=state) for n, state in enumerate(states, 1)]
    decision = said(build, build.wish(fingerprint="2000"), *tried)
    assert (decision.verdict, decision.reason) == ("conflict", "other_terms")


def test_what_was_let_go_may_come_back_on_other_terms(build: Any) -> None:
    gone = build.attempt(1, "answered", state="released", family="schedule")
    wish = build.wish(family="schedule", fingerprint="2000")
    assert said(build, wish, gone).verdict == "new"
    failed = build.attempt(2, "refused", state="failed", family="schedule")
    assert said(build, wish, gone, failed).verdict == "new"
    live = build.attempt(2, "open", state="unknown", family="schedule")
    assert said(build, wish, gone, live).reason == "other_terms"


def test_an_open_attempt_keeps_others_out_until_its_lease_ends(build: Any) -> None:
    held = build.attempt(1, state="open", ago=100.0, lease_until=build.now + 20.0)
    decision = said(build, build.wish(), held)
    assert decision.verdict == "busy"
    assert decision.retry_after == pytest.approx(20.0)
    assert "another call" in decision.message
    assert said(build, build.wish(owner="w1"), held).verdict == "settle"
    over = build.replace(held, lease_until=build.now)
    assert said(build, build.wish(), over).verdict == "settle"


def test_what_is_unknown_is_settled_first(build: Any) -> None:
    waiting = build.attempt(2)
    decision = said(build, build.wish(), build.attempt(1, "refused", state="failed"), waiting)
    assert (decision.verdict, decision.attempts) == ("settle", (waiting,))


@pytest.mark.parametrize(
    ("ago", "verdict"), [(599.0, "unknown"), (600.0, "new"), (5000.0, "new")], ids=["early", "quiet", "late"]
)
def test_only_after_a_quiet_time_may_it_be_sent_once_more(build: Any, ago: float, verdict: str) -> None:
    waiting = build.attempt(1, ago=ago)
    decision = said(build, build.wish(looked=frozenset(("a1",))), waiting)
    assert decision.verdict == verdict
    if verdict == "new":
        assert (decision.pinned, decision.vendor_id) == (waiting, "order1")
    else:
        assert decision.retry_after == pytest.approx(1.0)


def test_the_quiet_time_of_an_attempt_nobody_ended_starts_with_its_lease(build: Any) -> None:
    left = build.attempt(1, ago=700.0, state="open", lease_until=build.now - 580.0)
    assert said(build, build.wish(looked=frozenset(("a1",))), left).verdict == "unknown"
    left = build.attempt(1, ago=700.0, state="open", lease_until=build.now - 600.0)
    assert said(build, build.wish(looked=frozenset(("a1",))), left).verdict == "new"


def test_each_further_send_starts_a_quiet_time_of_its_own(build: Any) -> None:
    tried = [build.attempt(1, ago=5000.0), build.attempt(2, ago=300.0)]
    decision = said(build, build.wish(looked=frozenset(("a1", "a2"))), *tried)
    assert decision.verdict == "unknown"
    assert decision.retry_after == pytest.approx(300.0)


@pytest.mark.parametrize("place", [{"connection": "v1"}, {"store": "other"}])
def test_beside_an_unknown_it_goes_to_the_same_place_or_nowhere(build: Any, place: Any) -> None:
    waiting = build.attempt(1, ago=5000.0)
    decision = said(build, build.wish(looked=frozenset(("a1",)), **place), waiting)
    assert (decision.verdict, decision.pinned) == ("unknown", waiting)


@pytest.mark.parametrize(
    ("tried", "wish", "vendor_id"),
    [
        pytest.param({"outcomes": ("answered",), "proof": "named"}, {}, "order1", id="v2 keeps its id"),
        pytest.param(
            {"outcomes": ("error",), "proof": "absent"}, {"new_id_each": True}, "order1R2", id="v1 never does"
        ),
        pytest.param(
            {"outcomes": ("error",)}, {"connection": "v1", "new_id_each": True}, "order1R2", id="another api"
        ),
        pytest.param({"outcomes": ("error",)}, {"store": "s2"}, "order1R2", id="another store"),
        pytest.param(
            {"outcomes": ("not_sent", "not_sent")},
            {"connection": "v1", "new_id_each": True},
            "order1",
            id="what never left spends no id",
        ),
        pytest.param(
            {"outcomes": ("open",), "proof": "counted", "api": "v1", "connection": "v1"},
            {"new_id_each": False},
            "order1R2",
            id="counted on v1",
        ),
    ],
)
def test_when_a_new_vendor_id_is_made(build: Any, tried: Any, wish: Any, vendor_id: str) -> None:
    outcomes = tried.pop("outcomes")
    failed = build.attempt(1, *outcomes, state="failed", **tried)
    decision = said(build, build.wish(**wish), failed)
    assert (decision.verdict, decision.vendor_id) == ("new", vendor_id)


def test_an_unanswered_send_pins_v2_to_its_id_and_place(build: Any) -> None:
    failed = build.attempt(1, "open", "error", state="failed", proof="counted")
    assert said(build, build.wish(), failed).vendor_id == "order1"
    decision = said(build, build.wish(connection="v1", new_id_each=True), failed)
    assert (decision.verdict, decision.reason, decision.pinned) == ("conflict", "pinned", failed)


def test_an_unanswered_send_that_v1_did_not_count_pins_too(build: Any) -> None:
    failed = build.attempt(1, "open", state="failed", proof="absent", api="v1", connection="v1")
    assert said(build, build.wish(connection="v1", new_id_each=True), failed).vendor_id == "order1"
    assert said(build, build.wish(), failed).reason == "pinned"


def test_numbers_of_new_ids_skip_those_in_use(build: Any) -> None:
    tried = [
        build.attempt(n, "answered", state="failed", vendor_id=v)
        for n, v in enumerate(("order1", "order1R2", "order1R4"), 1)
    ]
    wish = build.wish(new_id_each=True)
    assert said(build, wish, *tried).vendor_id == "order1R3"
    assert said(build, wish, *tried, taken=frozenset(("order1R3",))).vendor_id == "order1R5"


def test_an_id_of_another_order_is_refused(build: Any) -> None:
    decision = said(build, build.wish(), taken=frozenset(("order1",)))
    assert (decision.verdict, decision.reason) == ("conflict", "vendor_id_taken")


def test_a_ledger_that_forgets_makes_no_new_ids(build: Any) -> None:
    failed = build.attempt(1, "answered", state="failed")
    decision = said(build, build.wish(new_id_each=True), failed, durable=False)
    assert (decision.verdict, decision.reason) == ("conflict", "needs_new_order_id")


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ("open", "conflict"),
        ("unknown", "conflict"),
        ("done", "conflict"),
        ("failed", "new"),
        ("released", "new"),
        ("superseded", "new"),
    ],
)
def test_a_live_schedule_stands_in_the_way_of_a_charge(build: Any, state: str, verdict: str) -> None:
    other = build.intent(build.attempt(1, state=state, family="schedule"), id="j", family="schedule")
    decision = said(build, build.wish(other_families=("schedule",)), others=[other])
    assert decision.verdict == verdict
    if verdict == "conflict":
        assert decision.reason == "schedule_exists"


def test_one_cancel_at_a_time(build: Any) -> None:
    wish = build.wish(family="cancel", identity="order1/b")

    def other(**fields: Any) -> Any:
        attempt = build.attempt(1, family="cancel", identity="order1/a", **fields)
        return build.intent(attempt, id="j", family="cancel", identity="order1/a")

    assert said(build, wish, others=[other(state="open", lease_until=build.now + 9.0)]).verdict == "busy"
    assert said(build, wish, others=[other()]).verdict == "settle"
    looked = build.replace(wish, looked=frozenset(("a1",)))
    assert said(build, looked, others=[other(ago=99_999.0)]).verdict == "busy"
    assert said(build, looked, others=[other(state="failed")]).verdict == "new"
    over = other(ago=99_999.0)
    done = build.attempt(2, "answered", state="done", family="cancel", identity="order1/a")
    assert said(build, wish, others=[build.replace(over, attempts=(*over.attempts, done))]).verdict == "new"


def test_a_refused_cancel_is_begun_again(build: Any) -> None:
    wish = build.wish(family="cancel", identity="order1/a")
    failed = build.attempt(1, "refused", state="failed", family="cancel")
    assert said(build, wish, failed).vendor_id == "order1"


@pytest.mark.parametrize(("lease", "verdict"), [(5.0, "busy"), (-5.0, "new")])
def test_what_is_harmless_to_repeat_waits_only_for_who_is_at_it(
    build: Any, lease: float, verdict: str
) -> None:
    tried = build.attempt(1, state="open", family="prepare", lease_until=build.now + lease)
    wish = build.wish(family="prepare", fingerprint="other", repeatable=True)
    assert said(build, wish, tried, build.attempt(2, state="done")).verdict == verdict


attempts = st.lists(
    st.tuples(
        st.sampled_from(list(STATES)),
        st.lists(
            st.sampled_from(("open", "not_sent", "refused", "error", "answered")), min_size=1, max_size=3
        ),
        st.sampled_from(("v1", "v2")),
        st.sampled_from((None, "counted", "absent", "named")),
        st.floats(0.0, 2000.0),
        st.floats(-500.0, 500.0),
    ),
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(attempts, st.sampled_from(("v1", "v2")), st.booleans(), st.booleans())
def test_whatever_was_tried(tried: Any, connection: str, has_looked: bool, durable: bool) -> None:
    build = Now.build
    rows = [
        build.attempt(
            n,
            *outcomes,
            state=state,
            api=api,
            connection=api,
            proof=proof,
            ago=ago,
            lease_until=build.now + lease,
        )
        for n, (state, outcomes, api, proof, ago, lease) in enumerate(tried, 1)
    ]
    looked = frozenset(a.id for a in rows) if has_looked else frozenset()
    wish = build.wish(connection=connection, api=connection, new_id_each=connection == "v1", looked=looked)
    decision = said(build, wish, *rows, durable=durable)
    waiting = [a for a in rows if a.state in ("open", "unknown")]
    if decision.verdict != "new":
        return
    assert not any(a.state == "done" for a in rows)
    assert not any(a.state == "open" and a.lease_until > build.now and a.owner != wish.owner for a in rows)
    # Beside anything unresolved, and after anything loose: the same place and id.
    bound = waiting or [a for a in rows if has_loose_send(a)]
    for row in bound[-1:] if waiting else bound[:1]:
        assert (row.connection, row.vendor_id) == (wish.connection, decision.vendor_id)
    if waiting:
        assert has_looked
        assert all(build.now >= a.last_sent_at + wish.quiet for a in waiting)
    if decision.vendor_id != "order1":
        assert durable
        assert not waiting
        assert not any(has_loose_send(a) for a in rows)
