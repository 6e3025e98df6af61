"""What must hold of a schedule, read from the pretend vendor's world."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.errors import NotFound, NotSent
from pgbridge.ledger.decide import CHARGING
from pgbridge.ledger.protocol import Intent
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.attempt import Attempt
from pgbridge.model.payment import Cancellation, Payment
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.reconcile import Reconciliation
from pgbridge.simulator.http import Request
from pgbridge.simulator.state import Attempt as Charged
from pgbridge.testing.proof import shop
from pgbridge.testing.proof.generate import SHORT_DELAY
from pgbridge.testing.proof.schedule import Schedule
from pgbridge.testing.watch import HARMLESS, MoneyWatch, named_in, summary
from pgbridge.testing.worker import Call

if TYPE_CHECKING:
    from pgbridge.testing.proof.play import Play

KNOWN = (*UNRESOLVED, "done")


class Watch(MoneyWatch):
    """Watches one schedule.

    :ivar foreign: the vendor's attempts that somebody else made
    :ivar hand: refunds that were made by hand
    :ivar words: how often callers were told what
    :ivar late: charges by a copy that came when its key was forgotten, after another copy had failed: see `known`
    """

    def __init__(self, it: Play, schedule: Schedule) -> None:
        super().__init__(it)
        self.it, self.schedule = it, schedule
        self.foreign: set[str] = set()
        self.hand: set[str] = set()
        self.words: Counter[str] = Counter()
        self.late: set[str] = set()

    def say(self, what: str) -> None:
        """Note that a rule is broken, once."""
        if what not in self.broken:
            self.broken.append(what)

    def left(self, request: Request) -> None:
        """Hold that a write is in the ledger, with a send nobody answered, before anybody else can see it.

        One that stood still after its last look at the lease may have been settled, but as failed only where an
        earlier copy of it failed on record, which decides all of them; or a stored card, which may be given up, for
        it moves no money.
        """
        if request.method == "GET" or any(each in request.path for each in HARMLESS):
            return
        names, ledger = all_named(request), self.it.ledger
        for row in ledger.attempts(limit=1000):
            decided = row.proof == "counted" and len(row.sends) > 1
            may_leave = row.state != "failed" or row.proof == "orphan_possible" or decided
            if may_leave and any(send.outcome == "open" for send in row.sends):
                known = f"{row.vendor_id} {row.target} {row.identity} {row.order_id}"
                if not names or any(name in known for name in names):
                    return
        self.say(f"{request!r} left, but the ledger has nothing under way that it is")

    def told(self, call: Call) -> None:
        """Hold that what a caller is told is so: a yes at this moment, a no of others when the ledger was last asked."""
        word = call.told[-1]
        self.words["(worker died)" if word is None else type(word).__name__] += 1
        order_id = getattr(call.op, "order_id", None)
        if word is None or order_id is None:
            return
        if call.op.family == "charge":
            self.told_of_charge(call, word, self.ours(order_id))
        elif isinstance(call.op, CancelPayment):
            self.told_of_cancel(call, word, order_id)

    def told_of_charge(self, call: Call, word: Any, paid: list[Charged]) -> None:
        """Hold the word about a charge."""
        if isinstance(word, Payment) and word.status != "failed":
            took = [a for a in paid if a.bill.money.total == word.amount.total == asked_of(call)]
            if len(paid) != 1 or not took:
                self.say(f"{call!r} was told {word!r}, but the vendor has {summary(paid)}")
            return
        known, own = call.asked_at, self.it.network.took
        before = [a for a in paid if (a.paid_at or 0.0) <= known or own.get(a.id) == call.number]
        at_once = [a for a in before if a.schedule_id is None and a.account is None and a.id not in self.late]
        if at_once and (self.says_no(word) or isinstance(word, NotSent)):
            self.say(f"{call!r} was told {type(word).__name__}, but the vendor has {summary(paid)}")

    def says_no(self, word: object) -> bool:
        """Tell whether a word means that no money was moved; that an alias is unknown says nothing about the order."""
        unknown = isinstance(word, NotFound) and word.reason == "billing_key_not_found"
        return not unknown and super().says_no(word)

    def sends_away(self, word: object) -> bool:
        """Tell whether a shop may take a last word for "nothing was paid, and nothing is on its way"."""
        return self.says_no(word) or isinstance(word, NotSent)

    def told_of_cancel(self, call: Call, word: Any, order_id: str) -> None:
        """Hold the word about a cancel; without our mark in its reason only amounts can be told apart."""
        refunds = self.refunds(order_id)
        op = call.op
        if isinstance(op, CancelPayment) and op.reason:
            given = self.given(op, self.it.paid(order_id))
            if isinstance(word, Cancellation) and word.status == "succeeded" and given != [word.amount]:
                self.say(f"{call!r} was told {word!r}, but the vendor gave back {given}")
            if self.says_no(word) and given:
                self.say(f"{call!r} was told {type(word).__name__}, but the vendor gave back {given}")
        elif isinstance(word, Cancellation) and word.status == "succeeded" and word.amount not in refunds:
            self.say(f"{call!r} was told {word!r}, but the vendor gave back {refunds}")

    def ours(self, order_id: str) -> list[Charged]:
        """Return the attempts that took money for an order of ours."""
        return [a for a in self.it.paid(order_id) if a.id not in self.foreign]

    def refunds(self, order_id: str) -> list[int]:
        """Return what was given back of an order, but not by hand."""
        paid = self.it.paid(order_id)
        return [c.money.total for a in paid for c in a.cancellations if c.id not in self.hand]

    def known(self, when: str, told: frozenset[str] = frozenset()) -> None:
        """Hold that every charge is done or unknown in the ledger.

        A copy that comes when its key is forgotten, and is decided otherwise than the first, is a late truth: the
        ledger had it failed, and a reconciliation reports it.

        :param told: vendor ids that a reconciliation reported
        """
        for order_id in self.orders():
            rows = [a for i in self.it.ledger.intents(order_id=order_id) for a in i.attempts]
            for paid in self.ours(order_id):
                here = [a for a in rows if a.family in CHARGING and a.vendor_id == paid.bill.order_id]
                if any(a.state in KNOWN and a.api == paid.bill.version.lower() for a in here):
                    continue
                if self.schedule.flips and (not told or paid.bill.order_id in told):
                    self.late.add(paid.id)
                    continue
                states = [a.state for a in here]
                self.say(f"{paid.bill.order_id} is paid, but {when} the ledger has only {states}: lost")

    def settled(self, found: Any) -> None:
        """Hold that the last reconciliation lists everything that is still unknown."""
        if not isinstance(found, Reconciliation) or not found.complete:
            self.say(f"the recovery ended with {found!r}")
            return
        listed = {each.attempt.id for each in found.open}
        left = {a.id for a in self.it.ledger.attempts(states=UNRESOLVED, limit=1000)}
        if listed != left:
            self.say(f"{len(left)} rows are unknown, but the recovery lists {len(listed)}")
        told = frozenset(each.vendor_id for each in found.differences)
        self.known("after the recovery", told)
        unknown = {a.vendor_id for a in self.it.ledger.attempts(states=UNRESOLVED, limit=1000)}
        for each in found.differences:
            expected = bool(self.late or self.foreign or self.hand)
            if not expected and each.vendor_id not in unknown:
                self.say(f"the recovery found a difference: {each}")

    def orders(self) -> list[str]:
        """Return the orders of the schedule."""
        return sorted({planned.order for planned in self.schedule.calls})

    def check_all(self) -> None:
        """Hold, at the end, that money moved at most once and as asked, that rows and world agree, that nothing leaked."""
        for order_id in self.orders():
            self.check_order(order_id)
        self.check_issued()
        self.check_secrets()
        for alarm in self.alarms:
            # A key moves no money: it may be given up, and one too many is told as an anomaly.
            about_key = alarm.detail.startswith("key1: ")
            if not (self.late or self.foreign or about_key):
                self.say(f"the library raised an alarm: {alarm.detail}")
        if self.late:
            self.it.network.counts["late truth, reported by reconcile"] += len(self.late)

    def check_order(self, order_id: str) -> None:
        """Hold it of one order."""
        paid = self.ours(order_id)
        if len(paid) > 1:
            self.say(f"order {order_id} was charged {len(paid)} times: {summary(paid)}")
        asked = {p.amount for p in self.schedule.calls if p.order == order_id}
        if any(a.bill.money.total not in asked for a in paid):
            self.say(f"order {order_id} was charged what nobody asked for: {summary(paid)}")
        calls = [c for c in self.it.calls if getattr(c.op, "order_id", None) == order_id]
        charges = [c for c in calls if c.op.family == "charge"]
        at_once = [a for a in paid if a.schedule_id is None and a.account is None and a.id not in self.late]
        if charges and at_once and all(self.sends_away(c.told[-1]) for c in charges):
            self.say(f"order {order_id}: everybody was told no, but the vendor has {summary(paid)}")
        intents = self.it.ledger.intents(order_id=order_id)
        for intent in intents:
            if intent.family == "charge":
                # What a webhook told of was paid by somebody else, and is a row all the same.
                told = any(a.proof == "unverified" for a in intent.attempts)
                there = self.it.paid(order_id) if told else paid
                self.check_charge(intent, there)
        self.check_refunds(order_id, [i for i in intents if i.family == "cancel"])

    def check_charge(self, intent: Intent, paid: list[Charged]) -> None:
        """Hold that what the ledger has as done was taken, and as it says."""
        for row in intent.attempts:
            here = [a for a in paid if (a.bill.order_id, a.bill.version.lower()) == (row.vendor_id, row.api)]
            if row.state == "done" and not here:
                self.say(f"{row.vendor_id}: the ledger has it done, the vendor has {summary(paid)}")
            if row.state == "done" and any(a.bill.money.total != row.amount for a in here):
                self.say(f"{row.vendor_id}: another amount was taken than the ledger has")
        done = [row.vendor_id for row in intent.attempts if row.state == "done"]
        if len(done) > 1:
            self.say(f"{intent.identity}: the ledger has it done {len(done)} times")

    def check_refunds(self, order_id: str, intents: list[Intent]) -> None:
        """Hold that every cancel gave back once at most, never too much, and that each refund is known."""
        for paid in self.it.paid(order_id):
            if paid.remaining.total < 0:
                self.say(f"{order_id}: more was given back than was paid")
        given = Counter(self.refunds(order_id))
        done: Counter[int] = Counter()
        may: Counter[int] = Counter()
        for intent in intents:
            states = {a.state for a in intent.attempts}
            amounts = {amount_of(a) for a in intent.attempts if a.state in KNOWN}
            for amount in amounts:
                done[amount] += any(a.state == "done" and amount_of(a) == amount for a in intent.attempts)
                may[amount] += 1
            self.check_marked(order_id, intent, states)
        for amount in set(given) | set(done):
            if not done[amount] <= given[amount] <= may[amount]:
                self.say(
                    f"{order_id}: {amount} was given back {given[amount]} times, the ledger has it {done[amount]} times, "
                    f"and at most {may[amount]} with what is unknown"
                )

    def check_marked(self, order_id: str, intent: Intent, states: set[str]) -> None:
        """Hold it of one cancel, where its marks show which refunds are its own."""
        marks = [a.mark for a in intent.attempts]
        refunds = [c for a in self.it.paid(order_id) for c in a.cancellations]
        ours = [c for c in refunds if any(mark in c.reason for mark in marks)]
        if len(ours) > 1:
            self.say(f"cancel {intent.identity} gave back {len(ours)} times")
        if ours and not states & set(KNOWN):
            self.say(
                f"cancel {intent.identity} gave back {ours[0].money.total}, but the ledger has {states}: lost"
            )

    def check_issued(self) -> None:
        """Hold that no attempt made two accounts or two keys, as long as its key stood for all its copies."""
        if self.schedule.trouble.longest_delay > SHORT_DELAY or self.schedule.blind or self.schedule.flips:
            return
        world, ledger = self.it.simulator.world, self.it.ledger
        accounts = [a for a in world.attempts.values() if a.account is not None]
        # V1 names a key itself, so another one only takes the place of the first.
        keys = [version for version, _, _ in world.billing_keys if version == "V2"]
        issued = [("virtual_account", len(accounts)), ("billing_key", len(keys))]
        for family, count in issued:
            tries = [a for i in ledger.intents(family=family) for a in i.attempts]
            if count > len(tries):
                self.say(f"{len(tries)} attempts of {family} made {count}")

    def check_secrets(self) -> None:
        """Hold that nothing of a card or a buyer is in the ledger."""
        database: Any = self.it.ledger
        kept = database.database.connection.serialize()
        settings = self.it.simulator.world.settings
        for secret in (*shop.SECRETS, settings.v1_secret.encode(), settings.v2_secret.encode()):
            if secret in kept:
                self.say(f"the ledger holds {secret!r}")


def all_named(request: Request) -> set[str]:
    """Return the ids by which a write names what it is about, those of rows in it too."""
    found = named_in(request)
    body: Any = msgspec.json.decode(request.body) if request.body else {}
    found |= {row["merchant_uid"] for row in body.get("schedules") or () if "merchant_uid" in row}
    orders = body.get("merchant_uid")
    return found | set(orders) if isinstance(orders, list) else found


def asked_of(call: Call) -> int:
    """Return what a charge asks for."""
    op: Any = call.op
    return int(op.amount.total)


def amount_of(row: Attempt) -> int:
    """Return what a cancel gives back: without an amount, what was left when it began."""
    return (row.expected or 0) if row.amount is None else row.amount
