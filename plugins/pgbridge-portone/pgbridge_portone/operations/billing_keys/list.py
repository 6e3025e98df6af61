"""`GET /billing-keys`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Raw
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import BillingKey
from pgbridge.model.page import Page
from pgbridge.operations.billing_keys.list import ListBillingKeys
from pgbridge.wire import ENCODER, Accepted, WireRequest, WireResponse
from pgbridge_portone import paging
from pgbridge_portone.accepting import asked
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import in_query, page_problem, problem, read, refuse, store_of, time_problems
from pgbridge_portone.charging import ITEMS
from pgbridge_portone.convert.billing_key import key_shape, read_key
from pgbridge_portone.fields import fields
from pgbridge_portone.paging import page_of, page_shape
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ItemsShape
from pgbridge_portone.shapes.requests import BillingKeyFilter, BillingKeysBody, PageInput
from pgbridge_portone.times import utc
from pgbridge_portone.words import KEY_STATUS, KEY_STATUS_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

OPERATION = ListBillingKeys
ENDPOINTS = ("GET /billing-keys",)
FIELDS = fields(
    {
        "customer_id": "filter.customerId",
        "since": "filter.from",
        "until": "filter.until",
        "status": "filter.status",
        "version": "filter.version",
        "page": "page.number",
        "size": "page.size",
    }
)
ISSUED_AT = "ISSUED_AT"
VERSIONS = ("V1", "V2")
DEFAULT_SIZE = 10


def encode(op: ListBillingKeys, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := problems_of(op):
        raise refuse(*problems, subject="list")
    body = BillingKeysBody(
        page=PageInput(number=op.page, size=op.size),
        filter=BillingKeyFilter(
            store_id=store_of(channel),
            time_range_field=ISSUED_AT,
            from_=utc(op.since),
            until=utc(op.until),
            status=None if op.status is None else (KEY_STATUS_OUT[op.status],),
            customer_id=op.customer_id,
            version=op.version,
        ),
    )
    return WireRequest(method="GET", path="/billing-keys", query=in_query(body))


def problems_of(op: ListBillingKeys) -> list[Violation]:
    """Return what V2 cannot take."""
    found = page_problem(op.page, op.size) + time_problems((("since", op.since), ("until", op.until)))
    if op.status is not None and op.status not in KEY_STATUS_OUT:
        message = f"must be one of {', '.join(KEY_STATUS_OUT)}"
        found.append(problem("status", "filter.status", message, neutral="status", kind="enum"))
    if op.version is not None and op.version not in VERSIONS:
        message = f"must be one of {', '.join(VERSIONS)}"
        found.append(problem("version", "filter.version", message, neutral="version", kind="enum"))
    return found


def decode(op: ListBillingKeys | None, response: WireResponse) -> Page[BillingKey]:
    """Return the page."""
    shape = parse(response.body, ITEMS)
    return page_of(shape, tuple(read_key(raw) for raw in shape.items), op)


def following(op: ListBillingKeys, page: Page[BillingKey]) -> ListBillingKeys | None:
    """Return what asks for the next page; None after the last."""
    return replace(op, page=op.page + 1) if page.more else None


def one_page(op: ListBillingKeys, channel: Channel) -> Flow[Page[BillingKey]]:
    """Read a page."""
    return decode(op, (yield from read(encode(op, channel), channel)))


def onward(op: ListBillingKeys, step: ListBillingKeys, page: Page[BillingKey]) -> ListBillingKeys | None:
    """Return what asks for the next page, however deep."""
    del op
    return paging.onward(step, page, lambda it: it.issued_at)  # type: ignore[no-any-return]


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it filters by what the operation does not know
    """
    body, unknown = asked(requests[0], BillingKeysBody)
    wanted, page = body.filter or BillingKeyFilter(), body.page or PageInput()
    states = frozenset(wanted.status or ())
    problems = []
    if wanted.time_range_field not in (None, ISSUED_AT):
        message = "billing keys are listed by the time of issue"
        problems.append(problem("time-range", "filter.timeRangeField", message, kind="enum"))
    if body.sort is not None:
        message = "billing keys are listed in V2's own order"
        problems.append(problem("sort", "sort", message, kind="forbidden"))
    if problems:
        raise refuse(*problems, subject="list")
    status = next(iter(states)) if len(states) == 1 else None
    op = ListBillingKeys(
        customer_id=wanted.customer_id,
        since=wanted.from_,
        until=wanted.until,
        status=None if status is None else KEY_STATUS.get(status, status),
        version=wanted.version,
        page=page.number or 0,
        size=DEFAULT_SIZE if page.size is None else page.size,
    )
    return Accepted(op=op, store_id=wanted.store_id, unknown=unknown)


def answer(op: ListBillingKeys | None, result: Page[BillingKey] | PgbridgeError) -> WireResponse:
    """Write the page as V2 answers it."""
    if isinstance(result, PgbridgeError):
        return refused(result)
    items = tuple(Raw(ENCODER.encode(key_shape(key))) for key in result.items)
    return answered(ItemsShape(items=items, page=page_shape(result, op)))
