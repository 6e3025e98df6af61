"""`payments.iterate`: `GET /payments/status/all`, oldest first, window after window."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.page import Page
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.iterate import IteratePayments
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.envelope import failure
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import get, page_of
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.times import EPOCH, epoch
from pgbridge_iamport.windows import check_paging, window
from pgbridge_iamport.written import written_page

OPERATION = IteratePayments
ENDPOINTS = ("GET /payments/status/{payment_status}",)
APPROXIMATIONS = ("PortOne V1 has no cursor: the list is read page by page, 90 days a request",)
FIELDS = {
    "since": "query.from",
    "until": "query.to",
    "cursor": "query.page",
    "size": "query.limit",
}
WINDOW = timedelta(days=90)
SECOND = timedelta(seconds=1)


def encode(op: IteratePayments, channel: Channel) -> WireRequest:
    """Write the request for the page that the cursor names, in a window that V1 takes.

    :raises RuleViolation: the cursor is not one of ours, or the size is not one that V1 takes
    """
    refuse(check_paging(0, op.size), op.name)
    since, until, number = place(op)
    query = (
        ("page", str(number)),
        ("limit", str(op.size)),
        *window(since, until),
        ("sorting", "started"),
    )
    return get("/payments/status/all", channel, query)


def place(op: IteratePayments) -> tuple[datetime | None, datetime | None, int]:
    """Return the present window and page. A cursor is `page`, or `start of the window:page`."""
    start, _, page = (op.cursor or "1").rpartition(":")
    if not (page.isascii() and page.isdigit() and int(page) > 0 and (not start or start.isdecimal())):
        message = "cursor: use Page.cursor of the page before, as it is"
        refuse([problem("page", "format", message, neutral="cursor")], op.name)
    since = EPOCH + timedelta(seconds=int(start)) if start else op.since
    until = op.until
    if since is not None and until is not None:
        until = min(until, since + WINDOW)
    return since, until, int(page)


def decode(op: IteratePayments | None, response: WireResponse) -> Page[Payment]:
    """Read one page, and say where the next one starts: in this window, else in the one after it."""
    found = page_of(response.body)
    cursor = str(found.following) if found.following else None
    if op is not None:
        since, until, _ = place(op)
        start = epoch(since) if since is not None and since != op.since else None
        if cursor is not None and start is not None:
            cursor = f"{start}:{cursor}"
        elif cursor is None and until is not None and op.until is not None and until < op.until:
            # Both ends of V1's windows belong to them.
            cursor = f"{epoch(until + SECOND)}:1"
    return Page(
        items=found.items,
        size=op.size if op is not None else len(found.items),
        total=found.total,
        more=cursor is not None,
        cursor=cursor,
    )


def within(op: IteratePayments) -> IteratePayments:
    """Return the period to begin with: all of it, for cursors go from window to window, up to an end that is known."""
    return op


def following(op: IteratePayments, page: Page[Payment]) -> IteratePayments | None:
    """Return the operation for the next page."""
    return msgspec.structs.replace(op, cursor=page.cursor) if page.cursor is not None else None


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.query(request)
    page = form.integer("page") or 1
    op = IteratePayments(
        since=form.time("from"),
        until=form.time("to"),
        cursor=str(page) if page > 1 else None,
        size=form.integer("limit") or 20,
    )
    return accepted(request, op)


def answer(op: IteratePayments | None, result: Any) -> WireResponse:
    """Write a page as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    number = place(op)[2] if op is not None and (op.cursor or "1").isdigit() else 1
    following_page = number + 1 if result.more else 0
    return written_page(result.items, total=result.total, previous=number - 1, following=following_page)
