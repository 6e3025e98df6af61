"""`billing_keys.schedules`: `GET /subscribe/customers/{customer_uid}/schedules`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.model.billing_key import Schedule
from pgbridge.model.channel import Channel
from pgbridge.model.page import Page
from pgbridge.operations.billing_keys.schedules import ListKeySchedules
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport import windows
from pgbridge_iamport.operations.schedules import list as listing
from pgbridge_iamport.refusal import problem, refuse

OPERATION = ListKeySchedules
ENDPOINTS = (
    "GET /subscribe/customers/{customer_uid}/schedules",
    "GET /subscribe/payments/schedule/customers/{customer_uid}",
)
FIELDS = {**listing.FIELDS, "status": "query.schedule-status", "size": None}


def encode(op: ListKeySchedules, channel: Channel) -> WireRequest:
    """Write the request; V1 chooses the size of pages.

    :raises RuleViolation: the window or status is not one that V1 takes
    """
    return listing.encode(wider(op), channel)


def wider(op: ListKeySchedules) -> ListSchedules:
    """Return the listing of all schedules that this is a part of."""
    return ListSchedules(
        billing_key=op.billing_key, since=op.since, until=op.until, status=op.status, page=op.page
    )


def decode(op: ListKeySchedules | None, response: WireResponse) -> Page[Schedule]:
    """Read one page."""
    return listing.decode(wider(op) if op is not None else None, response)


def following(op: ListKeySchedules, page: Page[Schedule]) -> ListKeySchedules | None:
    """Return the operation for the next page."""
    return msgspec.structs.replace(op, page=op.page + 1) if page.more else None


def within(op: ListKeySchedules) -> ListKeySchedules:
    """Return the part to begin with."""
    return windows.within(op, listing.PART_DAYS)


def onward(op: ListKeySchedules, step: ListKeySchedules, page: Page[Schedule]) -> ListKeySchedules | None:
    """Return what asks for the next page, else for the next part."""
    return following(step, page) or windows.beyond(op, step, listing.PART_DAYS)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request on either of V1's two paths.

    :raises RuleViolation: it names no key
    """
    found = listing.accept(*requests)
    it: ListSchedules = found.op
    if it.billing_key is None:
        message = "billing_key: this operation lists the schedules of one key"
        refuse([problem("customer_uid", "required", message, neutral="billing_key")], ListKeySchedules.name)
    op = ListKeySchedules(
        billing_key=it.billing_key or "", since=it.since, until=it.until, status=it.status, page=it.page
    )
    return msgspec.structs.replace(found, op=op)


def answer(op: ListKeySchedules | None, result: Any) -> WireResponse:
    """Write a page as V1 answers it: a plain list."""
    return listing.answer(wider(op) if op is not None else None, result)
