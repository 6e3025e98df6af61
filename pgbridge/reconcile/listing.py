"""One window of one list of payments, read and compared both ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.context import Run
from pgbridge.errors import NotFound
from pgbridge.model.attempt import Attempt
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.get import GetPayment
from pgbridge.operations.payments.iterate import IteratePayments
from pgbridge.plan import Planner
from pgbridge.reconcile.compare import compare, missing
from pgbridge.reconcile.late import late_truth
from pgbridge.reconcile.places import Place
from pgbridge.reconcile.result import Difference
from pgbridge.wire import Event, Flow, emit
from pgbridge.writing import ask

PAGE = 500
# What the ledger has done here must be at the vendor; a schedule is not a payment yet.
PAYING = ("charge", "virtual_account")


class Window(Struct, frozen=True, kw_only=True):
    """What was found in one window."""

    differences: tuple[Difference, ...]
    compared: int
    unproven: int


def window_of(
    planner: Planner, place: Place, since: datetime, until: datetime, runs: Callable[[], Run]
) -> Flow[Window]:
    """Compare what the vendor lists with the ledger, then what the ledger has with the vendor.

    :raises TransportError: the vendor does not answer
    """
    differences: dict[Difference, None] = {}
    seen, compared, unproven = set[str](), 0, 0
    api = planner.api(place.channel)
    step: Any = IteratePayments(since=since, until=until)
    while step is not None:
        page = yield from planner.read(step, place.channel, runs())
        for payment in page.items:
            if belongs_elsewhere(planner, payment, place):
                continue
            found, rows = yield from compared_with(planner, place, payment)
            compared += 1
            seen.update(row.id for row in rows)
            differences.update(dict.fromkeys(found))
        step = api.module(step.name).following(step, page)  # type: ignore[attr-defined]
    # Lists show a failure that turned into a success; where they show nothing, each is read.
    states = ("done", "failed") if is_blind(place) else ("done",)
    known = yield from ended_in(since.timestamp(), until.timestamp(), states)
    for row in known:
        if row.id in seen or not place.holds(row):
            continue
        payment = yield from read_row(planner, row, runs())
        if payment is not None:
            compared += 1
            found, _ = yield from compared_with(planner, place, payment)
            differences.update(dict.fromkeys(found))
        elif row.state != "done":
            continue
        elif row.vendor_ref is None and is_blind(place):
            unproven += 1
        else:
            differences[missing(row, row.connection)] = None
    return Window(differences=tuple(differences), compared=compared, unproven=unproven)


def compared_with(
    planner: Planner, place: Place, payment: Payment
) -> Flow[tuple[list[Difference], list[Attempt]]]:
    """Return how a payment differs from its rows, and those; what came late is written, and told observers."""
    rows = here(planner, place, (yield from rows_of(payment)))
    connection = place.channel.connection.name
    found = compare(payment, rows, connection)
    late = late_truth(payment, [row for row in rows if row.connection == connection])
    if late is None:
        return found, rows
    written = yield from ask("finish", lambda ledger: ledger.finish(late.change))
    if written and late.alarm:
        event = Event(
            kind="anomaly", channel=place.channel.name, order_id=rows[0].order_id, detail=late.alarm
        )
        yield from emit(event)
    return [replace(each, recorded=written and each.field == "status") for each in found], rows


def here(planner: Planner, place: Place, rows: Sequence[Attempt]) -> list[Attempt]:
    """Keep the rows of a list's own connection, and those whose connection the config has no more."""
    others = set(planner.config.connections) - {place.channel.connection.name}
    return [row for row in rows if row.connection not in others]


def rows_of(payment: Payment) -> Flow[list[Attempt]]:
    """Return what the ledger has under a payment's vendor id."""
    vendor_id = payment.vendor_order_id or payment.order_id
    rows: list[Attempt] = []
    while True:
        after = rows[-1].id if rows else None
        page = yield from ask(
            "attempts",
            lambda ledger, after=after: ledger.attempts(vendor_id=vendor_id, after=after, limit=PAGE),  # type: ignore[misc]
            quick=True,
        )
        rows += page
        if len(page) < PAGE:
            return rows


def belongs_elsewhere(planner: Planner, payment: Payment, place: Place) -> bool:
    """Tell whether a V1 payment in a V2 list is compared on its own connection."""
    if payment.version != "V1" or place.channel.api == "v1":
        return False
    return any(connection.api == "v1" for connection in planner.config.connections.values())


def ended_in(since: float, until: float, states: tuple[str, ...]) -> Flow[list[Attempt]]:
    """Return the payments that ended so, of what began in a window."""
    rows: list[Attempt] = []
    after: str | None = None
    while True:
        page = yield from ask(
            "attempts",
            lambda ledger, after=after: ledger.attempts(  # type: ignore[misc]
                since=since, until=until, states=states, after=after, limit=PAGE
            ),
            quick=True,
        )
        rows += [row for row in page if row.family in PAYING]
        if len(page) < PAGE:
            return rows
        after = page[-1].id


def read_row(planner: Planner, row: Attempt, run: Run) -> Flow[Payment | None]:
    """Read the payment of a row: V1 by its attempt, for only that read shows test payments."""
    by_attempt = row.api == "v1" and row.vendor_ref is not None
    op = GetPayment(attempt_id=row.vendor_ref) if by_attempt else GetPayment(order_id=row.vendor_id)
    try:
        return (yield from planner.read(op, planner.channel_of(row), run))
    except NotFound:
        return None


def is_blind(place: Place) -> bool:
    """Tell whether not being shown proves nothing: V1 lists leave test payments out."""
    return place.channel.api == "v1" and place.channel.connection.environment == "test"
