"""The lists of V2: payments by page and by cursor, billing keys, schedules."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from pgbridge.simulator import payments
from pgbridge.simulator.http import Answer, invalid
from pgbridge.simulator.state import Attempt, BillingKey, Schedule
from pgbridge.simulator.world import World
from pgbridge_portone.simulated import filters, search, views
from pgbridge_portone.simulated.call import Call, Handler, epoch, store

T = TypeVar("T")
WINDOW = 90 * 24 * 60 * 60
DEEPEST = 60_000


def list_payments(world: World, call: Call) -> Answer:
    """List payments by page; without a store those of all stores."""
    wish = call.listing(filters.Payments)
    by = wish.filter
    stamp: Callable[[Attempt], float] = lambda it: (  # noqa: E731 - a key to choose
        it.requested_at if by.timestamp_type == "CREATED_AT" else it.changed_at
    )
    start, end = window(world, by.from_, by.until)
    shown = [
        each for each in standing(world, by.store_id) if start <= stamp(each) <= end and search.fits(each, by)
    ]
    shown.sort(key=lambda it: (it.requested_at if by.sort_by == "REQUESTED_AT" else it.changed_at, it.serial))
    if by.sort_order == "DESC":
        shown.reverse()
    return paged(shown, wish.page, lambda it: views.payment(world, it))


def list_by_cursor(world: World, call: Call) -> Answer:
    """List payments from the oldest on (inferred); a cursor names the last one read."""
    wish = call.listing(filters.PaymentsByCursor)
    start, end = window(world, wish.from_, wish.until)
    after = -1 if wish.cursor is None else uncursor(wish.cursor)
    rows = [
        (first.serial, each)
        for each in standing(world, store(world, wish.store_id))
        if start <= (first := world.tries(each.bill.store_id, each.bill.order_id)[0]).requested_at <= end
    ]
    rows = sorted((row for row in rows if row[0] > after), key=lambda row: row[0])[: wish.size]
    return Answer.of(
        {
            "items": [
                {"payment": views.payment(world, each), "cursor": cursor(serial)} for serial, each in rows
            ]
        }
    )


def list_keys(world: World, call: Call) -> Answer:
    """List billing keys, those of V1 too; without a store those of all stores."""
    wish = call.listing(filters.Keys)
    by = wish.filter
    start, end = window(world, by.from_, by.until)
    allowed = None if by.store_id is None else store(world, by.store_id)

    def keep(it: BillingKey) -> bool:
        at = key_time(it, by.time_range_field)
        return (
            at is not None
            and start <= at <= end
            and allowed in (None, it.store_id)
            and search.key_fits(it, by)
        )

    shown = [each for each in world.billing_keys.values() if keep(each)]
    shown.sort(key=lambda it: (key_time(it, wish.sort.by) or 0, it.serial), reverse=wish.sort.order == "DESC")
    return paged(shown, wish.page, lambda it: views.billing_key(world, it))


def list_schedules(world: World, call: Call) -> Answer:
    """List schedules by due time; the default window hides the future."""
    wish = call.listing(filters.Schedules)
    by = wish.filter
    start, end = window(world, by.from_, by.until)
    store_id = store(world, by.store_id)

    def keep(it: Schedule) -> bool:
        key = world.billing_keys.get(("V2", it.bill.store_id, it.billing_key))
        return (
            (it.bill.version, it.bill.store_id) == ("V2", store_id)
            and start <= it.due_at <= end
            and by.billing_key in (None, it.billing_key)
            and (not by.status or it.status in by.status)
            and (by.is_for_test is None or key is None or by.is_for_test != key.channels[0].live)
        )

    times: dict[str, Callable[[Schedule], float]] = {
        "CREATED_AT": lambda it: it.created_at,
        "TIME_TO_PAY": lambda it: it.due_at,
        "COMPLETED_AT": lambda it: it.executed_at or 0,
        "STATUS_TIMESTAMP": lambda it: it.executed_at or it.revoked_at or it.created_at,
    }
    order = times[wish.sort.by]
    shown = [each for each in world.schedules.values() if keep(each)]
    shown.sort(key=lambda it: (order(it), it.serial), reverse=wish.sort.order == "DESC")
    return paged(shown, wish.page, lambda it: views.schedule(world, it))


def standing(world: World, store_id: str | None) -> list[Attempt]:
    """Return the attempt that stands for each order, of one store or of all."""
    allowed = None if store_id is None else store(world, store_id)
    shown = [payments.shown(world.tries(*key)) for key in world.orders if allowed in (None, key[0])]
    return [each for each in shown if each is not None]


def key_time(it: BillingKey, field: str) -> float | None:
    """Return the time of a key by which a list goes."""
    if field == "DELETED_AT":
        return it.deleted_at
    return it.deleted_at if field == "STATUS_TIMESTAMP" and it.deleted_at is not None else it.issued_at


def window(world: World, start: datetime | None, end: datetime | None) -> tuple[float, float]:
    """Return the time range: until now, from 90 days before its end. Inferred: both ends belong to it."""
    until = world.now() if end is None else epoch(end)
    return (until - WINDOW if start is None else epoch(start)), until


def paged(rows: Sequence[T], page: filters.Page, view: Callable[[T], Any]) -> Answer:
    """Answer with one page. Inferred: `totalCount` counts all pages."""
    if (page.number + 1) * page.size > DEEPEST:
        raise invalid(f"page: (number + 1) * size 는 {DEEPEST} 을 넘을 수 없습니다.")
    start = page.number * page.size
    items = [view(each) for each in rows[start : start + page.size]]
    return Answer.of(
        {"items": items, "page": {"number": page.number, "size": page.size, "totalCount": len(rows)}}
    )


def cursor(serial: int) -> str:
    """Hide a position."""
    return base64.urlsafe_b64encode(str(serial).encode()).decode()


def uncursor(text: str) -> int:
    """Find the position again, or refuse."""
    try:
        return int(base64.urlsafe_b64decode(text.encode()))
    except (ValueError, binascii.Error):
        raise invalid("cursor: 알 수 없는 커서입니다.") from None


ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/payments", list_payments),
    ("GET", "/payments-by-cursor", list_by_cursor),
    ("GET", "/billing-keys", list_keys),
    ("GET", "/payment-schedules", list_schedules),
)
