"""`schedules.list`: `GET /subscribe/payments/schedule`, of one key `GET /subscribe/customers/{customer_uid}/schedules`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import Schedule
from pgbridge.model.channel import Channel
from pgbridge.model.page import Page
from pgbridge.operations.base import key_id
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport import windows
from pgbridge_iamport.envelope import failure
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.keys import CUSTOMERS, key_path
from pgbridge_iamport.lookups import get
from pgbridge_iamport.refusal import coded, refuse
from pgbridge_iamport.scheduled import EXECUTED, SCHEDULE, answer_schedules, decode_schedules
from pgbridge_iamport.times import epoch
from pgbridge_iamport.windows import check_paging, check_window

OPERATION = ListSchedules
ENDPOINTS = (
    "GET /subscribe/payments/schedule",
    "GET /subscribe/customers/{customer_uid}/schedules",
    "GET /subscribe/payments/schedule/customers/{customer_uid}",
)
APPROXIMATIONS = ("PortOne V1 lists three months a request; iterate splits longer windows",)
FIELDS = {
    "since": "query.schedule_from",
    "until": "query.schedule_to",
    "billing_key": "path.customer_uid",
    "status": "query.schedule_status",
    "page": "query.page",
    "size": "query.limit",
}
MOST_DAYS = 92  # three months, at their longest
PART_DAYS = 89  # and at their shortest: parts of a longer period must fit whatever V1 counts
DEFAULT_SIZE = 20
KEY_SIZE = 20  # the listing of one key takes no `limit`
BY_KEY = "/subscribe/payments/schedule/customers/"
WORDS = {"scheduled": "scheduled", "succeeded": "executed", "failed": "executed", "revoked": "revoked"}
STATUSES = {"scheduled": "scheduled", "executed": "succeeded", "revoked": "revoked"}


def encode(op: ListSchedules, channel: Channel) -> WireRequest:
    """Write the request. The same filter is `schedule_status` on one path and `schedule-status` on the other.

    :raises RuleViolation: the window, page, size or status is not one that V1 takes
    """
    problems = check_paging(op.page, op.size)
    problems += check_window(op.since, op.until, MOST_DAYS, "schedule_from")
    word = coded(WORDS, op.status, "schedule_status", "status", problems)
    refuse(problems, op.name)
    since, until, page = str(epoch(op.since)), str(epoch(op.until)), str(op.page + 1)
    if op.billing_key is not None:
        status = (("schedule-status", word),) if word else ()
        query = (("from", since), ("to", until), *status, ("page", page))
        return get(f"{key_path(key_id(op.billing_key))}/schedules", channel, query)
    status = (("schedule_status", word),) if word else ()
    paging = (("page", page), ("limit", str(op.size)))
    return get(SCHEDULE, channel, (("schedule_from", since), ("schedule_to", until), *status, *paging))


def decode(op: ListSchedules | None, response: WireResponse) -> Page[Schedule]:
    """Read one page. V1 tells no total and no next page, so a full page means that there may be more."""
    found = decode_schedules(response.body)
    if op is None:
        return Page(items=found, size=len(found))
    size = op.size if op.billing_key is None else KEY_SIZE
    narrow = op.status in EXECUTED.values()
    items = tuple(it for it in found if not narrow or it.status == op.status)
    return Page(items=items, number=op.page, size=size, more=len(found) >= size)


def following(op: ListSchedules, page: Page[Schedule]) -> ListSchedules | None:
    """Return the operation for the next page."""
    return msgspec.structs.replace(op, page=op.page + 1) if page.more else None


def within(op: ListSchedules) -> ListSchedules:
    """Return the part to begin with."""
    return windows.within(op, PART_DAYS)


def onward(op: ListSchedules, step: ListSchedules, page: Page[Schedule]) -> ListSchedules | None:
    """Return what asks for the next page, else for the next part; ends of parts belong to the next one."""
    return following(step, page) or windows.beyond(op, step, PART_DAYS)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request on any of V1's three paths."""
    (request,) = requests
    form = Form.query(request)
    key, prefix = None, "schedule_"
    for stem in (BY_KEY, CUSTOMERS):
        if request.path.startswith(stem):
            key, prefix = tail(request, stem), ""
            break
    word = form.text("schedule_status") or form.text("schedule-status")
    op = ListSchedules(
        since=form.need_time(f"{prefix}from"),
        until=form.need_time(f"{prefix}to"),
        billing_key=key,
        status=STATUSES.get(word, word) if word else None,
        page=max((form.integer("page") or 1) - 1, 0),
        size=form.integer("limit") or DEFAULT_SIZE,
    )
    return accepted(request, op)


def answer(op: ListSchedules | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a page as V1 answers it: a plain list."""
    return failure(result) if isinstance(result, PgbridgeError) else answer_schedules(result.items)
