"""How attempts end, and who may say so."""

from __future__ import annotations

from msgspec.structs import replace

from pgbridge.ledger.protocol import Change
from pgbridge.testing.ledger_conformance.base import Base, wish_for


class Ending(Base):
    """Sends, take-overs and ends."""

    def test_who_settles_holds_the_attempt(self) -> None:
        """Who settles holds the attempt."""
        attempt = self.begun(wish_for(owner="w1"))
        self.clock.time += 120.0
        assert self.ledger.peek(wish_for(owner="w2")).verdict == "settle"
        assert self.ledger.begin(wish_for(owner="w2")).verdict == "settle"
        assert self.row(attempt) == attempt, "neither looking nor a begin that begins nothing writes"
        assert [a.id for a in self.ledger.take_over(wish_for(owner="w2")).attempts] == [attempt.id]
        assert self.row(attempt).owner == "w2"
        assert not self.end(attempt, "failed", owner="w1")
        assert not self.end(attempt, "unknown", owner="w1")
        assert self.row(attempt).state == "open"
        assert self.end(attempt, "failed", owner="w2", proof="counted")
        assert (self.row(attempt).state, self.row(attempt).proof) == ("failed", "counted")

    def test_only_what_is_to_be_settled_is_taken_over(self) -> None:
        """Only what is to be settled is taken over: not what another call still holds, and not where there is nothing."""
        assert self.ledger.take_over(wish_for(owner="w2")).verdict == "new"
        assert self.ledger.intents() == []
        attempt = self.begun(wish_for(owner="w1"))
        assert self.ledger.take_over(wish_for(owner="w2")).verdict == "busy"
        assert self.row(attempt).owner == "w1"
        self.end(attempt, "done", owner="w1", vendor_ref="t1")
        assert self.ledger.take_over(wish_for(owner="w2")).verdict == "replay"
        assert self.row(attempt).owner == "w1"

    def test_done_may_be_written_by_whoever_knows(self) -> None:
        """Done may be written by whoever knows."""
        attempt = self.begun(wish_for(owner="w1"))
        assert self.end(attempt, "done", owner="a webhook", vendor_ref="t1")
        assert self.row(attempt).vendor_ref == "t1"

    def test_finishing_what_is_not_there_is_refused(self) -> None:
        """Finishing what is not there is refused."""
        assert not self.ledger.finish(Change(attempt="nothing", state="done"))
        assert self.ledger.attempt("nothing") is None

    def test_notes_and_refs_stay_when_nothing_new_is_said(self) -> None:
        """Notes and refs stay when nothing new is said."""
        attempt = self.begun(wish_for())
        assert self.end(attempt, "unknown", vendor_ref="t1", note="pending")
        assert self.end(attempt, "unknown", proof=None)
        found = self.row(attempt)
        assert (found.vendor_ref, found.note) == ("t1", "pending")

    def test_a_look_up_before_another_attempt_began_is_stale(self) -> None:
        """A look up before another attempt began is stale."""
        attempt = self.begun(wish_for(owner="w1"))
        self.clock.time += 5000.0
        self.ledger.take_over(wish_for(owner="w2"))
        other = self.begun(wish_for(owner="w2", looked=frozenset((attempt.id,))))
        assert self.row(attempt).state == "unknown"
        assert not self.end(attempt, "done", attempts=1)
        assert not self.end(attempt, "failed", owner="w2", attempts=1)
        assert self.end(attempt, "failed", owner="w2", attempts=2)
        assert self.row(other).state == "open"

    def test_one_success_belongs_to_one_row(self) -> None:
        """One success belongs to one row."""
        one = self.begun(wish_for(family="cancel", identity="order1/a"))
        assert self.end(one, "done", vendor_ref="c1")
        two = self.begun(wish_for(family="cancel", identity="order1/b"))
        assert not self.end(two, "done", vendor_ref="c1")
        assert self.ledger.claimed("v2", "cancel", ["c1", "c2"]) == {"c1"}
        assert self.ledger.claimed("v1", "cancel", ["c1"]) == frozenset()
        assert self.ledger.claimed("v2", "charge", ["c1"]) == frozenset()
        assert self.end(two, "done", vendor_ref="c2")

    def test_sends_are_recorded_while_the_lease_holds(self) -> None:
        """Sends are recorded while the lease holds."""
        attempt = self.begun(wish_for(owner="w1"))
        assert self.ledger.held(attempt.id, "w1")
        assert not self.ledger.held(attempt.id, "w2")
        assert not self.ledger.held("nothing", "w1")
        self.ledger.answered(attempt.id, 1, "not_sent")
        self.ledger.answered(attempt.id, 1, "answered")
        self.clock.time += 10.0
        assert self.ledger.resend(attempt.id, "w1") == 2
        assert self.ledger.resend(attempt.id, "w2") is None
        self.ledger.answered(attempt.id, 2, "error")
        first, second = self.row(attempt).sends
        assert (first.outcome, first.answered_at) == ("not_sent", 1000.0)
        assert (second.sent_at, second.outcome, second.answered_at) == (1010.0, "error", 1010.0)
        self.clock.time = attempt.lease_until
        assert not self.ledger.held(attempt.id, "w1")
        assert self.ledger.resend(attempt.id, "w1") is None

    def test_an_answer_is_recorded_with_the_state_and_without_it(self) -> None:
        """An answer is recorded with the state, and also where the state must not be written; the first word stands."""
        attempt = self.begun(wish_for(owner="w1"))
        assert not self.end(attempt, "failed", owner="w2", answered=(1, "answered"))
        assert (self.row(attempt).state, self.row(attempt).sends[0].outcome) == ("open", "answered")
        assert self.ledger.resend(attempt.id, "w1") == 2
        assert self.end(attempt, "done", vendor_ref="t1", answered=(2, "error"))
        assert not self.end(attempt, "done", answered=(1, "error"))
        assert [(s.outcome, s.answered_at) for s in self.row(attempt).sends] == [
            ("answered", 1000.0),
            ("error", 1000.0),
        ]

    def test_what_was_taken_over_is_superseded_only_by_a_success(self) -> None:
        """Neither a failure nor a late truth closes other attempts."""
        one = self.begun(wish_for())
        self.end(one, "unknown")
        self.clock.time += 601.0
        two = self.begun(wish_for(owner="w2", looked=frozenset((one.id,))))
        assert self.end(two, "failed", owner="w2")
        assert self.row(one).state == "unknown"
        assert self.end(two, "done", late=True)
        assert self.row(one).state == "unknown"

    def test_what_ended_is_not_sent_again(self) -> None:
        """What ended is not sent again."""
        attempt = self.begun(wish_for(owner="w1"))
        self.end(attempt, "unknown")
        assert not self.ledger.held(attempt.id, "w1")
        assert self.ledger.resend(attempt.id, "w1") is None

    def test_superseding_closes_only_what_is_unresolved_of_the_same_order(self) -> None:
        """Superseding closes only what is unresolved of the same order."""
        one = self.begun(wish_for())
        self.end(one, "unknown")
        self.clock.time += 601.0
        two = self.begun(wish_for(looked=frozenset((one.id,))))
        other = self.begun(wish_for(identity="order2", order_id="order2", vendor_id="order2"))
        assert self.row(one).state == "unknown"
        self.end(two, "done", vendor_ref="t1")
        assert self.row(one).state == "superseded"
        assert self.row(two).state == "done"
        assert self.row(other).state == "open"

    def test_what_ended_does_not_change(self) -> None:
        """What ended does not change."""
        for first in ("done", "failed"):
            for second in ("done", "failed", "unknown", "open", "superseded"):
                name = f"{first}-{second}"
                attempt = self.begun(wish_for(identity=name, order_id=name, vendor_id=name))
                assert self.end(attempt, first)
                assert not self.end(attempt, second)
                assert self.row(attempt).state == first

    def test_what_is_unresolved_may_be_taken_over_once_its_lease_is_over(self) -> None:
        """Only what nobody holds is taken over, and then only the new owner may write that it failed."""
        attempt = self.begun(wish_for(owner="w1"))
        assert not self.ledger.take(attempt.id, "w2")
        assert not self.ledger.take("nothing", "w2")
        self.clock.time = attempt.lease_until
        assert self.ledger.take(attempt.id, "w2")
        assert self.row(attempt) == replace(attempt, owner="w2")
        assert not self.end(attempt, "unknown", owner="w1")
        assert self.end(attempt, "unknown", owner="w2")
        assert self.ledger.take(attempt.id, "w3")
        assert not self.end(attempt, "failed", owner="w2")
        assert self.end(attempt, "failed", owner="w3")
        assert not self.ledger.take(attempt.id, "w4")

    def test_who_decided_is_recorded(self) -> None:
        """A person's decision keeps who decided, when, and why."""
        attempt = self.begun(wish_for(owner="w1"))
        assert self.end(attempt, "unknown")
        self.clock.time += 5.0
        assert self.end(attempt, "failed", proof="decided", note="the PG says so", by="kim")
        found = self.row(attempt)
        assert (found.state, found.proof, found.note) == ("failed", "decided", "the PG says so")
        assert (found.decided_by, found.decided_at) == ("kim", self.clock.time)
