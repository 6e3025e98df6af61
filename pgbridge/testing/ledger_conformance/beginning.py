"""What may begin, and under which name."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from msgspec.structs import replace

from pgbridge.testing.ledger_conformance.base import Base, wish_for


class Beginning(Base):
    """Deciding and beginning."""

    def test_begin_stores_the_attempt_and_its_send(self) -> None:
        """Begin stores the attempt and its send."""
        wish = wish_for(
            attempt_id="mine",
            tax_free=100,
            vat=80,
            due_at=5.0,
            target="t",
            seen=("x", "y"),
            expected=7,
            store="s",
        )
        attempt = self.begun(wish)
        assert attempt == self.row(attempt)
        assert attempt.id == "mine"
        assert (attempt.tax_free, attempt.vat, attempt.due_at, attempt.target) == (100, 80, 5.0, "t")
        assert (attempt.seen, attempt.expected, attempt.store) == (("x", "y"), 7, "s")
        assert (attempt.state, attempt.begun_at, attempt.lease_until) == ("open", 1000.0, 1120.0)
        (send,) = attempt.sends
        assert (send.number, send.outcome, send.sent_at, send.answered_at) == (1, "open", 1000.0, None)
        intent = self.ledger.intent("charge", "order1")
        assert intent is not None
        assert intent.attempts == (attempt,)
        assert (intent.order_id, intent.created_at) == ("order1", 1000.0)

    def test_a_fingerprint_is_kept_but_not_to_be_read(self) -> None:
        """A fingerprint is kept but not to be read: equal terms are equal, and nobody reads them."""
        self.begun(wish_for(fingerprint="1000/None/None/KRW"))
        self.begun(wish_for(identity="o2", order_id="o2", vendor_id="o2", fingerprint="1000/None/None/KRW"))
        self.begun(wish_for(identity="o3", order_id="o3", vendor_id="o3", fingerprint="1001/None/None/KRW"))
        kept = [intent.fingerprint for intent in self.ledger.intents()]
        assert len(set(kept)) == 2
        assert not any("KRW" in each for each in kept)
        assert self.ledger.peek(wish_for(owner="w3", fingerprint="1000/None/None/KRW")).verdict == "busy"
        assert self.ledger.peek(wish_for(fingerprint="1001/None/None/KRW")).verdict == "conflict"

    def test_peek_begins_nothing(self) -> None:
        """Peek begins nothing."""
        assert self.ledger.peek(wish_for()).verdict == "new"
        assert self.ledger.intent("charge", "order1") is None

    def test_begin_under_another_id_than_was_encoded_begins_nothing(self) -> None:
        """Begin under another id than was encoded begins nothing."""
        assert self.ledger.begin(wish_for(sending_as="order1R2")).verdict == "changed"
        assert self.ledger.intents() == []
        assert self.ledger.begin(wish_for(sending_as="order1")).verdict == "new"

    def test_a_second_begin_is_busy_until_the_lease_ends(self) -> None:
        """A second begin is busy until the lease ends."""
        self.begun(wish_for(owner="w1"))
        assert self.ledger.begin(wish_for()).verdict == "busy"
        assert self.ledger.peek(wish_for()).verdict == "busy"
        self.clock.time += 120.0
        assert self.ledger.begin(wish_for()).verdict == "settle"

    def test_a_quiet_repeat_of_a_cancel_keeps_what_was_frozen(self) -> None:
        """A quiet repeat of a cancel keeps what was frozen."""
        wish = wish_for(family="cancel", identity="order1/a", expected=1000, seen=("c0",), target="t1")
        first = self.begun(wish)
        self.end(first, "unknown")
        self.clock.time += 601.0
        again = replace(wish, expected=700, seen=("c0", "c1"), target="t2", looked=frozenset((first.id,)))
        second = self.begun(again)
        assert (second.expected, second.seen, second.target) == (1000, ("c0",), "t1")
        assert (second.number, second.vendor_id) == (2, first.vendor_id)

    def test_a_cancel_begins_only_on_what_was_read_after_the_last_one(self) -> None:
        """A cancel begins only on what was read after the last one began."""
        wish = wish_for(family="cancel", identity="order1/b", expected=1000)
        decided = self.ledger.peek(wish)
        other = self.begun(wish_for(family="cancel", identity="order1/a", expected=1000))
        self.ledger.answered(other.id, 1, "answered")
        self.end(other, "done")
        stale = self.ledger.begin(replace(wish, beside=decided.beside))
        assert (stale.verdict, stale.beside) == ("changed", decided.beside + 1)
        assert self.ledger.begin(replace(wish, expected=700, beside=stale.beside)).verdict == "new"

    def test_a_quiet_repeat_of_a_charge_remembers_what_it_saw(self) -> None:
        """A quiet repeat of a charge remembers what it saw."""
        first = self.begun(wish_for(seen=()))
        self.end(first, "unknown")
        self.clock.time += 601.0
        second = self.begun(wish_for(seen=("f1",), looked=frozenset((first.id,))))
        assert second.seen == ("f1",)

    def test_ids_of_later_attempts_belong_to_one_order(self) -> None:
        """Ids of later attempts belong to one order."""
        wish = wish_for(new_id_each=True)
        first = self.begun(wish)
        self.ledger.answered(first.id, 1, "answered")
        self.end(first, "failed")
        later = self.begun(wish)
        assert later.vendor_id == "order1R2"
        other = wish_for(identity="order1R2", order_id="order1R2", vendor_id="order1R2")
        assert self.ledger.begin(other).reason == "vendor_id_taken"
        near = wish_for(identity="order1S", order_id="order1S", vendor_id="order1S")
        assert self.ledger.begin(near).verdict == "new"

    def test_a_live_schedule_keeps_a_charge_out_until_it_is_let_go(self) -> None:
        """A live schedule keeps a charge out until it is let go."""
        schedule = wish_for(family="schedule", other_families=("charge",))
        charge = wish_for(other_families=("schedule",))
        made = self.begun(schedule)
        self.end(made, "done", vendor_ref="s1")
        assert self.ledger.begin(charge).reason == "schedule_exists"
        assert self.ledger.made("schedule", identities=("order2",), vendor_refs=("s2",)) == ()
        assert self.ledger.made("charge", identities=("order1",), vendor_refs=("s1",)) == ()
        assert self.ledger.made("schedule") == ()
        self.ledger.release(("nobody",))
        assert self.ledger.begin(charge).reason == "schedule_exists"
        assert self.ledger.made("schedule", identities=("order1",), vendor_refs=("s1",)) == (made.id,)
        assert self.ledger.made("schedule", vendor_refs=("s1",)) == (made.id,)
        self.ledger.release((made.id,))
        assert self.ledger.made("schedule", identities=("order1",), vendor_refs=("s1",)) == ()
        assert self.row(made).state == "released"
        self.begun(charge)

    def test_what_was_let_go_may_be_done_again_and_fail(self) -> None:
        """What was let go may be done again and fail."""
        wish = wish_for(family="billing_key", identity="alias", order_id=None, vendor_id="alias")
        first = self.begun(wish)
        self.end(first, "done", vendor_ref="alias")
        assert self.ledger.peek(wish).verdict == "replay"
        self.ledger.release((first.id,))
        second = self.begun(wish)
        self.end(second, "failed")
        # The first life is over: it is not replayed for the second.
        third = self.begun(wish)
        assert self.end(third, "done", vendor_ref="alias")
        assert self.ledger.peek(wish).attempt == self.row(third)

    def test_renewing_lets_the_old_one_go(self) -> None:
        """Renewing lets the old one go."""
        wish = wish_for(family="billing_key", identity="alias", order_id=None, vendor_id="alias", renew=True)
        first = self.begun(wish)
        self.end(first, "done", vendor_ref="alias")
        second = self.begun(wish)
        assert self.row(first).state == "released"
        assert self.end(second, "done", vendor_ref="alias")

    def test_harmless_repeats_make_way_for_each_other(self) -> None:
        """Harmless repeats make way for each other."""
        wish = wish_for(family="prepare", repeatable=True)
        first = self.begun(wish)
        self.end(first, "done", vendor_ref="p")
        second = self.begun(wish)
        self.clock.time += 121.0
        third = self.begun(wish)
        assert [self.row(a).state for a in (first, second, third)] == ["released", "superseded", "open"]
        assert self.end(third, "done", vendor_ref="p")

    def test_of_many_threads_one_begins(self) -> None:
        """Of many threads one begins."""

        def begin(number: int) -> str:
            return self.ledger.begin(wish_for(owner=f"w{number}")).verdict

        with ThreadPoolExecutor(8) as pool:
            verdicts = list(pool.map(begin, range(16)))
        assert sorted(verdicts) == ["busy"] * 15 + ["new"], verdicts
        intent = self.ledger.intent("charge", "order1")
        assert intent is not None
        assert len(intent.attempts) == 1
