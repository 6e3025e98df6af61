"""The table of states, and that the statements that write them go by it."""

from typing import Any

import pytest

from pgbridge.ledger.protocol import Change
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.ledger.transitions import STATES, TABLE, UNRESOLVED, after, befores, may
from pgbridge.testing.ledger_conformance import wish_for
from tests.closing import keep

WAYS = {
    ("open", "unknown"),
    ("open", "done"),
    ("open", "failed"),
    ("open", "superseded"),
    ("unknown", "unknown"),
    ("unknown", "done"),
    ("unknown", "failed"),
    ("unknown", "superseded"),
    ("done", "released"),
    # Late truths: money moved after all.
    ("failed", "done"),
    ("released", "done"),
    ("done", "done"),
}


def test_there_are_no_other_ways() -> None:
    assert {(way.before, way.after) for way in TABLE} == WAYS
    assert len({(way.before, way.after, way.by) for way in TABLE}) == len(TABLE)
    assert {way.before for way in TABLE} | {"superseded"} == set(STATES)
    assert set(UNRESOLVED) < set(STATES)


def test_only_the_owner_tells_a_failure_and_anybody_a_success() -> None:
    for before in UNRESOLVED:
        assert may(before, "done", is_owner=False, late=False)
        assert may(before, "failed", is_owner=True, late=False)
        assert not may(before, "failed", is_owner=False, late=False)
        assert not may(before, "unknown", is_owner=False, late=False)


@pytest.mark.parametrize("before", ["failed", "released", "done"])
def test_what_ended_is_done_only_as_a_late_truth(before: str) -> None:
    assert not may(before, "done", is_owner=True, late=False)
    assert may(before, "done", is_owner=False, late=True)
    assert not may(before, "failed", is_owner=True, late=True)


def test_who_asks_the_table() -> None:
    assert befores("superseded", "supersede") == ("open", "unknown")
    assert befores("released", "release") == ("done",)
    assert after("superseded") == frozenset()


def in_state(ledger: Any, state: str) -> Any:
    """Bring an attempt into a state by the calls that lead there."""
    wish = wish_for()
    attempt = ledger.begin(wish).attempt
    if state == "superseded":
        with ledger.database.transaction() as run:
            run("UPDATE attempts SET state = 'superseded' WHERE id = ?", (attempt.id,))
    elif state == "released":
        assert ledger.finish(Change(attempt=attempt.id, state="done", vendor_ref="t"))
        ledger.release((attempt.id,))
    elif state != "open":
        assert ledger.finish(Change(attempt=attempt.id, state=state, owner=attempt.owner, vendor_ref="t"))
    found = ledger.attempt(attempt.id)
    assert found.state == state
    return found


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("is_owner", [False, True])
@pytest.mark.parametrize("to", STATES)
@pytest.mark.parametrize("before", STATES)
def test_finish_writes_what_the_table_says(before: str, to: str, is_owner: bool, late: bool) -> None:
    ledger: Any = keep(open_sqlite("memory://"))
    attempt = in_state(ledger, before)
    owner = attempt.owner if is_owner else "another"
    change = Change(attempt=attempt.id, state=to, owner=owner, vendor_ref="t", late=late)
    written = ledger.finish(change)
    assert written == may(before, to, is_owner=is_owner, late=late)
    assert ledger.attempt(attempt.id).state == (to if written else before)
