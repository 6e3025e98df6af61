"""Every look-up goes by an index: a ledger only grows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pgbridge.ledger.protocol import Change, Entry, Finding, Link
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.testing.ledger_conformance import wish_for
from pgbridge.testing.ledger_conformance.telling import PAID, effect
from tests.closing import keep

LOOKUPS: dict[str, Callable[[Any], Any]] = {
    "peek": lambda ledger: ledger.peek(wish_for(other_families=("schedule",))),
    "peek a cancel": lambda ledger: ledger.peek(wish_for(family="cancel", identity="order1/a")),
    "take over": lambda ledger: ledger.take_over(wish_for(other_families=("schedule",))),
    "begin": lambda ledger: ledger.begin(wish_for(other_families=("schedule",))),
    "held": lambda ledger: ledger.held("a", "w1"),
    "resend": lambda ledger: ledger.resend("a", "w1"),
    "answered": lambda ledger: ledger.answered("a", 1, "error"),
    "take": lambda ledger: ledger.take("a", "w1"),
    "finish": lambda ledger: ledger.finish(Change(attempt="a", state="done", vendor_ref="t", attempts=1)),
    "finish plainly": lambda ledger: ledger.finish(
        Change(attempt="a", state="done", owner="w1", vendor_ref="t", answered=(1, "answered"))
    ),
    "attempt": lambda ledger: ledger.attempt("a"),
    "attempts of an order": lambda ledger: ledger.attempts(order_id="order1"),
    "attempts of a vendor id": lambda ledger: ledger.attempts(vendor_id="order1", after="a"),
    "unresolved attempts": lambda ledger: ledger.attempts(states=("open", "unknown")),
    "attempts of a day": lambda ledger: ledger.attempts(since=1.0, until=2.0, states=("done",), after="a"),
    "newest attempts": lambda ledger: ledger.attempts(newest=True, after="a"),
    "intents of an order": lambda ledger: ledger.intents(order_id="order1", family="charge"),
    "newest intents": lambda ledger: ledger.intents(),
    "intent": lambda ledger: ledger.intent("charge", "order1"),
    "order of": lambda ledger: ledger.order_of("t"),
    "made": lambda ledger: ledger.made("schedule", identities=("order1",), vendor_refs=("t",)),
    "release": lambda ledger: ledger.release(("a",)),
    "claimed": lambda ledger: ledger.claimed("v2", "charge", ["t"]),
    "link": lambda ledger: ledger.link(Link(alias="a", connection="v2", channel="c", vendor_key="k")),
    "links": lambda ledger: ledger.links("a"),
    "unlink": lambda ledger: ledger.unlink("k", "v2"),
    "plans": lambda ledger: ledger.plans(kind="move"),
    "step done": lambda ledger: ledger.step_done("p", "create"),
    "receive": lambda ledger: ledger.receive(Entry(id="e", connection="v2", event="{}", dedupe="d")),
    "due": lambda ledger: ledger.due("w1", lease=60.0, limit=1),
    "conclude": lambda ledger: ledger.conclude(Finding(observed=(PAID,), effects=(effect("f"),))),
    "told": lambda ledger: ledger.told(["f"]),
    "take an effect": lambda ledger: ledger.take_effect("w1", lease=60.0),
    "end an effect": lambda ledger: ledger.end_effect("f", "w1"),
    "backlog": lambda ledger: ledger.backlog(),
    "verified": lambda ledger: ledger.verified("a"),
}
# These may see every row: they are counted in what waits, not in what there is.
BOUNDED = ("inbox_due", "outbox_due", "open_steps")


class Noted:
    """Runs statements, and notes how SQLite goes about each."""

    def __init__(self, run: Any, found: list[str]) -> None:
        self.run, self.found = run, found

    def note(self, sql: str, values: Any) -> None:
        self.found.extend(row[3] for row in self.run(f"EXPLAIN QUERY PLAN {sql}", values))

    def __call__(self, sql: str, values: Any = ()) -> Any:
        self.note(sql, values)
        return self.run(sql, values)

    def count(self, sql: str, values: Any = ()) -> int:
        self.note(sql, values)
        return int(self.run.count(sql, values))


def plans_of(ledger: Any, call: Callable[[Any], Any]) -> list[str]:
    """Return how SQLite goes about each statement of a call."""
    found: list[str] = []
    database = ledger.database

    def noting(way: Any) -> Any:
        @contextmanager
        def within() -> Iterator[Any]:
            with way() as run:
                yield Noted(run, found)

        return within

    for name in ("reading", "glance", "transaction", "stroke"):
        setattr(database, name, noting(getattr(database, name)))
    call(ledger)
    return found


@pytest.mark.parametrize("name", LOOKUPS)
def test_it_goes_by_an_index(name: str, tmp_path: Path) -> None:
    ledger: Any = keep(open_sqlite(f"sqlite:///{tmp_path}/l.sqlite3"))
    ledger.begin(wish_for(attempt_id="a", identity="order0", order_id="order0"))
    plans = plans_of(ledger, LOOKUPS[name])
    assert plans or name == "receive"  # an insert has no plan; its unique key is its index
    for plan in plans:
        assert not plan.startswith("SCAN") or " INDEX " in plan or "CONSTANT" in plan, plan
    if any("TEMP B-TREE" in plan for plan in plans):
        # Sorted is what one order or alias has, or what waits; never all there is.
        few = [plan for plan in plans if "=?" in plan or any(each in plan for each in BOUNDED)]
        assert few, plans


def test_none_is_forgotten() -> None:
    from pgbridge.ledger.protocol import Ledger

    beside = {"now", "close", "postpone", "postpone_effect", "prune", "plan"}
    names = {name for name in vars(Ledger) if not name.startswith("_")} - beside
    called = {name.replace("an_", "").replace("a_", "") for name in names}
    missing = {name for name in called if not any(name.split("_")[0] in text for text in LOOKUPS)}
    assert not missing
