"""What a look-up proves, as a table and as properties."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pgbridge.ledger.proof import Look, judge
from pgbridge.model.attempt import UNREAD
from pgbridge.model.payment import Cancellation

WINDOW = 10_200.0


def said(
    build: Any, attempts: Any, *items: Any, family: str = "charge", claimed: Any = (), **sighting: Any
) -> Any:
    look = Look(began_at=build.now, lag=15.0, key_window=WINDOW)
    return judge(family, attempts, build.sighting(*items, **sighting), look, claimed=frozenset(claimed))


def proofs(verdict: Any) -> dict[str, str]:
    return dict(verdict.failed)


# Charges.


def test_a_payment_that_fits_is_ours(build: Any) -> None:
    paid = build.seen("t1", "done")
    verdict = said(build, [build.attempt(1)], paid)
    assert (verdict.outcome, verdict.item, verdict.extra) == ("done", paid, ())


def test_a_second_payment_is_an_anomaly(build: Any) -> None:
    one, two = build.seen("t1", "done"), build.seen("t2", "done", 999)
    verdict = said(build, [build.attempt(1)], two, one)
    assert (verdict.outcome, verdict.item, verdict.extra) == ("done", one, (two,))


@pytest.mark.parametrize(
    ("seen", "item"),
    [((), {"amount": 999}), ((), {"currency": "USD"}), (("t1",), {})],
    ids=["amount", "currency", "there before"],
)
def test_a_payment_that_does_not_fit_is_foreign(build: Any, seen: Any, item: Any) -> None:
    paid = build.replace(build.seen("t1", "done"), **item)
    assert said(build, [build.attempt(1, seen=seen)], paid).outcome == "foreign"


def test_where_nobody_knows_what_was_there_before_nothing_new_proves_anything(build: Any) -> None:
    attempt = build.attempt(1, "open", seen=(UNREAD,))
    failures = [build.seen("f1", "failed"), build.seen("f2", "failed")]
    assert said(build, [build.attempt(1, "open")], *failures).outcome == "failed"
    assert said(build, [attempt], *failures).outcome == "unknown"
    assert said(build, [attempt], build.seen("t1", "done")).outcome == "foreign"


def test_a_payment_whose_amount_is_not_told_fits(build: Any) -> None:
    paid = build.replace(build.seen("t1", "done", None), currency=None)
    assert said(build, [build.attempt(1)], paid).outcome == "done"


def test_beside_something_pending_nothing_is_proven(build: Any) -> None:
    attempt = build.attempt(1, "error", seen=("old",))
    ours = build.seen("t1", "pending")
    assert said(build, [attempt], ours) == said(build, [attempt], build.seen("f", "failed"), ours)
    assert said(build, [attempt], ours).outcome == "pending"
    verdict = said(build, [attempt], build.seen("old", "pending"), build.seen("f", "failed"))
    assert (verdict.outcome, verdict.failed) == ("unknown", ())


@pytest.mark.parametrize(
    ("outcomes", "api", "fields", "proof"),
    [
        pytest.param(("open",), "v2", {}, None, id="no answer and absent"),
        pytest.param(("open", "not_sent"), "v2", {}, None, id="not sent after no answer"),
        pytest.param(("open", "refused"), "v2", {}, None, id="refused after no answer"),
        pytest.param(("not_sent", "not_sent"), "v1", {}, "not_sent", id="never left"),
        pytest.param(("not_sent", "refused"), "v1", {}, "refused", id="refused before processing"),
        pytest.param(("error",), "v1", {}, "absent", id="error and absent"),
        pytest.param(("error",), "v1", {"ago": 14.9}, None, id="error, looked too early"),
        pytest.param(("error",), "v1", {"ago": 15.0}, "absent", id="error, looked after the lag"),
        pytest.param(("open", "error"), "v1", {}, None, id="v1: one error answers one send"),
        pytest.param(("open", "error"), "v2", {}, "absent", id="v2: one error answers all copies"),
        pytest.param(("open", "error"), "v2", {"ago": WINDOW + 1}, None, id="v2: while the answer stands"),
        pytest.param(("error",), "v2", {"ago": WINDOW + 1}, "absent", id="v2: answered for good"),
        pytest.param(("answered",), "v2", {}, None, id="accepted and absent"),
        pytest.param(("answered", "error"), "v2", {}, None, id="accepted, then an error"),
    ],
)
def test_what_absence_proves(build: Any, outcomes: Any, api: str, fields: Any, proof: str | None) -> None:
    attempt = build.attempt(1, *outcomes, api=api, **fields)
    verdict = said(build, [attempt])
    assert proofs(verdict) == ({"a1": proof} if proof else {})
    assert verdict.outcome == ("failed" if proof else "unknown")


def test_absence_on_a_list_that_hides_proves_nothing(build: Any) -> None:
    assert said(build, [build.attempt(1, "error")], absence_counts=False).outcome == "unknown"
    assert proofs(said(build, [build.attempt(1, "refused")], absence_counts=False)) == {"a1": "refused"}


def test_an_attempt_without_sends_is_never_proven(build: Any) -> None:
    assert said(build, [build.attempt(1, sends=())]).outcome == "unknown"


def test_what_was_accepted_fails_by_its_own_name_only(build: Any) -> None:
    attempt = build.attempt(1, "answered", vendor_ref="t1", seen=("t0", "t9"))
    assert said(build, [attempt], build.seen("t9", "failed")).outcome == "unknown"
    verdict = said(build, [build.replace(attempt, seen=("t1",))], build.seen("t1", "failed"))
    assert proofs(verdict) == {"a1": "named"}


def test_failures_are_counted(build: Any) -> None:
    one, two = build.attempt(1), build.attempt(2)
    first, second = build.seen("f1", "failed"), build.seen("f2", "failed")
    assert said(build, [one, two], first).outcome == "unknown"
    verdict = said(build, [one, two], second, first)
    assert (verdict.outcome, verdict.item) == ("failed", second)
    assert proofs(verdict) == {"a1": "counted", "a2": "counted"}


@pytest.mark.parametrize(
    ("earlier", "counts"),
    [
        ({"state": "failed", "proof": "named"}, True),
        ({"state": "failed", "proof": "counted"}, True),
        ({"state": "failed", "proof": "error"}, True),
        ({"state": "unknown"}, True),
        ({"state": "failed", "proof": "not_sent"}, False),
        ({"state": "failed", "proof": "refused"}, False),
        ({"state": "failed", "proof": "absent"}, False),
        ({"state": "superseded"}, False),
    ],
)
def test_which_earlier_attempts_need_a_failure_of_their_own(build: Any, earlier: Any, counts: bool) -> None:
    attempts = [build.attempt(1, "error", **earlier), build.attempt(2)]
    attempts[0] = build.replace(attempts[0], sends=build.sends("open"))
    verdict = said(build, attempts, build.seen("f1", "failed"))
    assert verdict.outcome == ("unknown" if counts else "failed")


def test_a_failure_that_was_there_before_is_not_this_ones(build: Any) -> None:
    """Two failures came from a browser while the first was out; the second attempt began after both."""
    one, two = build.attempt(1), build.attempt(2, seen=("f1", "f2"))
    failures = [build.seen("f1", "failed"), build.seen("f2", "failed")]
    assert said(build, [one, two], *failures).outcome == "unknown"
    assert said(build, [one, two], *failures, build.seen("f3", "failed")).outcome == "failed"


def test_an_error_that_may_have_left_a_failure_uses_one_up(build: Any) -> None:
    """The first send is on its way; the second was answered with an error and left the one failure there is."""
    one, two = build.attempt(1), build.attempt(2, "error")
    verdict = said(build, [one, two], build.seen("f1", "failed"))
    assert verdict.outcome == "unknown"
    assert proofs(verdict) == {"a2": "error"}
    # When it was there before the second began, the second left nothing, so it is the first one's.
    verdict = said(build, [one, build.replace(two, seen=("f1",))], build.seen("f1", "failed"))
    assert proofs(verdict) == {"a1": "counted", "a2": "absent"}


def test_nothing_is_told_of_attempts_that_ended(build: Any) -> None:
    for family in ("charge", "cancel", "billing_key", "schedule"):
        verdict = said(
            build, [build.attempt(1, "error", state="failed")], build.seen("x", "failed"), family=family
        )
        assert (verdict.outcome, verdict.failed) == ("unknown", ())


# Cancels.


def refund(build: Any, id: str, state: str = "done", amount: int = 300, reason: str | None = None) -> Any:
    result = Cancellation(id=id, status="succeeded", amount=amount, reason=reason)
    return build.seen(id, state, amount, result=result)


def cancel(build: Any, number: int = 1, *outcomes: str, **fields: Any) -> Any:
    values = {"family": "cancel", "amount": 300, "expected": 1000, "seen": ("c0",), **fields}
    return build.attempt(number, *outcomes, **values)


@pytest.mark.parametrize(
    ("item", "claimed", "outcome"),
    [
        pytest.param({"id": "c1"}, (), "done", id="new, equal, free"),
        pytest.param({"id": "c1", "reason": "why #a1"}, (), "done", id="our mark"),
        pytest.param({"id": "c1", "reason": "by the console"}, (), "unknown", id="no mark of ours"),
        pytest.param({"id": "c0"}, (), "unknown", id="was there before"),
        pytest.param({"id": "c1"}, ("c1",), "unknown", id="another row's"),
        pytest.param({"id": "c1", "amount": 301}, (), "unknown", id="another amount"),
        pytest.param({"id": "c1", "state": "pending"}, (), "pending", id="requested"),
    ],
)
def test_which_refund_is_ours(build: Any, item: Any, claimed: Any, outcome: str) -> None:
    found = refund(build, **item)
    verdict = said(build, [cancel(build)], found, family="cancel", claimed=claimed, cancellable=1000)
    assert verdict.outcome == outcome
    if outcome in ("done", "pending"):
        assert verdict.item == found


@pytest.mark.parametrize(
    ("outcomes", "ago", "cancellable", "outcome"),
    [
        pytest.param(("error",), 100.0, 700, "conflict", id="answered, later read differs"),
        pytest.param(("error",), 100.0, 1000, "failed", id="answered, nothing changed"),
        pytest.param(("error",), 5.0, 700, "unknown", id="read too early"),
        pytest.param(("open",), 100.0, 700, "unknown", id="no answer"),
        pytest.param(("error",), 100.0, None, "failed", id="cancellable not told"),
        pytest.param(("open", "error"), 100.0, 700, "conflict", id="any answer will do"),
    ],
)
def test_when_a_frozen_amount_is_let_go(
    build: Any, outcomes: Any, ago: float, cancellable: Any, outcome: str
) -> None:
    verdict = said(
        build, [cancel(build, 1, *outcomes, ago=ago, api="v1")], family="cancel", cancellable=cancellable
    )
    assert verdict.outcome == outcome
    if outcome == "conflict":
        assert proofs(verdict) == {"a1": "cannot_match"}


def test_a_cancels_second_life_is_judged_by_what_that_froze(build: Any) -> None:
    old = cancel(build, 1, "error", state="failed", proof="cannot_match", expected=1000, seen=())
    new = cancel(build, 2, "open", expected=700, seen=("c0", "console"))
    # The old error lets nothing go that was sent after it, and what was there by then is not ours.
    assert said(build, [old, new], family="cancel", cancellable=700).outcome == "unknown"
    assert (
        said(build, [old, new], refund(build, "console"), family="cancel", cancellable=700).outcome
        == "unknown"
    )


def test_a_requested_cancel_that_failed_is_failed_only_when_all_sends_are_proven(build: Any) -> None:
    failed = refund(build, "c1", state="failed")
    told = cancel(build, 1, "answered", vendor_ref="c1")
    assert said(build, [told], failed, family="cancel", cancellable=1000).outcome == "failed"
    loose = cancel(build, 1, "open", "answered", vendor_ref="c1")
    assert said(build, [loose], failed, family="cancel", cancellable=1000).outcome == "unknown"


# Keys, schedules and the rest.


def test_one_new_key_is_ours(build: Any) -> None:
    attempt = build.attempt(1, "open", ago=5.0, family="billing_key", seen=("k0",))
    key = build.seen("k1", "done", None)
    assert said(build, [attempt], build.seen("k0", "done"), key, family="billing_key").item == key
    assert said(build, [attempt], key, family="billing_key", claimed=("k1",)).outcome == "unknown"
    verdict = said(build, [attempt], key, build.seen("k2", "done"), family="billing_key")
    assert proofs(verdict) == {"a1": "orphan_possible"}
    assert len(verdict.extra) == 2


def test_a_key_that_cannot_be_found_is_given_up_after_the_lag(build: Any) -> None:
    early = build.attempt(1, "open", ago=14.0, family="billing_key")
    assert said(build, [early], family="billing_key").outcome == "unknown"
    late = build.attempt(1, "open", ago=15.0, family="billing_key")
    assert proofs(said(build, [late], family="billing_key")) == {"a1": "orphan_possible"}
    error = build.attempt(1, "error", ago=15.0, family="billing_key")
    assert proofs(said(build, [error], family="billing_key")) == {"a1": "absent"}


def test_a_key_that_was_refused_is_given_up_at_once(build: Any) -> None:
    """A buyer whose card was refused does not wait for the lag: a key that came all the same moves no money."""
    refused = build.attempt(1, "error", ago=0.0, family="billing_key")
    assert proofs(said(build, [refused], family="billing_key")) == {"a1": "orphan_possible"}
    made = build.seen("k1", "done")
    assert said(build, [refused], made, family="billing_key").outcome == "done"
    mixed = build.attempt(1, "open", "error", ago=0.0, family="billing_key")
    assert said(build, [mixed], family="billing_key").outcome == "unknown"
    accepted = build.attempt(1, "error", "answered", ago=0.0, family="billing_key")
    assert said(build, [accepted], family="billing_key").outcome == "unknown"


@pytest.mark.parametrize(
    ("item", "outcome"),
    [({}, "done"), ({"amount": 999}, "foreign"), ({"at": 5.0}, "foreign"), ({"state": "failed"}, "unknown")],
)
def test_a_schedule_is_ours_when_amount_and_time_are(build: Any, item: Any, outcome: str) -> None:
    attempt = build.attempt(1, family="schedule", due_at=60.4)
    found = build.replace(build.seen("s1", "done", at=60.0), **item)
    assert said(build, [attempt], found, family="schedule").outcome == outcome


class Now:
    build: Any = None


@pytest.fixture(autouse=True)
def keep_build(build: Any) -> None:
    Now.build = build


tries = st.lists(
    st.tuples(
        st.sampled_from(("unknown", "open", "failed")),
        st.lists(
            st.sampled_from(("open", "not_sent", "refused", "error", "answered")), min_size=1, max_size=3
        ),
        st.sampled_from((0.0, 10.0, 20.0, 900.0)),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=3,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=400)
@given(tries, st.sampled_from(("v1", "v2")), st.integers(0, 3), st.booleans(), st.booleans())
def test_no_send_without_an_answer_is_disproved_by_absence(
    tried: Any, api: str, failures: int, pending: bool, counts: bool
) -> None:
    build = Now.build
    found = [build.seen(f"f{n}", "failed") for n in range(failures)]
    attempts = [
        build.attempt(
            n,
            *outcomes,
            state=state,
            api=api,
            ago=ago,
            seen=tuple(f"f{k}" for k in range(old)),
            proof="named" if state == "failed" else None,
        )
        for n, (state, outcomes, ago, old) in enumerate(tried, 1)
    ]
    attempts = sorted(attempts, key=lambda a: len(a.seen))
    items = [*found, *([build.seen("p", "pending")] if pending else [])]
    verdict = said(build, attempts, *items, absence_counts=counts)
    if pending:
        assert verdict.failed == ()
    for attempt, proof in verdict.failed:
        row = next(a for a in attempts if a.id == attempt)
        outcomes = [s.outcome for s in row.sends]
        if proof == "counted":
            new = [item for item in found if item.id not in row.seen]
            assert new, "a failure of its own must be there"
        elif "open" in outcomes:
            assert api == "v2" and "error" in outcomes
            assert counts
        if proof in ("absent", "error"):
            assert counts
            assert build.now - row.sends[0].sent_at >= 15.0
    waiting = [a for a in attempts if a.state != "failed"]
    assert (verdict.outcome == "failed") == (0 < len(waiting) == len(verdict.failed))
