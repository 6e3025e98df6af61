"""`billing_keys.payments`: `GET /subscribe/customers/{customer_uid}/payments`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.page import Page
from pgbridge.model.payment import Payment
from pgbridge.operations.base import key_id
from pgbridge.operations.billing_keys.payments import ListKeyPayments
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.envelope import failure
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.keys import CUSTOMERS, key_path
from pgbridge_iamport.lookups import get, page_of
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.written import written_page

OPERATION = ListKeyPayments
ENDPOINTS = ("GET /subscribe/customers/{customer_uid}/payments",)
FIELDS = {
    "billing_key": "path.customer_uid",
    "since": None,
    "until": None,
    "page": "query.page",
    "size": None,
}
TAIL = "/payments"


def encode(op: ListKeyPayments, channel: Channel) -> WireRequest:
    """Write the request; V1 counts pages from 1.

    :raises RuleViolation: the page is none
    """
    if op.page < 0:
        refuse([problem("page", "min", "page: counts from 0", neutral="page", value=0)], op.name)
    return get(f"{key_path(key_id(op.billing_key))}{TAIL}", channel, (("page", str(op.page + 1)),))


def decode(op: ListKeyPayments | None, response: WireResponse) -> Page[Payment]:
    """Read one page."""
    found = page_of(response.body)
    return Page(
        items=found.items,
        number=op.page if op is not None else 0,
        size=len(found.items),
        total=found.total,
        more=found.following > 0,
    )


def following(op: ListKeyPayments, page: Page[Payment]) -> ListKeyPayments | None:
    """Return the operation for the next page."""
    return msgspec.structs.replace(op, page=op.page + 1) if page.more else None


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.query(request)
    op = ListKeyPayments(
        billing_key=tail(request, CUSTOMERS),
        page=max((form.integer("page") or 1) - 1, 0),
    )
    return accepted(request, op)


def answer(op: ListKeyPayments | None, result: Any) -> WireResponse:
    """Write a page as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    number = (op.page if op is not None else result.number) + 1
    after = number + 1 if result.more else 0
    return written_page(result.items, total=result.total, previous=number - 1, following=after)
