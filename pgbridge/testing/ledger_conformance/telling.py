"""The inbox and the outbox: what PortOne told, and what the shop is to be told."""

from __future__ import annotations

import pytest

from pgbridge.errors import LedgerUnusable
from pgbridge.ledger.protocol import Backlog, Change, Effect, Entry, Finding, Observed
from pgbridge.testing.ledger_conformance.base import Base, wish_for

PAID = Observed(
    family="charge",
    identity="web1",
    operation="browser",
    order_id="web1",
    vendor_id="web1",
    connection="v2",
    channel="c",
    api="v2",
    vendor_ref="t1",
    amount=1000,
    currency="KRW",
)
BACK = Observed(
    family="cancel",
    identity="order1/seen:c1",
    operation="console",
    order_id="order1",
    vendor_id="order1",
    connection="v2",
    channel="c",
    api="v2",
    vendor_ref="c1",
    amount=300,
    currency="KRW",
    proof="seen",
)


def effect(id: str, subject: str = "order1") -> Effect:
    """Return an effect."""
    return Effect(id=id, subject=subject, connection="v2", event="{}")


class Telling(Base):
    """Entries, findings and effects."""

    def taken(self, owner: str = "w1", limit: int = 10) -> list[str]:
        """Take what is due, for a minute."""
        return [entry.id for entry in self.ledger.due(owner, lease=60.0, limit=limit)]

    def next_effect(self, owner: str = "w1") -> str | None:
        """Take the next effect, for a minute."""
        found = self.ledger.take_effect(owner, lease=60.0)
        return found.id if found is not None else None

    def test_what_has_an_id_is_received_once(self) -> None:
        """An event under one id is received once, also when it was processed long ago."""
        one = Entry(id="e1", connection="v2", event='{"a":1}', dedupe="wh-1")
        assert self.ledger.receive(one)
        assert not self.ledger.receive(Entry(id="e2", connection="v2", event="{}", dedupe="wh-1"))
        (found,) = self.ledger.due("w1", lease=60.0, limit=10)
        assert (found.id, found.event, found.dedupe, found.received_at) == ("e1", '{"a":1}', "wh-1", 1000.0)
        assert self.ledger.conclude(Finding(), entry="e1", owner="w1")
        assert not self.ledger.receive(one)
        assert self.ledger.backlog() == Backlog(entries=0, effects=0)

    def test_pokes_are_coalesced_only_while_one_waits(self) -> None:
        """A poke that comes while another is worked on is kept: that read may have been too early for it."""
        assert self.ledger.receive(Entry(id="e1", connection="v1", event="{}", poke="imp_1"))
        assert not self.ledger.receive(Entry(id="e2", connection="v1", event="{}", poke="imp_1"))
        assert self.ledger.receive(Entry(id="e3", connection="v1", event="{}", poke="imp_2"))
        assert self.taken() == ["e1", "e3"]
        assert self.ledger.receive(Entry(id="e4", connection="v1", event="{}", poke="imp_1"))
        assert self.ledger.conclude(Finding(), entry="e1", owner="w1")
        assert self.taken() == ["e4"]
        assert self.ledger.backlog().entries == 2

    def test_one_worker_has_an_entry_at_a_time(self) -> None:
        """An entry comes back when its worker died, and the dead one may write nothing."""
        for number in range(3):
            self.clock.time += 1.0
            self.ledger.receive(Entry(id=f"e{number}", connection="v2", event="{}"))
        assert self.taken("w1", limit=2) == ["e0", "e1"]
        assert self.taken("w2") == ["e2"]
        self.clock.time += 60.0
        assert self.taken("w3", limit=1) == ["e0"]
        assert not self.ledger.conclude(Finding(effects=(effect("f1"),)), entry="e0", owner="w1")
        assert self.ledger.told(["f1"]) == frozenset()
        assert self.ledger.conclude(Finding(), entry="e0", owner="w3")
        assert not self.ledger.conclude(Finding(), entry="e0", owner="w3")

    def test_an_entry_waits_and_is_given_up(self) -> None:
        """What cannot be read waits; what is given up does not come again."""
        self.ledger.receive(Entry(id="e1", connection="v2", event="{}", dedupe="wh-1"))
        self.taken()
        self.ledger.postpone("e1", "w2", wait=0.0, note="not its owner")
        assert self.taken("w2") == []
        self.ledger.postpone("e1", "w1", wait=5.0, note="TransportError")
        assert self.taken() == []
        self.clock.time += 5.0
        (found,) = self.ledger.due("w1", lease=60.0, limit=1)
        assert found.tries == 1
        self.ledger.postpone("e1", "w1", wait=0.0, note="NotFound", drop=True)
        assert self.taken() == []
        assert self.ledger.backlog().entries == 0

    def test_an_effect_is_told_once_whoever_finds_it(self) -> None:
        """The same effect of another entry is the same effect."""
        assert self.ledger.conclude(Finding(effects=(effect("f1"), effect("f2"))))
        assert self.ledger.conclude(Finding(effects=(effect("f2"), effect("f1"), effect("f3"))))
        assert self.ledger.told(["f1", "f3", "f4"]) == {"f1", "f3"}
        told = []
        while (found := self.next_effect()) is not None:
            assert self.ledger.end_effect(found, "w1")
            told.append(found)
        assert told == ["f1", "f2", "f3"]
        assert not self.ledger.end_effect("f1", "w1")
        assert self.ledger.conclude(Finding(effects=(effect("f1"),)))
        assert self.next_effect() is None

    def test_effects_of_one_subject_keep_their_order(self) -> None:
        """A later effect waits for an earlier one of its subject; those of others do not."""
        self.ledger.conclude(Finding(effects=(effect("f1"), effect("f2"), effect("g1", "order2"))))
        assert self.next_effect("w1") == "f1"
        assert self.next_effect("w2") == "g1"
        assert self.next_effect("w3") is None
        self.ledger.postpone_effect("f1", "w1", wait=5.0, note="RuntimeError")
        assert self.next_effect("w3") is None
        assert not self.ledger.end_effect("f1", "w1")
        assert self.ledger.end_effect("g1", "w2")
        self.clock.time += 5.0
        assert self.next_effect("w3") == "f1"
        self.clock.time += 60.0
        found = self.ledger.take_effect("w4", lease=60.0)
        assert found is not None
        assert (found.id, found.tries) == ("f1", 2)
        assert not self.ledger.end_effect("f1", "w3")
        assert self.ledger.end_effect("f1", "w4")
        assert self.next_effect("w1") == "f2"

    def test_what_a_handler_writes_stands_or_falls_with_the_note(self) -> None:
        """A handler that writes in the same transaction and fails has not been told."""
        self.ledger.conclude(Finding(effects=(effect("f1"), effect("f2", "order2"))))
        seen = []
        assert self.next_effect() == "f1"
        assert self.ledger.end_effect(
            "f1", "w1", lambda run: seen.append(list(run("SELECT 1 WHERE 1 = ?", (1,))))
        )
        assert [tuple(row) for row in seen[0]] == [(1,)]
        assert self.next_effect() == "f2"
        with pytest.raises(LedgerUnusable):
            self.ledger.end_effect(
                "f2", "w1", lambda run: seen.append(list(run("SELECT * FROM no_such_table")))
            )
        assert self.ledger.backlog().effects == 1
        assert not self.ledger.end_effect("f2", "w2", lambda run: seen.append(list(run("SELECT 1"))))
        assert len(seen) == 1

    def test_a_finding_is_written_whole_or_not_at_all(self) -> None:
        """What was looked up before another attempt began is stale, and so is all that came with it."""
        self.ledger.receive(Entry(id="e1", connection="v2", event="{}"))
        self.taken()
        attempt = self.begun(wish_for(owner="w1"))
        change = Change(attempt=attempt.id, state="done", vendor_ref="t1", attempts=2)
        stale = Finding(changes=(change,), observed=(PAID,), effects=(effect("f1"),))
        assert not self.ledger.conclude(stale, entry="e1", owner="w1")
        assert self.row(attempt).state == "open"
        assert self.ledger.intent("charge", "web1") is None
        assert self.ledger.told(["f1"]) == frozenset()
        fresh = Finding(
            changes=(Change(attempt=attempt.id, state="done", vendor_ref="t1", attempts=1),),
            effects=(effect("f1"),),
        )
        assert self.ledger.conclude(fresh, entry="e1", owner="w1")
        assert (self.row(attempt).state, self.row(attempt).vendor_ref) == ("done", "t1")
        assert self.ledger.conclude(fresh)

    def test_a_finding_supersedes_and_leaves_what_ended(self) -> None:
        """A success closes others under its vendor id; a row that ended stays as it is."""
        one = self.begun(wish_for())
        self.end(one, "unknown")
        self.clock.time += 601.0
        two = self.begun(wish_for(looked=frozenset((one.id,))))
        changes = (Change(attempt=two.id, state="done", vendor_ref="t1"),)
        assert self.ledger.conclude(Finding(changes=changes))
        again = (Change(attempt=two.id, state="done", vendor_ref="t2"),)
        assert self.ledger.conclude(Finding(changes=again))
        assert self.row(one).state == "superseded"
        assert self.row(two).vendor_ref == "t1"

    def test_what_was_not_begun_here_is_observed_and_verified(self) -> None:
        """A payment from a browser gets a row, once, that takes no part in what is sent."""
        assert self.ledger.conclude(Finding(observed=(PAID,)))
        assert self.ledger.conclude(Finding(observed=(PAID,)))
        (row,) = self.ledger.attempts(order_id="web1")
        assert (row.state, row.proof, row.amount, row.vendor_ref) == ("done", "unverified", 1000, "t1")
        assert row.sends == ()
        charge = wish_for(identity="web1", order_id="web1", vendor_id="web1", fingerprint="1000")
        assert self.ledger.begin(charge).verdict == "conflict"
        assert self.ledger.verified(row.id)
        assert not self.ledger.verified(row.id)
        assert self.row(row).proof == "verified"

    def test_what_may_be_ours_is_not_observed(self) -> None:
        """Neither a charge of an order that was begun here, nor a cancel while one is not settled."""
        charge = self.begun(wish_for())
        self.ledger.conclude(Finding(observed=(_paid_as("order1"),)))
        assert len(self.ledger.attempts(order_id="order1")) == 1
        self.end(charge, "done", vendor_ref="t9")
        cancel = self.begun(wish_for(family="cancel", identity="order1/a", amount=300))
        self.ledger.conclude(Finding(observed=(BACK,)))
        assert self.ledger.claimed("v2", "cancel", ["c1"]) == frozenset()
        self.end(cancel, "done")
        self.ledger.conclude(Finding(observed=(BACK,)))
        assert self.ledger.claimed("v2", "cancel", ["c1"]) == frozenset()

    def test_a_cancel_of_somebody_else_is_observed_once(self) -> None:
        """It has its vendor's id, so no cancel of ours can claim it later."""
        cancel = self.begun(wish_for(family="cancel", identity="order1/a", amount=300))
        self.end(cancel, "done", vendor_ref="c0")
        for _ in range(2):
            self.ledger.conclude(Finding(observed=(BACK,)))
        assert self.ledger.claimed("v2", "cancel", ["c0", "c1"]) == {"c0", "c1"}
        assert len(self.ledger.intents(family="cancel")) == 2

    def test_what_ended_long_ago_is_let_go_and_never_told_again(self) -> None:
        """Deliveries are deleted, events emptied; what waits, and what an event is known by, stays."""
        for number in range(3):
            self.ledger.receive(Entry(id=f"e{number}", connection="v2", event="{}", dedupe=f"wh-{number}"))
        first, second, third = self.taken()
        told = Finding(effects=(effect("f1"), effect("f2")))
        assert self.ledger.conclude(told, entry=first, owner="w1")
        self.ledger.postpone(second, "w1", wait=1.0, note="", drop=True)
        assert self.next_effect() == "f1"
        assert self.ledger.end_effect("f1", "w1")
        assert self.ledger.prune(1000.0, limit=10) == (0, 0)
        assert self.ledger.prune(1001.0, limit=1) == (1, 1)
        assert self.ledger.prune(1001.0, limit=10) == (1, 0)
        # The third is worked on, and the second event waits.
        assert self.ledger.backlog() == Backlog(entries=1, effects=1)
        assert self.ledger.told(["f1", "f2"]) == {"f1", "f2"}
        assert self.ledger.conclude(told, entry=third, owner="w1")
        assert (self.next_effect(), self.next_effect()) == ("f2", None)
        # A delivery that comes once more is read once more, and changes nothing.
        assert self.ledger.receive(Entry(id="e9", connection="v2", event="{}", dedupe="wh-0"))


def _paid_as(order_id: str) -> Observed:
    return Observed(
        family="charge",
        identity=order_id,
        operation="browser",
        order_id=order_id,
        vendor_id=order_id,
        connection="v2",
        channel="c",
        api="v2",
        vendor_ref="t2",
        amount=1000,
        currency="KRW",
    )
