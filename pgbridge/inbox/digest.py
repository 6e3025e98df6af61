"""One entry of the inbox: read the vendor with no transaction open, then write all of it in one."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.context import Run
from pgbridge.errors import ConfigError, LedgerUnusable, NotFound, PgbridgeError
from pgbridge.inbox.effects import ONLY_TOLD, effect_of_event, event_of, vendor_id_of, written
from pgbridge.inbox.findings import finding_of, in_the_shops_words
from pgbridge.ledger.protocol import Effect, Entry, Finding
from pgbridge.model.attempt import Attempt
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.model.webhook import WebhookEvent
from pgbridge.operations.payments.get import GetPayment
from pgbridge.plan import Planner
from pgbridge.plan.names import place_of
from pgbridge.reconcile.listing import rows_of
from pgbridge.reconcile.places import store_of
from pgbridge.wire import Event, Flow, emit
from pgbridge.writing import ask

# Seconds until another try, doubled each time up to the longest.
FIRST_WAIT, LONGEST_WAIT = 5.0, 3600.0
# A read trails what happened by seconds. Whoever pokes with ids that do not exist must not keep us busy for ever.
TRIES_NOT_FOUND = 8


class Delivery(Struct, frozen=True, kw_only=True):
    """An effect that is held, with the payment as it was just read; None where there is none to read."""

    effect: Effect
    event: WebhookEvent
    payment: Payment | None


def wait_after(tries: int) -> float:
    """Return how long to wait after so many tries."""
    return min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(tries, 20))


def digest(planner: Planner, entry: Entry, run: Run) -> Flow[bool]:
    """Read what an entry is about and write what is found; False when it has to wait.

    :raises LedgerUnusable: nothing is written; the entry comes again when its lease is over
    """
    try:
        finding = yield from read_for(planner, entry, run)
        over = yield from ask(
            "conclude", lambda ledger: ledger.conclude(finding, entry=entry.id, owner=run.owner)
        )
        note, drop = "stale", False
    except LedgerUnusable:
        raise
    except PgbridgeError as error:
        over, note = False, type(error).__name__
        drop = isinstance(error, NotFound) and entry.tries + 1 >= TRIES_NOT_FOUND
        if drop or isinstance(error, ConfigError):
            detail = f"inbox: entry {entry.id} {'given up' if drop else 'waits'}: {note}"
            yield from emit(Event(kind="warning", operation="webhooks.process", detail=detail))
    if not over:
        wait = 0.0 if note == "stale" else wait_after(entry.tries)
        yield from ask(
            "postpone",
            lambda ledger: ledger.postpone(entry.id, run.owner, wait=max(wait, 1.0), note=note, drop=drop),
        )
    return over


def read_for(planner: Planner, entry: Entry, run: Run) -> Flow[Finding]:
    """Return what there is to write about an entry."""
    event = event_of(entry.event)
    if event.kind in ONLY_TOLD:
        return Finding(effects=(effect_of_event(event, entry.connection),))
    channel = channel_for(planner, entry.connection, event)
    payment = yield from planner.read(operation_for(event), channel, run)
    v1 = [name for name, each in planner.config.connections.items() if each.api == "v1"]
    if payment.version == "V1" and channel.api == "v2" and len(v1) == 1:
        # V2 shows and tells V1's payments too; there they are known under V1's own ids, so that is where it is one change.
        event = msgspec.structs.replace(
            event, api="v1", order_id=vendor_id_of(payment), attempt_id=None, store_id=None, verified=False
        )
        entry = msgspec.structs.replace(entry, connection=v1[0], event=written(event))
        return (yield from read_for(planner, entry, run))
    rows = yield from rows_on(payment, entry.connection)
    return (yield from finding_of(planner, channel, payment, rows, event, run))


def operation_for(event: WebhookEvent) -> GetPayment:
    """Return the read of what an event is about: by the attempt on V1, where an order may have had several."""
    if event.api == "v1" and event.attempt_id is not None:
        return GetPayment(attempt_id=event.attempt_id)
    return GetPayment(order_id=event.order_id)


def channel_for(planner: Planner, connection: str, event: WebhookEvent) -> Channel:
    """Return a channel to read through, in the store or tier that the event names: V2 signs it, V1 names none."""
    channel = planner.on_connection(connection)
    return msgspec.structs.replace(channel, **place_of(channel.api, event.store_id))


def rows_on(payment: Payment, connection: str) -> Flow[list[Attempt]]:
    """Return what the ledger has under a payment's vendor id on a connection."""
    rows = yield from rows_of(payment)
    return [row for row in rows if row.connection == connection]


def next_delivery(planner: Planner, run: Run, lease: float) -> Flow[Delivery | None]:
    """Take the next effect and read its payment; None when nothing is due.

    An effect whose payment cannot be read waits, and the next one is taken.
    """
    while True:
        effect = yield from ask("take_effect", lambda ledger: ledger.take_effect(run.owner, lease=lease))
        if effect is None:
            return None
        event = event_of(effect.event)
        if event.kind in ONLY_TOLD and event.order_id is None:
            return Delivery(effect=effect, event=event, payment=None)
        try:
            payment = yield from paid_for(planner, effect, event, run)
        except LedgerUnusable:
            raise
        except PgbridgeError as error:
            yield from put_back(effect, run, type(error).__name__)
        else:
            return Delivery(effect=effect, event=event, payment=payment)


def paid_for(planner: Planner, effect: Effect, event: WebhookEvent, run: Run) -> Flow[Payment]:
    """Read the payment of an effect, under the shop's own order id."""
    channel = channel_for(planner, effect.connection, event)
    vendor_id = effect.subject.removeprefix(f"{effect.connection}/")
    op = operation_for(msgspec.structs.replace(event, order_id=vendor_id))
    payment = yield from planner.read(op, channel, run)
    rows = yield from rows_on(payment, effect.connection)
    return in_the_shops_words(payment, rows)


def put_back(effect: Effect, run: Run, note: str) -> Flow[None]:
    """Let an effect wait, longer each time."""
    wait = wait_after(effect.tries)
    yield from ask(
        "postpone_effect", lambda ledger: ledger.postpone_effect(effect.id, run.owner, wait=wait, note=note)
    )
    detail = f"outbox: effect {effect.id} was not told ({note}, try {effect.tries + 1})"
    yield from emit(Event(kind="warning", operation="webhooks.process", detail=detail))


def ended(effect: Effect, run: Run, write: Any = None) -> Flow[bool]:
    """Note that an effect was told."""
    return (yield from ask("end_effect", lambda ledger: ledger.end_effect(effect.id, run.owner, write)))


def entry_of(event: WebhookEvent, connection: str, id: str) -> Entry:
    """Return how an event waits: once per delivery id where that is signed, else as a hint to look."""
    if event.verified:
        return Entry(
            id=id, connection=connection, event=written(event), dedupe=f"{connection}/{event.event_id}"
        )
    about = event.attempt_id or event.order_id or event.event_id
    return Entry(id=id, connection=connection, event=written(event), poke=f"{connection}/{about}")


def poke_for(payment: Payment, channel: Channel, id: str) -> Entry:
    """Return a hint of our own to look at a payment."""
    event = WebhookEvent(
        api=channel.api,
        event_id=id,
        kind="unknown",
        type="heal",
        order_id=vendor_id_of(payment),
        attempt_id=payment.attempt_id,
        store_id=store_of(channel),
    )
    return entry_of(event, channel.connection.name, id)
