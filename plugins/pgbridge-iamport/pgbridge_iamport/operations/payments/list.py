"""`payments.list`: `GET /payments/status/{payment_status}`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.page import Page
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.list import ListPayments
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport import windows
from pgbridge_iamport.envelope import failure
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import get, page_of
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.statuses import wanted, wire_status
from pgbridge_iamport.windows import SECOND, SORTS, check_paging, check_window, window
from pgbridge_iamport.written import written_page

OPERATION = ListPayments
ENDPOINTS = ("GET /payments/status/{payment_status}",)
APPROXIMATIONS = ("PortOne V1 lists one status or all, 90 days a request; iterate splits longer windows",)
FIELDS = {
    "status": "path.payment_status",
    "since": "query.from",
    "until": "query.to",
    "page": "query.page",
    "size": "query.limit",
    "sort": "query.sorting",
    "live": None,
}
STATUS = "/payments/status/"
MOST_DAYS = 90
DEFAULT_SIZE = 20


def encode(op: ListPayments, channel: Channel) -> WireRequest:
    """Write the request; V1 counts pages from 1 and looks at the time that belongs to the status.

    :raises RuleViolation: the window, page, size or order is not one that V1 takes
    """
    problems = check_paging(op.page, op.size)
    problems += check_window(op.since, op.until, MOST_DAYS, "from")
    if op.sort not in SORTS:
        problems.append(
            problem("sorting", "enum", f"sort: V1 knows {', '.join(SORTS)}", neutral="sort", value=SORTS)
        )
    refuse(problems, op.name)
    word = "all" if op.status is None else wire_status(op.status, op.name)
    query = (
        ("page", str(op.page + 1)),
        ("limit", str(op.size)),
        *window(op.since, op.until),
        ("sorting", op.sort),
    )
    return get(f"{STATUS}{word}", channel, query)


def decode(op: ListPayments | None, response: WireResponse) -> Page[Payment]:
    """Read one page. Where V1's word is wider than the status asked for, the others are left out."""
    found = page_of(response.body)
    status = op.status if op is not None else None
    return Page(
        items=tuple(it for it in found.items if wanted(it, status)),
        number=op.page if op is not None else 0,
        size=op.size if op is not None else DEFAULT_SIZE,
        total=found.total,
        more=found.following > 0,
    )


def following(op: ListPayments, page: Page[Payment]) -> ListPayments | None:
    """Return the operation for the next page."""
    return msgspec.structs.replace(op, page=op.page + 1) if page.more else None


def within(op: ListPayments) -> ListPayments:
    """Return the part to begin with: the newest 90 days, or the oldest ones where those come first."""
    return windows.within(op, MOST_DAYS, newest_first=op.sort.startswith("-"))


def onward(op: ListPayments, step: ListPayments, page: Page[Payment]) -> ListPayments | None:
    """Return what asks for the next page, else for the next 90 days."""
    newest_first = op.sort.startswith("-")
    return following(step, page) or windows.beyond(op, step, MOST_DAYS, newest_first=newest_first, gap=SECOND)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request; what it leaves out has V1's defaults."""
    (request,) = requests
    form = Form.query(request)
    word = tail(request, STATUS)
    op = ListPayments(
        status=None if word == "all" else word,
        since=form.time("from"),
        until=form.time("to"),
        page=max((form.integer("page") or 1) - 1, 0),
        size=form.integer("limit") or DEFAULT_SIZE,
        sort=form.text("sorting") or "-started",
    )
    return accepted(request, op)


def answer(op: ListPayments | None, result: Any) -> WireResponse:
    """Write a page as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    number = (op.page if op is not None else result.number) + 1
    following_page = number + 1 if result.more else 0
    return written_page(result.items, total=result.total, previous=number - 1, following=following_page)
