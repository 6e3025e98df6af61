"""Any listing of V2 that has no operation of its own: pages stand in the query parameter `requestBody`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.page import Page
from pgbridge.operations.raw.call import RawCall
from pgbridge.operations.raw.list import ListRaw
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import in_query, page_problem, problem, refuse
from pgbridge_portone.charging import ITEMS
from pgbridge_portone.fields import fields
from pgbridge_portone.operations.raw import call
from pgbridge_portone.paging import page_of, page_shape
from pgbridge_portone.parsing import bad, parse

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = ListRaw
ENDPOINTS: tuple[str, ...] = ()
FIELDS = fields(
    {
        "path": "path",
        "filter": "query.requestBody",
        "page": "query.requestBody.page.number",
        "size": "query.requestBody.page.size",
    }
)


def encode(op: ListRaw, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: that is no request
    """
    del channel
    problems = call.problems_of(RawCall(method="GET", path=op.path)) + page_problem(op.page, op.size)
    if problems:
        raise refuse(*problems, subject="raw listing")
    asked = {**(op.filter or {}), "page": {"number": op.page, "size": op.size}}
    return WireRequest(method="GET", path=op.path, query=in_query(asked))


def decode(op: ListRaw | None, response: WireResponse) -> Page[Any]:
    """Return the page; its items are plain JSON.

    :raises BadAnswer: it is no listing
    """
    shape = parse(response.body, ITEMS)
    try:
        items = tuple(msgspec.json.decode(raw) for raw in shape.items)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise bad(error) from None
    return page_of(shape, items, op)


def following(op: ListRaw, page: Page[Any]) -> ListRaw | None:
    """Return what asks for the next page; None after the last."""
    return replace(op, page=op.page + 1) if page.more else None


def accept(*requests: WireRequest) -> Accepted:
    """Refuse: a path means what it means on one API only.

    :raises RuleViolation: always
    """
    message = f"{requests[0].path}: a raw listing belongs to one API and has no translation"
    raise refuse(problem("raw", "path", message, kind="forbidden"), subject="raw listing")


def answer(op: ListRaw | None, result: Page[Any] | PgbridgeError) -> WireResponse:
    """Write the page as V2 answers pages."""
    if isinstance(result, PgbridgeError):
        return refused(result)
    return answered({"items": list(result.items), "page": page_shape(result, op)})
