"""`schedules.get`: `GET /subscribe/payments/schedule/{merchant_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.billing_key import Schedule
from pgbridge.model.channel import Channel
from pgbridge.operations.schedules.get import GetSchedule
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.scheduled import (
    SCHEDULE,
    answer_schedule,
    decode_schedule,
    schedule_by_order,
    schedule_request,
)

OPERATION = GetSchedule
ENDPOINTS = ("GET /subscribe/payments/schedule/{merchant_uid}",)
FIELDS = {"order_id": "path.merchant_uid", "schedule_id": None}
# On V1 a schedule has no id of its own: its order id is both, and stands for it where only that is given.
DROPPED = frozenset(("schedule_id",))


def encode(op: GetSchedule, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no schedule is named
    """
    return schedule_request(named(op), channel)


def flow(op: GetSchedule, channel: Channel) -> Flow[Schedule]:
    """Read the schedule.

    :raises NotFound: there is none
    """
    return (yield from schedule_by_order(named(op), channel))


def named(op: GetSchedule) -> str:
    """Return the order id of the schedule."""
    found = op.order_id or op.schedule_id
    if not found:
        refuse([problem("merchant_uid", "required", "order_id: give it", neutral="order_id")], op.name)
    return found or ""


def decode(op: GetSchedule | None, response: WireResponse) -> Schedule:  # noqa: ARG001
    """Read the schedule."""
    return decode_schedule(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetSchedule(order_id=tail(request, f"{SCHEDULE}/")))


def answer(op: GetSchedule | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_schedule(result)
