"""`GET /payment-schedules` of one billing key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pgbridge.model.billing_key import Schedule
from pgbridge.model.page import Page
from pgbridge.operations.billing_keys.schedules import ListKeySchedules
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import paging
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields
from pgbridge_portone.operations.schedules import list as listing

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = ListKeySchedules
ENDPOINTS = ("GET /payment-schedules",)
FIELDS = fields(listing.FIELDS)


def encode(op: ListKeySchedules, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    return listing.encode(wider(op), channel)


def wider(op: ListKeySchedules) -> ListSchedules:
    """Return the listing of all schedules that this is a part of."""
    return ListSchedules(
        billing_key=op.billing_key,
        since=op.since,
        until=op.until,
        status=op.status,
        page=op.page,
        size=op.size,
    )


def decode(op: ListKeySchedules | None, response: WireResponse) -> Page[Schedule]:
    """Return the page."""
    return listing.decode(wider(op) if op is not None else None, response)


def following(op: ListKeySchedules, page: Page[Schedule]) -> ListKeySchedules | None:
    """Return what asks for the next page; None after the last."""
    return replace(op, page=op.page + 1) if page.more else None


def onward(op: ListKeySchedules, step: ListKeySchedules, page: Page[Schedule]) -> ListKeySchedules | None:
    """Return what asks for the next page, however deep."""
    del op
    return paging.onward(step, page, lambda it: it.due_at)  # type: ignore[no-any-return]


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it names no billing key
    """
    found = listing.accept(*requests)
    it: ListSchedules = found.op
    if it.billing_key is None:
        message = "this operation lists the schedules of one billing key"
        raise refuse(
            problem("billing-key", "filter.billingKey", message, neutral="billing_key"), subject="list"
        )
    op = ListKeySchedules(
        billing_key=it.billing_key,
        since=it.since,
        until=it.until,
        status=it.status,
        page=it.page,
        size=it.size,
    )
    return replace(found, op=op)


def answer(op: Any, result: Any) -> WireResponse:
    """Write the page as V2 answers it."""
    return listing.answer(op, result)
