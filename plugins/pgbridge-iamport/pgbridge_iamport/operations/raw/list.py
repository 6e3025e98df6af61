"""`raw.list`: any listing of V1 that has no operation of its own."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Raw

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.page import Page
from pgbridge.operations.raw.list import ListRaw
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.envelope import UNREADABLE, content, failure, success
from pgbridge_iamport.lookups import get
from pgbridge_iamport.operations.raw.call import pairs, problems_of
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.windows import check_paging

OPERATION = ListRaw
ENDPOINTS: tuple[str, ...] = ()
FIELDS = {"path": "path", "filter": "query", "page": "query.page", "size": "query.limit"}


def encode(op: ListRaw, channel: Channel) -> WireRequest:
    """Write the request; V1 counts pages from 1.

    :raises RuleViolation: that is no request
    """
    refuse(problems_of("GET", op.path) + check_paging(op.page, op.size), op.name)
    paging = (("page", str(op.page + 1)), ("limit", str(op.size)))
    return get(op.path, channel, (*pairs(op.filter), *paging))


def decode(op: ListRaw | None, response: WireResponse) -> Page[Any]:
    """Read one page, plain or with totals; a full plain one promises another.

    :raises BadAnswer: it is no listing
    """
    found = content(response.body)
    try:
        data = msgspec.json.decode(found) if isinstance(found, Raw) else None
    except UNREADABLE:
        data = None
    size, number = (op.size, op.page) if op is not None else (0, 0)
    if isinstance(data, dict) and isinstance(data.get("list"), list):
        more = bool(data.get("next"))
        return Page(items=tuple(data["list"]), number=number, size=size, total=data.get("total"), more=more)
    if not isinstance(data, list):
        raise BadAnswer("PortOne V1 did not answer a list where one should be", reason="bad_answer")
    return Page(items=tuple(data), number=number, size=size, more=0 < size <= len(data))


def following(op: ListRaw, page: Page[Any]) -> ListRaw | None:
    """Return the operation for the next page."""
    return msgspec.structs.replace(op, page=op.page + 1) if page.more else None


def accept(*requests: WireRequest) -> Accepted:
    """Refuse: a path means what it means on one API only.

    :raises RuleViolation: always
    """
    message = f"{requests[0].path}: a raw listing belongs to one API and has no translation"
    refuse([problem("path", "forbidden", message, neutral="path")], ListRaw.name)
    raise AssertionError  # pragma: no cover - refused above


def answer(op: ListRaw | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a page as V1 answers plain lists."""
    return failure(result) if isinstance(result, PgbridgeError) else success(list(result.items))
