"""`schedules.reschedule`: `POST /subscribe/payments/schedule/{merchant_uid}/reschedule`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.billing_key import Schedule
from pgbridge.model.channel import Channel
from pgbridge.operations.schedules.reschedule import Reschedule
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.scheduled import (
    SCHEDULE,
    answer_schedule,
    decode_schedule,
    moved_seen,
    schedule_path,
)
from pgbridge_iamport.shapes.requests import DueBody
from pgbridge_iamport.times import epoch

OPERATION = Reschedule
ENDPOINTS = ("POST /subscribe/payments/schedule/{merchant_uid}/reschedule",)
FIELDS = {
    "order_id": "path.merchant_uid",
    "due_at": "schedule_at",
    "schedule_id": None,
    "billing_key": None,
    "terms": None,
}
# V1 finds the schedule by its order id and keeps its key and terms; these are for V2, which makes a new one.
DROPPED = frozenset(("schedule_id", "billing_key", "terms"))


def encode(op: Reschedule, channel: Channel) -> WireRequest:
    """Write the request."""
    return WireRequest(
        method="POST",
        path=schedule_path(op.order_id, "/reschedule"),
        name="reschedule",
        body=DueBody(schedule_at=epoch(op.due_at)),
        headers=headers(channel),
        params={"merchant_uid": op.order_id},
    )


def decode(op: Reschedule | None, response: WireResponse) -> Schedule:  # noqa: ARG001
    """Read the schedule as it is now."""
    return decode_schedule(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    due_at = form.need_time("schedule_at")
    return accepted(request, Reschedule(order_id=tail(request, f"{SCHEDULE}/"), due_at=due_at), forms=(form,))


def answer(op: Reschedule | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_schedule(result)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether it waits for the new time."""
    return (yield from moved_seen(attempt, channel))
