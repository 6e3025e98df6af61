"""`GET /identity-verifications`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw

from pgbridge.errors import PgbridgeError
from pgbridge.model.identity import IdentityVerification
from pgbridge.model.page import Page
from pgbridge.operations.identity.list import ListIdentityVerifications
from pgbridge.wire import ENCODER, Accepted, WireRequest, WireResponse
from pgbridge_portone import paging
from pgbridge_portone.accepting import asked
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import in_query, page_problem, problem, refuse, store_of, time_problems
from pgbridge_portone.charging import ITEMS
from pgbridge_portone.fields import fields
from pgbridge_portone.paging import page_of, page_shape
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ItemsShape
from pgbridge_portone.shapes.requests import IdentitiesBody, IdentityFilter, PageInput
from pgbridge_portone.times import utc
from pgbridge_portone.verifying import identity_shape, read_identity
from pgbridge_portone.words import IDENTITY_STATUS, IDENTITY_STATUS_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation

OPERATION = ListIdentityVerifications
ENDPOINTS = ("GET /identity-verifications",)
FIELDS = fields(
    {
        "order_id": "filter.identityVerificationId",
        "since": "filter.from",
        "until": "filter.until",
        "status": "filter.statuses",
        "version": "filter.version",
        "page": "page.number",
        "size": "page.size",
    }
)
REQUESTED_AT = "REQUESTED_AT"
VERSIONS = ("V1", "V2")
DEFAULT_SIZE = 10


def encode(op: ListIdentityVerifications, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := problems_of(op):
        raise refuse(*problems, subject="list")
    body = IdentitiesBody(
        page=PageInput(number=op.page, size=op.size),
        filter=IdentityFilter(
            store_id=store_of(channel),
            time_range_field=REQUESTED_AT,
            from_=utc(op.since),
            until=utc(op.until),
            identity_verification_id=op.order_id,
            statuses=None if op.status is None else (IDENTITY_STATUS_OUT[op.status],),
            version=op.version,
        ),
    )
    return WireRequest(method="GET", path="/identity-verifications", query=in_query(body))


def problems_of(op: ListIdentityVerifications) -> list[Violation]:
    """Return what V2 cannot take."""
    found = page_problem(op.page, op.size) + time_problems((("since", op.since), ("until", op.until)))
    words = (
        ("status", "filter.statuses", op.status, tuple(IDENTITY_STATUS_OUT)),
        ("version", "filter.version", op.version, VERSIONS),
    )
    for neutral, wire, value, known in words:
        if value is not None and value not in known:
            message = f"must be one of {', '.join(known)}"
            found.append(problem(neutral, wire, message, neutral=neutral, kind="enum"))
    return found


def decode(op: ListIdentityVerifications | None, response: WireResponse) -> Page[IdentityVerification]:
    """Return the page."""
    shape = parse(response.body, ITEMS)
    return page_of(shape, tuple(read_identity(raw) for raw in shape.items), op)


def following(
    op: ListIdentityVerifications, page: Page[IdentityVerification]
) -> ListIdentityVerifications | None:
    """Return what asks for the next page; None after the last."""
    return msgspec.structs.replace(op, page=op.page + 1) if page.more else None


def onward(
    op: ListIdentityVerifications, step: ListIdentityVerifications, page: Page[IdentityVerification]
) -> ListIdentityVerifications | None:
    """Return what asks for the next page, however deep."""
    del op
    return paging.onward(step, page, lambda it: it.requested_at)  # type: ignore[no-any-return]


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it filters by what the operation does not know
    """
    body, unknown = asked(requests[0], IdentitiesBody)
    wanted, page = body.filter or IdentityFilter(), body.page or PageInput()
    problems = []
    if wanted.time_range_field not in (None, REQUESTED_AT):
        message = "verifications are listed by the time of the request"
        problems.append(problem("time-range", "filter.timeRangeField", message, kind="enum"))
    if body.sort is not None:
        problems.append(
            problem("sort", "sort", "verifications are listed in V2's own order", kind="forbidden")
        )
    if wanted.statuses is not None and len(wanted.statuses) > 1:
        problems.append(problem("statuses", "filter.statuses", "name one, or leave it out", kind="max"))
    if problems:
        raise refuse(*problems, subject="list")
    status = next(iter(wanted.statuses or ()), None)
    op = ListIdentityVerifications(
        order_id=wanted.identity_verification_id,
        since=wanted.from_,
        until=wanted.until,
        status=None if status is None else IDENTITY_STATUS.get(status, status),
        version=wanted.version,
        page=page.number or 0,
        size=DEFAULT_SIZE if page.size is None else page.size,
    )
    return Accepted(op=op, store_id=wanted.store_id, unknown=unknown)


def answer(
    op: ListIdentityVerifications | None, result: Page[IdentityVerification] | PgbridgeError
) -> WireResponse:
    """Write the page as V2 answers it."""
    if isinstance(result, PgbridgeError):
        return refused(result)
    items = tuple(Raw(ENCODER.encode(identity_shape(it))) for it in result.items)
    return answered(ItemsShape(items=items, page=page_shape(result, op)))
