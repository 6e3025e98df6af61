"""`GET /payments-by-cursor` (unstable API): by creation, in an order that is not documented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.page import Page
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.iterate import IteratePayments
from pgbridge.wire import ENCODER, Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import asked
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import in_query, problem, refuse, store_of, time_problems
from pgbridge_portone.convert.payment import read_payment
from pgbridge_portone.convert.payment_written import payment_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import CursorItem, CursorShape
from pgbridge_portone.shapes.requests import CursorBody
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = IteratePayments
ENDPOINTS = ("GET /payments-by-cursor",)
APPROXIMATIONS = (
    "PortOne V2 goes by when payments were made, in an order that it does not document, by a call that it may change or end (unstable)",
)
FIELDS = fields({"since": "from", "until": "until", "cursor": "cursor", "size": "size"})
CURSORS = msgspec.json.Decoder(CursorShape)
MOST = 1000
DEFAULT_SIZE = 10


def encode(op: IteratePayments, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    problems = time_problems((("since", op.since), ("until", op.until)))
    if not 1 <= op.size <= MOST:
        problems.append(problem("size", "size", f"must be 1 to {MOST}", kind="max"))
    if problems:
        raise refuse(*problems, subject="iterate")
    body = CursorBody(
        store_id=store_of(channel),
        from_=utc(op.since),
        until=utc(op.until),
        cursor=op.cursor,
        size=op.size,
    )
    return WireRequest(method="GET", path="/payments-by-cursor", query=in_query(body))


def decode(op: IteratePayments | None, response: WireResponse) -> Page[Payment]:
    """Return the page; only an empty one is the last."""
    found = parse(response.body, CURSORS).items
    return Page(
        items=tuple(read_payment(item.payment) for item in found),
        size=op.size if op is not None else len(found),
        more=bool(found),
        cursor=found[-1].cursor if found else None,
    )


def following(op: IteratePayments, page: Page[Payment]) -> IteratePayments | None:
    """Return what asks for the next page; None after an empty one."""
    return replace(op, cursor=page.cursor) if page.more and page.cursor is not None else None


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    body, unknown = asked(requests[0], CursorBody)
    op = IteratePayments(
        since=body.from_,
        until=body.until,
        cursor=body.cursor,
        size=DEFAULT_SIZE if body.size is None else body.size,
    )
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: IteratePayments | None, result: Page[Payment] | PgbridgeError) -> WireResponse:
    """Write the page as V2 answers it; every item has the cursor behind it, for all that is known is the page's."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    cursor = result.cursor or ""
    return answered(
        CursorShape(
            items=tuple(
                CursorItem(payment=Raw(ENCODER.encode(payment_shape(p))), cursor=cursor) for p in result.items
            )
        )
    )
