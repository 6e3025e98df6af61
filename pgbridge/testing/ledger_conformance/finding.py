"""What is found again."""

from __future__ import annotations

from typing import Any

from pgbridge.ledger.protocol import Link, Plan, Step
from pgbridge.testing.ledger_conformance.base import Base, wish_for


class Finding(Base):
    """Attempts, intents, links and plans."""

    def test_a_payment_leads_to_its_order(self) -> None:
        """A payment leads to its order."""
        self.end(self.begun(wish_for()), "done", vendor_ref="t1")
        cancel = self.begun(wish_for(family="cancel", identity="order1/a"))
        self.end(cancel, "done", vendor_ref="c1")
        assert self.ledger.order_of("t1") == "order1"
        assert self.ledger.order_of("t2") is None
        assert self.ledger.order_of("c1") is None

    def test_intents_are_found(self) -> None:
        """Intents are found."""
        for number, family in enumerate(("charge", "cancel", "schedule"), 1):
            self.clock.time += 1.0
            order = f"order{1 if family == 'cancel' else number}"
            attempt = self.begun(
                wish_for(family=family, identity=f"i{number}", order_id=order, vendor_id=order)
            )
            if family == "cancel":
                self.end(attempt, "done")

        def names(**query: Any) -> list[str]:
            return [intent.identity for intent in self.ledger.intents(**query)]

        assert names() == ["i3", "i2", "i1"]
        assert names(limit=1) == ["i3"]
        assert names(order_id="order1") == ["i2", "i1"]
        assert names(family="charge") == ["i1"]
        assert names(states=("open", "unknown")) == ["i3", "i1"]
        assert names(states=("done",), order_id="order1") == ["i2"]
        assert self.ledger.intent("charge", "i9") is None

    def test_links(self) -> None:
        """An alias has one active link; the newest."""

        def link(key: str, **fields: Any) -> Link:
            return Link(**{"alias": "a", "connection": "v2", "channel": "c", "vendor_key": key, **fields})

        assert self.ledger.links("a") == []
        self.ledger.link(link("k1"))
        self.clock.time += 1.0
        self.ledger.link(link("k2"))
        self.ledger.link(link("k3", group="other"))
        assert [(x.vendor_key, x.active) for x in self.ledger.links("a")] == [("k2", True), ("k1", False)]
        assert [(x.vendor_key, x.active) for x in self.ledger.links("a", "other")] == [("k3", True)]
        self.ledger.unlink("k2", "v1")
        assert self.ledger.links("a")[0].active
        self.ledger.unlink("k2", "v2")
        assert not self.ledger.links("a")[0].active

    def test_plans(self) -> None:
        """A plan is stored once, ticked off step by step, and gone from the open ones when all are done."""
        plan = Plan(
            id="p1",
            kind="move",
            identity="x",
            steps=(Step(name="one", identity="1"), Step(name="two", identity="2")),
        )
        assert self.ledger.plan(plan) == plan
        again = self.ledger.plan(Plan(id="p2", kind="move", identity="x", steps=()))
        assert (again.id, again.steps) == ("p1", plan.steps)
        self.ledger.step_done("p1", "one")
        (found,) = self.ledger.plans()
        assert [step.state for step in found.steps] == ["done", "open"]
        assert self.ledger.plans(kind="other") == []
        assert [p.id for p in self.ledger.plans(kind="move")] == ["p1"]
        self.ledger.step_done("p1", "two")
        assert self.ledger.plans() == []

    def test_the_clock_is_the_ledgers(self) -> None:
        """Every time comes from the ledger's clock, which callers can ask."""
        self.clock.time = 5000.5
        attempt = self.begun(wish_for(lease=10.0))
        assert self.ledger.now() == 5000.5
        assert (attempt.begun_at, attempt.sends[0].sent_at, attempt.lease_until) == (5000.5, 5000.5, 5010.5)

    def test_attempts_are_found_page_by_page(self) -> None:
        """Attempts come by when they began, in pages that neither repeat nor skip, also at one moment."""
        made = []
        for number in range(7):
            self.clock.time = 1000.0 + number // 2
            name = f"o{number}"
            attempt = self.begun(wish_for(identity=name, order_id=name, vendor_id=name))
            self.end(attempt, ("done", "unknown")[number % 2])
            made.append(self.row(attempt))
        made.sort(key=lambda each: (each.begun_at, each.id))
        for newest in (False, True):
            found: list[Any] = []
            while page := self.ledger.attempts(after=found[-1].id if found else None, newest=newest, limit=3):
                assert len(page) <= 3
                found += page
            assert found == (made[::-1] if newest else made)
        assert self.ledger.attempts(since=1001.0, until=1003.0) == made[2:6]
        unknown = [each for each in made if each.state == "unknown"]
        assert self.ledger.attempts(states=("open", "unknown")) == unknown
        assert self.ledger.attempts(states=("unknown", "failed")) == unknown
        assert self.ledger.attempts(states=("open",)) == []

    def test_attempts_are_found_by_what_they_are_about(self) -> None:
        """Attempts are found by family, order and vendor id."""
        charge = self.begun(wish_for(new_id_each=True))
        self.ledger.answered(charge.id, 1, "answered")
        self.end(charge, "failed")
        again = self.begun(wish_for(new_id_each=True))
        self.end(again, "done")
        cancel = self.begun(wish_for(family="cancel", identity="order1/full"))
        other = self.begun(wish_for(identity="order2", order_id="order2", vendor_id="order2"))

        def ids(**query: Any) -> set[str]:
            return {each.id for each in self.ledger.attempts(**query)}

        assert ids(order_id="order1") == {charge.id, again.id, cancel.id}
        assert ids(family="cancel") == {cancel.id}
        assert ids(vendor_id="order1R2") == {again.id}
        assert ids(family="charge", states=("open",)) == {other.id}
        assert ids(order_id="order3") == set()
