"""`GET /payments`: by state and time of the last change of state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Raw
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.page import Page
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.list import ListPayments
from pgbridge.wire import ENCODER, Accepted, WireRequest, WireResponse
from pgbridge_portone import paging
from pgbridge_portone.accepting import asked
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import in_query, page_problem, problem, refuse, store_of, time_problems
from pgbridge_portone.charging import ITEMS
from pgbridge_portone.convert.payment import read_payment
from pgbridge_portone.convert.payment_written import payment_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.paging import page_of, page_shape
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ItemsShape
from pgbridge_portone.shapes.requests import PageInput, PaymentFilter, PaymentsBody
from pgbridge_portone.times import utc
from pgbridge_portone.words import FILTER_STATUS, FILTER_STATUS_IN

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation

OPERATION = ListPayments
ENDPOINTS = ("GET /payments",)
APPROXIMATIONS = (
    "PortOne V2 lists one payment per order, 60,000 rows deep; iterate splits what lies deeper",
)
FIELDS = fields(
    {
        "status": "filter.status",
        "since": "filter.from",
        "until": "filter.until",
        "page": "page.number",
        "size": "page.size",
        "sort": "filter.sortBy",
        "live": "filter.isTest",
    }
)
SORTS = {"started": "REQUESTED_AT", "updated": "STATUS_CHANGED_AT"}
SORTS_IN = {word: neutral for neutral, word in SORTS.items()}
CHANGED = "STATUS_CHANGED_AT"
DEFAULT_SIZE = 10


def encode(op: ListPayments, channel: Channel) -> WireRequest:
    """Turn the operation into its request. `paid` and `cancelled` list partly cancelled payments too, as V1 may.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := problems_of(op):
        raise refuse(*problems, subject="list")
    body = PaymentsBody(
        page=PageInput(number=op.page, size=op.size),
        filter=PaymentFilter(
            store_id=store_of(channel),
            timestamp_type=CHANGED,
            from_=utc(op.since),
            until=utc(op.until),
            status=None if op.status is None else FILTER_STATUS[op.status],
            is_test=None if op.live is None else not op.live,
            sort_by=SORTS[op.sort.removeprefix("-")],
            sort_order="DESC" if op.sort.startswith("-") else "ASC",
        ),
    )
    return WireRequest(method="GET", path="/payments", query=in_query(body))


def problems_of(op: ListPayments) -> list[Violation]:
    """Return what V2 cannot take."""
    found = page_problem(op.page, op.size) + time_problems((("since", op.since), ("until", op.until)))
    if op.status is not None and op.status not in FILTER_STATUS:
        message = f"must be one of {', '.join(FILTER_STATUS)}"
        found.append(problem("status", "filter.status", message, neutral="status", kind="enum"))
    if op.sort.removeprefix("-") not in SORTS:
        message = "V2 sorts by started or updated, with a leading - for newest first"
        found.append(problem("sort", "filter.sortBy", message, neutral="sort", kind="enum"))
    return found


def decode(op: ListPayments | None, response: WireResponse) -> Page[Payment]:
    """Return the page."""
    shape = parse(response.body, ITEMS)
    return page_of(shape, tuple(read_payment(raw) for raw in shape.items), op)


def following(op: ListPayments, page: Page[Payment]) -> ListPayments | None:
    """Return what asks for the next page; None after the last."""
    return replace(op, page=op.page + 1) if page.more else None


def onward(op: ListPayments, step: ListPayments, page: Page[Payment]) -> ListPayments | None:
    """Return what asks for the next page, however deep; sorted by start there is no going deeper than V2 counts."""
    del op
    by_change = step.sort.removeprefix("-") == "updated"
    return paging.onward(  # type: ignore[no-any-return]
        step,
        page,
        lambda it: it.status_changed_at if by_change else None,
        newest_first=step.sort.startswith("-"),
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it filters by what the operation does not know
    """
    body, unknown = asked(requests[0], PaymentsBody)
    wanted, page = body.filter or PaymentFilter(), body.page or PageInput()
    status = None
    problems = []
    if wanted.status:
        status = FILTER_STATUS_IN.get(frozenset(wanted.status))
        if status is None:
            message = "this mix of states has no one name: list them one by one"
            problems.append(problem("status", "filter.status", message, neutral="status", kind="enum"))
    if wanted.timestamp_type not in (None, CHANGED):
        message = "listings go by the last change of state; payments.iterate goes by creation"
        problems.append(problem("timestamp-type", "filter.timestampType", message, kind="enum"))
    if problems:
        raise refuse(*problems, subject="list")
    order = "" if wanted.sort_order == "ASC" else "-"
    op = ListPayments(
        status=status,
        since=wanted.from_,
        until=wanted.until,
        page=page.number or 0,
        size=DEFAULT_SIZE if page.size is None else page.size,
        sort=f"{order}{SORTS_IN.get(wanted.sort_by or CHANGED, 'updated')}",
        live=None if wanted.is_test is None else not wanted.is_test,
    )
    return Accepted(op=op, store_id=wanted.store_id, unknown=unknown)


def answer(op: ListPayments | None, result: Page[Payment] | PgbridgeError) -> WireResponse:
    """Write the page as V2 answers it."""
    if isinstance(result, PgbridgeError):
        return refused(result)
    items = tuple(Raw(ENCODER.encode(payment_shape(p))) for p in result.items)
    return answered(ItemsShape(items=items, page=page_shape(result, op)))
