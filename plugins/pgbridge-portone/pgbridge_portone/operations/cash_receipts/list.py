"""`GET /cash-receipts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw

from pgbridge.errors import PgbridgeError
from pgbridge.model.page import Page
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.list import ListCashReceipts
from pgbridge.wire import ENCODER, Accepted, WireRequest, WireResponse
from pgbridge_portone import paging
from pgbridge_portone.accepting import asked
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import in_query, page_problem, problem, refuse, store_of, time_problems
from pgbridge_portone.charging import ITEMS
from pgbridge_portone.convert.receipt import read_receipt, receipt_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.paging import page_of, page_shape
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ItemsShape
from pgbridge_portone.shapes.requests import PageInput, ReceiptFilter, ReceiptsBody
from pgbridge_portone.times import utc
from pgbridge_portone.words import RECEIPT_FILTER, RECEIPT_FILTER_OUT, RECEIPT_TYPE, RECEIPT_TYPE_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation

OPERATION = ListCashReceipts
ENDPOINTS = ("GET /cash-receipts",)
FIELDS = fields(
    {
        "order_id": "filter.paymentId",
        "since": "filter.from",
        "until": "filter.until",
        "status": "filter.statuses",
        "type": "filter.types",
        "manual": "filter.isManual",
        "version": "filter.version",
        "page": "page.number",
        "size": "page.size",
    }
)
ISSUED_AT = "ISSUED_AT"
VERSIONS = ("V1", "V2")
DEFAULT_SIZE = 10


def encode(op: ListCashReceipts, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := problems_of(op):
        raise refuse(*problems, subject="list")
    body = ReceiptsBody(
        page=PageInput(number=op.page, size=op.size),
        filter=ReceiptFilter(
            store_id=store_of(channel),
            time_range_field=ISSUED_AT,
            from_=utc(op.since),
            until=utc(op.until),
            payment_id=op.order_id,
            statuses=None if op.status is None else (RECEIPT_FILTER_OUT[op.status],),
            is_manual=op.manual,
            version=op.version,
            types=None if op.type is None else (RECEIPT_TYPE_OUT[op.type],),
        ),
    )
    return WireRequest(method="GET", path="/cash-receipts", query=in_query(body))


def problems_of(op: ListCashReceipts) -> list[Violation]:
    """Return what V2 cannot take."""
    found = page_problem(op.page, op.size) + time_problems((("since", op.since), ("until", op.until)))
    words = (
        ("status", "filter.statuses", op.status, tuple(RECEIPT_FILTER_OUT)),
        ("type", "filter.types", op.type, tuple(RECEIPT_TYPE_OUT)),
        ("version", "filter.version", op.version, VERSIONS),
    )
    for neutral, wire, value, known in words:
        if value is not None and value not in known:
            message = f"must be one of {', '.join(known)}"
            found.append(problem(neutral, wire, message, neutral=neutral, kind="enum"))
    return found


def decode(op: ListCashReceipts | None, response: WireResponse) -> Page[CashReceipt]:
    """Return the page."""
    shape = parse(response.body, ITEMS)
    return page_of(shape, tuple(read_receipt(raw) for raw in shape.items), op)


def following(op: ListCashReceipts, page: Page[CashReceipt]) -> ListCashReceipts | None:
    """Return what asks for the next page; None after the last."""
    return msgspec.structs.replace(op, page=op.page + 1) if page.more else None


def onward(op: ListCashReceipts, step: ListCashReceipts, page: Page[CashReceipt]) -> ListCashReceipts | None:
    """Return what asks for the next page, however deep."""
    del op
    return paging.onward(step, page, lambda it: it.issued_at)  # type: ignore[no-any-return]


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it filters by what the operation does not know
    """
    body, unknown = asked(requests[0], ReceiptsBody)
    wanted, page = body.filter or ReceiptFilter(), body.page or PageInput()
    problems = []
    if wanted.time_range_field not in (None, ISSUED_AT):
        message = "cash receipts are listed by the time of issue"
        problems.append(problem("time-range", "filter.timeRangeField", message, kind="enum"))
    if body.sort is not None:
        problems.append(
            problem("sort", "sort", "cash receipts are listed in V2's own order", kind="forbidden")
        )
    for name, values in (("statuses", wanted.statuses), ("types", wanted.types)):
        if values is not None and len(values) > 1:
            problems.append(problem(name, f"filter.{name}", "name one, or leave it out", kind="max"))
    if problems:
        raise refuse(*problems, subject="list")
    status, kind = next(iter(wanted.statuses or ()), None), next(iter(wanted.types or ()), None)
    op = ListCashReceipts(
        order_id=wanted.payment_id,
        since=wanted.from_,
        until=wanted.until,
        status=None if status is None else RECEIPT_FILTER.get(status, status),
        type=None if kind is None else RECEIPT_TYPE.get(kind, kind),
        manual=wanted.is_manual,
        version=wanted.version,
        page=page.number or 0,
        size=DEFAULT_SIZE if page.size is None else page.size,
    )
    return Accepted(op=op, store_id=wanted.store_id, unknown=unknown)


def answer(op: ListCashReceipts | None, result: Page[CashReceipt] | PgbridgeError) -> WireResponse:
    """Write the page as V2 answers it."""
    if isinstance(result, PgbridgeError):
        return refused(result)
    items = tuple(Raw(ENCODER.encode(receipt_shape(receipt))) for receipt in result.items)
    return answered(ItemsShape(items=items, page=page_shape(result, op)))
