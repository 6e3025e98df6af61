"""What must hold of the money, whatever went wrong: read from the pretend vendor's world, not from what we believe."""

from __future__ import annotations

from collections import Counter
from urllib.parse import unquote

import msgspec

from pgbridge.errors import ApiError, BadAnswer, Declined, RuleViolation, UnsupportedOperation
from pgbridge.ledger.protocol import Intent
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.payment import Cancellation, Payment
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.plan.names import identity_of
from pgbridge.simulator.http import Request
from pgbridge.simulator.state import Attempt as Charged
from pgbridge.testing.simulation import Simulation
from pgbridge.testing.worker import Call
from pgbridge.wire import Event

# What says for certain that this call moved no money.
DEFINITE_NO = (Declined, ApiError, RuleViolation, UnsupportedOperation)
HARMLESS = ("/users/getToken", "/login/", "/token/")


class MoneyWatch:
    """Watches a simulation; `broken` lists every rule that was broken, in plain words.

    :ivar alarms: events by which the library itself said that something is wrong
    """

    def __init__(self, simulation: Simulation) -> None:
        self.simulation = simulation
        self.broken: list[str] = []
        simulation.departing.append(self.left)
        simulation.telling.append(self.told)

    @property
    def alarms(self) -> list[Event]:
        """Anomalies that were told to observers."""
        return [event for event in self.simulation.events if event.kind == "anomaly"]

    def left(self, request: Request) -> None:
        """Hold that a write is in the ledger, open and with its send, before anybody else can see it."""
        if request.method == "GET" or any(each in request.path for each in HARMLESS):
            return
        names = named_in(request)
        ledger, now = self.simulation.ledger, self.simulation.now()
        for intent in ledger.intents(states=("open",), limit=1000):
            for attempt in intent.attempts:
                if (
                    attempt.state == "open"
                    and attempt.lease_until > now
                    and attempt.sends[-1].outcome == "open"
                ):
                    known = {attempt.vendor_id, attempt.target, attempt.identity}
                    if not names or names & known:
                        return
        self.broken.append(f"{request!r} left, but the ledger has no open attempt of it")

    def told(self, call: Call) -> None:
        """Hold that what a caller is told is so at this moment."""
        word, order_id = call.told[-1], getattr(call.op, "order_id", None)
        if order_id is None or word is None:
            return
        paid = self.simulation.paid(order_id)
        if isinstance(word, Payment) and word.status != "failed" and call.op.family == "charge":
            if len(paid) != 1 or paid[0].bill.money.total != word.amount.total:
                self.broken.append(f"{call!r} was told {word!r}, but the vendor has {summary(paid)}")
        elif isinstance(call.op, CancelPayment):
            given = self.given(call.op, paid)
            if isinstance(word, Cancellation) and word.status == "succeeded" and given != [word.amount]:
                self.broken.append(f"{call!r} was told {word!r}, but the vendor gave back {given}")
            if self.says_no(word) and given:
                self.broken.append(
                    f"{call!r} was told {type(word).__name__}, but the vendor gave back {given}"
                )
        elif self.says_no(word) and call.op.family == "charge" and paid:
            self.broken.append(f"{call!r} was told {type(word).__name__}, but the vendor has {summary(paid)}")

    def given(self, op: CancelPayment, paid: list[Charged]) -> list[int]:
        """Return what the vendor gave back for this very cancel, told by the marks of its attempts."""
        intent = self.simulation.ledger.intent("cancel", identity_of(op))
        marks = [a.mark for a in intent.attempts] if intent else []
        refunds = [c for a in paid for c in a.cancellations]
        return [c.money.total for c in refunds if any(mark in c.reason for mark in marks)]

    def says_no(self, word: object) -> bool:
        """Tell whether a word means that no money was moved, and none will be."""
        failed = isinstance(word, Payment) and word.status == "failed"
        return failed or (isinstance(word, DEFINITE_NO) and not isinstance(word, BadAnswer))

    def check(self, *, definite: bool = True) -> None:
        """Hold, at the end, that money moved at most once and that ledger and vendor agree.

        :param definite: also hold that every call came to a definite word
        :raises AssertionError: with everything that is broken
        """
        for call in self.simulation.calls:
            if definite and not call.definite:
                self.broken.append(f"{call!r} never got a definite word; the last was {call.told[-1]!r}")
        names = (getattr(call.op, "order_id", None) for call in self.simulation.calls)
        for order_id in sorted({name for name in names if isinstance(name, str)}):
            self.check_order(order_id)
        for alarm in self.alarms:
            self.broken.append(f"the library raised an alarm: {alarm.detail}")
        assert not self.broken, "\n".join([*self.broken, *self.simulation.log])

    def check_order(self, order_id: str) -> None:
        """Hold it of one order."""
        simulation = self.simulation
        paid = simulation.paid(order_id)
        if len(paid) > 1:
            self.broken.append(f"order {order_id} was charged {len(paid)} times: {summary(paid)}")
        calls = [c for c in simulation.calls if getattr(c.op, "order_id", None) == order_id]
        charges = [c for c in calls if c.op.family == "charge"]
        if charges and all(self.says_no(c.told[-1]) for c in charges) and paid:
            self.broken.append(f"order {order_id}: everybody was told no, but the vendor has {summary(paid)}")
        intents = simulation.ledger.intents(order_id=order_id)
        for intent in intents:
            if intent.family == "charge":
                self.check_charge(intent, paid)
        self.check_cancels([i for i in intents if i.family == "cancel"], paid)

    def check_charge(self, intent: Intent, paid: list[Charged]) -> None:
        """Hold that rows and world agree on every charge that is not unknown."""
        for vendor_id in {a.vendor_id for a in intent.attempts}:
            rows = [a for a in intent.attempts if a.vendor_id == vendor_id]
            here = [a for a in paid if a.bill.order_id == vendor_id]
            done = [a for a in rows if a.state == "done"]
            if len(done) > len(here) or (
                len(here) > len(done) and not any(a.state in UNRESOLVED for a in rows)
            ):
                states = [a.state for a in rows]
                self.broken.append(f"{vendor_id}: the ledger has {states}, the vendor has {summary(here)}")
            if any(a.amount != c.bill.money.total for a in done for c in here):
                self.broken.append(f"{vendor_id}: another amount was taken than the ledger has")

    def check_cancels(self, intents: list[Intent], paid: list[Charged]) -> None:
        """Hold that every cancel gave back at most once, and that rows and world agree."""
        refunds = [c for a in paid for c in a.cancellations]
        if any(a.remaining.total < 0 for a in paid):
            self.broken.append("more was given back than was paid")
        for intent in intents:
            marks = [a.mark for a in intent.attempts]
            ours = [c for c in refunds if any(mark in c.reason for mark in marks)]
            states = Counter(a.state for a in intent.attempts)
            if len(ours) > 1:
                self.broken.append(f"cancel {intent.identity} gave back {len(ours)} times")
            if states["done"] > len(ours) or (
                ours and not states["done"] and not states["open"] + states["unknown"]
            ):
                self.broken.append(
                    f"cancel {intent.identity}: the ledger has {dict(states)}, the vendor {len(ours)} refunds"
                )
            if any(a.amount != c.money.total for a in intent.attempts if a.state == "done" for c in ours):
                self.broken.append(
                    f"cancel {intent.identity}: another amount was given back than the ledger has"
                )
            said = [
                call.told[-1]
                for call in self.simulation.calls
                if isinstance(call.op, CancelPayment) and identity_of(call.op) == intent.identity
            ]
            if ours and all(self.says_no(word) for word in said):
                self.broken.append(
                    f"cancel {intent.identity}: everybody was told no, but the money was given back"
                )


def named_in(request: Request) -> set[str]:
    """Return the ids by which a write names what it is about."""
    body = msgspec.json.decode(request.body) if request.body else {}
    keys = ("merchant_uid", "imp_uid", "customer_uid")
    found = {body[key] for key in keys if isinstance(body.get(key), str)}
    parts = request.path.split("/")
    if parts[1] == "v2" and len(parts) > 4:
        found.add(unquote(parts[3]))
    return found


def summary(paid: list[Charged]) -> list[tuple[str, int]]:
    """Return what was taken, by vendor id."""
    return [(a.bill.order_id, a.bill.money.total) for a in paid]
