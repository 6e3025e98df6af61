"""`GET /payments`, searched for a billing key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.page import Page
from pgbridge.model.payment import Payment
from pgbridge.operations.base import key_id
from pgbridge.operations.billing_keys.payments import ListKeyPayments
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import paging
from pgbridge_portone.accepting import asked
from pgbridge_portone.asking import in_query, page_problem, problem, refuse, store_of, time_problems
from pgbridge_portone.charging import ITEMS
from pgbridge_portone.convert.payment import read_payment
from pgbridge_portone.fields import fields
from pgbridge_portone.operations.payments import list as payments_list
from pgbridge_portone.paging import page_of
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.requests import PageInput
from pgbridge_portone.shapes.searches import SearchBody, SearchFilter, TextSearch
from pgbridge_portone.times import BEGINNING, utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = ListKeyPayments
ENDPOINTS = ("GET /payments",)
FIELDS = fields(
    {
        "billing_key": "filter.textSearch.value",
        "since": "filter.from",
        "until": "filter.until",
        "page": "page.number",
        "size": "page.size",
    }
)
APPROXIMATIONS = (
    "billing_key: V2 searches payments for the key's text; other keys that contain it are left out",
)
# One and the same time for the period and the order, so that a walk can go on behind the last row that V2 counts.
CHANGED = "STATUS_CHANGED_AT"
NEWEST = "DESC"
FIELD = "BILLING_KEY"
DEFAULT_SIZE = 10


def encode(op: ListKeyPayments, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    problems = page_problem(op.page, op.size) + time_problems((("since", op.since), ("until", op.until)))
    if problems:
        raise refuse(*problems, subject="list")
    body = SearchBody(
        page=PageInput(number=op.page, size=op.size),
        filter=SearchFilter(
            store_id=store_of(channel),
            timestamp_type=CHANGED,
            from_=utc(op.since) or BEGINNING,
            until=utc(op.until),
            sort_by=CHANGED,
            sort_order=NEWEST,
            text_search=(TextSearch(field=FIELD, value=key_id(op.billing_key)),),
        ),
    )
    return WireRequest(method="GET", path="/payments", query=in_query(body))


def decode(op: ListKeyPayments | None, response: WireResponse) -> Page[Payment]:
    """Return the page; V2 may find the text inside of other keys, whose payments are left out."""
    shape = parse(response.body, ITEMS)
    page = page_of(shape, tuple(read_payment(raw) for raw in shape.items), op)
    if op is None:
        return page
    key = key_id(op.billing_key)
    return msgspec.structs.replace(page, items=tuple(p for p in page.items if p.billing_key in (None, key)))


def following(op: ListKeyPayments, page: Page[Payment]) -> ListKeyPayments | None:
    """Return what asks for the next page; None after the last."""
    return replace(op, page=op.page + 1) if page.more else None


def onward(op: ListKeyPayments, step: ListKeyPayments, page: Page[Payment]) -> ListKeyPayments | None:
    """Return what asks for the next page, however deep."""
    del op
    return paging.onward(step, page, lambda it: it.status_changed_at)  # type: ignore[no-any-return]


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it does not search for one billing key
    """
    body, unknown = asked(requests[0], SearchBody)
    wanted, page = body.filter or SearchFilter(), body.page or PageInput()
    found = [s.value for s in wanted.text_search or () if s.field == FIELD]
    if len(found) != 1:
        message = "this operation searches for one billing key"
        raise refuse(
            problem("billing-key", "filter.textSearch", message, neutral="billing_key"), subject="list"
        )
    by_change = (CHANGED, CHANGED, NEWEST)
    given = (wanted.timestamp_type or CHANGED, wanted.sort_by or CHANGED, wanted.sort_order or NEWEST)
    names = ("filter.timestampType", "filter.sortBy", "filter.sortOrder")
    unknown += tuple(name for name, mine, its in zip(names, by_change, given, strict=True) if mine != its)
    op = ListKeyPayments(
        billing_key=VendorKey(id=found[0]),
        since=None if wanted.from_ == BEGINNING else wanted.from_,
        until=wanted.until,
        page=page.number or 0,
        size=DEFAULT_SIZE if page.size is None else page.size,
    )
    return Accepted(op=op, store_id=wanted.store_id, unknown=unknown)


def answer(op: Any, result: Page[Payment] | PgbridgeError) -> WireResponse:
    """Write the page as V2 answers it."""
    return payments_list.answer(op, result)
