"""Fill gaps by listing: what nobody told, V1's failures and cancels first of all, goes through the inbox too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from pgbridge.context import Run
from pgbridge.errors import ConfigError, LedgerUnusable, PgbridgeError
from pgbridge.inbox.digest import poke_for, rows_on
from pgbridge.inbox.effects import effects_of
from pgbridge.inbox.findings import in_the_shops_words
from pgbridge.inbox.result import Healed
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.payment import Payment
from pgbridge.model.webhook import WebhookEvent
from pgbridge.operations.payments.iterate import IteratePayments
from pgbridge.plan import Planner
from pgbridge.reconcile.late import late_truth
from pgbridge.reconcile.listing import belongs_elsewhere, ended_in, is_blind, read_row
from pgbridge.reconcile.places import Place, places_of, windows
from pgbridge.reconcile.result import Unreachable
from pgbridge.wire import Flow
from pgbridge.writing import ask


def heal(planner: Planner, runs: Callable[[], Run], since: datetime) -> Flow[Healed]:
    """Look at every payment made since then, and poke those of which something was not told; see `Bridge.heal`."""
    if since.tzinfo is None:
        raise ConfigError("since: give it a time zone, such as datetime(2026, 1, 31, tzinfo=UTC)")
    now = yield from ask("now", lambda ledger: ledger.now(), quick=True)
    until = datetime.fromtimestamp(now, UTC)
    if since >= until:
        raise ConfigError("since: must lie in the past")
    result = Healed()
    for place in places_of(planner):
        try:
            for start, end in windows(since.astimezone(UTC), until):
                found = yield from window(planner, place, start, end, runs)
                result = msgspec.structs.replace(
                    result, compared=result.compared + found.compared, missed=result.missed + found.missed
                )
        except LedgerUnusable:
            raise
        except PgbridgeError as error:
            # What was found until now waits in the inbox; the other places are looked at all the same.
            there = Unreachable(place=place.name, reason=f"{type(error).__name__}: {error}")
            result = msgspec.structs.replace(result, unreachable=(*result.unreachable, there))
    return result


def window(
    planner: Planner, place: Place, since: datetime, until: datetime, runs: Callable[[], Run]
) -> Flow[Healed]:
    """Look at one day of one list."""
    api = planner.api(place.channel)
    compared = missed = 0
    seen = set[str | None]()
    step: Any = IteratePayments(since=since, until=until)
    while step is not None:
        page = yield from planner.read(step, place.channel, runs())
        for payment in page.items:
            if not belongs_elsewhere(planner, payment, place):
                seen.add(payment.attempt_id)
                compared += 1
                missed += yield from poked(place, payment, runs())
        step = api.module(step.name).following(step, page)  # type: ignore[attr-defined]
    if is_blind(place):
        # V1 leaves test payments out of its lists, so those the ledger knows are read one by one.
        rows = yield from ended_in(since.timestamp(), until.timestamp(), ("done", "failed"))
        for row in rows:
            if row.vendor_ref in seen or not place.holds(row):
                continue
            known = yield from read_row(planner, row, runs())
            if known is not None:
                compared += 1
                missed += yield from poked(place, known, runs())
    return Healed(compared=compared, missed=missed)


def poked(place: Place, payment: Payment, run: Run) -> Flow[bool]:
    """Let the inbox look at a payment, if something about it was not told or is not settled."""
    connection = place.channel.connection.name
    rows = yield from rows_on(payment, connection)
    cause = WebhookEvent(api=place.channel.api, event_id="", kind="")
    ids = [e.id for e in effects_of(in_the_shops_words(payment, rows), connection, cause)]
    told = yield from ask("told", lambda ledger: ledger.told(ids), quick=True)
    settled = not any(row.state in UNRESOLVED for row in rows) and late_truth(payment, rows) is None
    if told.issuperset(ids) and settled:
        return False
    entry = poke_for(payment, place.channel, run.context.new_id())
    yield from ask("receive", lambda ledger: ledger.receive(entry))
    return True
