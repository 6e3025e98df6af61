"""`GET /payment-schedules`: by the time at which they are due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Raw
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import Schedule, VendorKey
from pgbridge.model.page import Page
from pgbridge.operations.base import key_id
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.wire import ENCODER, Accepted, WireRequest, WireResponse
from pgbridge_portone import paging
from pgbridge_portone.accepting import asked
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import in_query, page_problem, problem, refuse, store_of, time_problems
from pgbridge_portone.charging import ITEMS
from pgbridge_portone.convert.schedule import read_schedule, schedule_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.paging import page_of, page_shape
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ItemsShape
from pgbridge_portone.shapes.requests import PageInput, ScheduleFilter, SchedulesBody
from pgbridge_portone.times import utc
from pgbridge_portone.words import SCHEDULE_STATUS, SCHEDULE_STATUS_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation

OPERATION = ListSchedules
ENDPOINTS = ("GET /payment-schedules",)
APPROXIMATIONS = ("PortOne V2 lists up to 60,000 rows of one query; iterate splits what lies deeper",)
FIELDS = fields(
    {
        "since": "filter.from",
        "until": "filter.until",
        "billing_key": "filter.billingKey",
        "status": "filter.status",
        "page": "page.number",
        "size": "page.size",
    }
)
DEFAULT_SIZE = 10


def encode(op: ListSchedules, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := problems_of(op):
        raise refuse(*problems, subject="list")
    body = SchedulesBody(
        page=PageInput(number=op.page, size=op.size),
        filter=ScheduleFilter(
            store_id=store_of(channel),
            billing_key=None if op.billing_key is None else key_id(op.billing_key),
            from_=utc(op.since),
            until=utc(op.until),
            status=None if op.status is None else (SCHEDULE_STATUS_OUT[op.status],),
        ),
    )
    return WireRequest(method="GET", path="/payment-schedules", query=in_query(body))


def problems_of(op: ListSchedules) -> list[Violation]:
    """Return what V2 cannot take."""
    found = page_problem(op.page, op.size) + time_problems((("since", op.since), ("until", op.until)))
    if op.status is not None and op.status not in SCHEDULE_STATUS_OUT:
        message = f"must be one of {', '.join(SCHEDULE_STATUS_OUT)}"
        found.append(problem("status", "filter.status", message, neutral="status", kind="enum"))
    return found


def decode(op: ListSchedules | None, response: WireResponse) -> Page[Schedule]:
    """Return the page."""
    shape = parse(response.body, ITEMS)
    return page_of(shape, tuple(read_schedule(raw) for raw in shape.items), op)


def following(op: ListSchedules, page: Page[Schedule]) -> ListSchedules | None:
    """Return what asks for the next page; None after the last."""
    return replace(op, page=op.page + 1) if page.more else None


def onward(op: ListSchedules, step: ListSchedules, page: Page[Schedule]) -> ListSchedules | None:
    """Return what asks for the next page, however deep."""
    del op
    return paging.onward(step, page, lambda it: it.due_at)  # type: ignore[no-any-return]


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: the period is open, or several states are mixed
    """
    body, unknown = asked(requests[0], SchedulesBody)
    wanted, page = body.filter or ScheduleFilter(), body.page or PageInput()
    states = frozenset(wanted.status or ())
    if wanted.from_ is None or wanted.until is None:
        message = "both ends of the period must be given: what V2 takes instead depends on the present"
        raise refuse(problem("period", "filter.from", message, neutral="since"), subject="list")
    if len(states) > 1 and len(states) < len(SCHEDULE_STATUS):
        message = "this mix of states has no one name: list them one by one"
        raise refuse(
            problem("status", "filter.status", message, neutral="status", kind="enum"), subject="list"
        )
    if body.sort is not None:
        message = "schedules are listed in V2's own order"
        raise refuse(problem("sort", "sort", message, kind="forbidden"), subject="list")
    status = next(iter(states)) if len(states) == 1 else None
    op = ListSchedules(
        since=wanted.from_,
        until=wanted.until,
        billing_key=None if wanted.billing_key is None else VendorKey(id=wanted.billing_key),
        status=None if status is None else SCHEDULE_STATUS.get(status, status),
        page=page.number or 0,
        size=DEFAULT_SIZE if page.size is None else page.size,
    )
    return Accepted(op=op, store_id=wanted.store_id, unknown=unknown)


def answer(op: ListSchedules | None, result: Page[Schedule] | PgbridgeError) -> WireResponse:
    """Write the page as V2 answers it."""
    if isinstance(result, PgbridgeError):
        return refused(result)
    items = tuple(Raw(ENCODER.encode(schedule_shape(s))) for s in result.items)
    return answered(ItemsShape(items=items, page=page_shape(result, op)))
