"""What the vendor tells of its own accord in a schedule, and the shop's inbox that takes it in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.context import Run
from pgbridge.inbox.digest import digest, ended, next_delivery
from pgbridge.inbox.keeping import keep
from pgbridge.model.webhook import WebhookEvent, WebhookKind
from pgbridge.simulator.payments import shown
from pgbridge.simulator.state import Attempt
from pgbridge.wire import Flow
from pgbridge.writing import ask

if TYPE_CHECKING:
    from pgbridge.testing.proof.play import Play
    from pgbridge.testing.proof.schedule import Planned

LEASE = 300.0
# Entries that could not be read wait longer each time, an hour at most.
LONGEST_WAIT, ROUNDS = 3700.0, 12


class Hooks:
    """The endpoint and the workers of an inbox.

    :ivar kept: the vendor's payments of which the shop said that it was told, when they were paid
    :ivar handled: how often the shop's handler was called, by effect
    :ivar ended: how often an effect was noted as told
    """

    def __init__(self, it: Play) -> None:
        self.it = it
        self.kept: set[str] = set()
        self.handled: Counter[str] = Counter()
        self.paid: set[str] = set()
        self.ended: Counter[str] = Counter()

    def tell(self, planned: Planned, number: int) -> None:
        """Let the vendor tell what is so now about an order, if it has anything."""
        attempt = shown([a for a in self.it.simulator.attempts() if a.bill.order_id == planned.order])
        if attempt is None:
            return
        nothing: Any = None
        self.it.start(
            nothing,
            worker="endpoint",
            number=number,
            repeats=3,
            pause=60.0,
            flow=lambda run: self.keeping(attempt, run),
        )

    def keeping(self, attempt: Attempt, run: Run) -> Flow[Any]:
        """Take an event in: when this returns, the endpoint answers 200."""
        api = attempt.bill.version.lower()
        event = WebhookEvent(
            api=api,
            event_id=f"wh-{attempt.id}-{attempt.status}",
            kind=WebhookKind.PAYMENT_PAID if attempt.paid_at is not None else WebhookKind.PAYMENT_FAILED,
            type=attempt.status,
            order_id=attempt.bill.order_id,
            attempt_id=attempt.id,
            verified=api == "v2",
        )
        yield from keep(event, self.it.config, channel_on(self.it, api), run.context.new_id())
        if attempt.paid_at is not None:
            self.kept.add(attempt.id)
        return event

    def process(self, run: Run) -> Flow[Any]:
        """Read what waits and tell the handler, as a worker of the inbox does."""
        while True:
            step = self.fresh(run)
            due = yield from ask("due", lambda ledger: ledger.due(step.owner, lease=LEASE, limit=1))  # noqa: B023
            if not due or not (yield from digest(self.it.planner, due[0], step)):
                break
        while True:
            step = self.fresh(run)
            delivery = yield from next_delivery(self.it.planner, step, LEASE)
            if delivery is None:
                return None
            self.handled[delivery.effect.id] += 1
            if delivery.event.kind == WebhookKind.PAYMENT_PAID and delivery.event.attempt_id:
                self.paid.add(delivery.event.attempt_id)
            self.ended[delivery.effect.id] += bool((yield from ended(delivery.effect, step)))

    def fresh(self, run: Run) -> Run:
        """Return what one step may use, under an owner of its own."""
        context = run.context
        return msgspec.structs.replace(run, ends=context.monotonic() + 60.0, owner=context.new_id())

    def recover(self, number: int) -> None:
        """Let workers go on until nothing waits any more."""
        nothing: Any = None
        for turn in range(ROUNDS):
            backlog = self.it.ledger.backlog()
            if not backlog.entries + backlog.effects:
                return
            self.it.run(seconds=LONGEST_WAIT)
            self.it.start(nothing, worker="inbox", number=number + turn, flow=self.process)
            self.it.run()

    def check(self) -> list[str]:
        """Return what is broken: what was taken in must have been told, and noted as told once."""
        backlog = self.it.ledger.backlog()
        broken = [f"{backlog} is left"] if backlog.entries + backlog.effects else []
        broken += [f"{each} was taken in as paid, but never told" for each in sorted(self.kept - self.paid)]
        broken += [
            f"{each} was noted as told {count} times" for each, count in self.ended.items() if count > 1
        ]
        return broken


def channel_on(it: Play, api: str) -> str:
    """Return a channel of an API."""
    return next(name for name, channel in it.config.channels.items() if channel.api == api)
