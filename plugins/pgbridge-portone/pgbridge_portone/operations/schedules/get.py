"""`GET /payment-schedules/{paymentScheduleId}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import Schedule
from pgbridge.operations.schedules.get import GetSchedule
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.convert.schedule import read_schedule, schedule_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.scheduling import get_request, need_schedule

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetSchedule
ENDPOINTS = ("GET /payment-schedules/{paymentScheduleId}",)
APPROXIMATIONS = ("PortOne V2 goes by schedule id; the ledger knows that of an order",)
FIELDS = fields({"order_id": None, "schedule_id": "path.paymentScheduleId"})
# The ledger, or the caller, knows the schedule id of an order; the order id alone is refused.
DROPPED = frozenset(("order_id",))
MISSING = "PAYMENT_SCHEDULE_NOT_FOUND"


def encode(op: GetSchedule, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no schedule id
    """
    return get_request(need_schedule(op, "schedule"), channel)


def decode(op: GetSchedule | None, response: WireResponse) -> Schedule:
    """Return the schedule."""
    del op
    return read_schedule(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(op=GetSchedule(schedule_id=part(request, 1)), store_id=query(request).get("storeId"))


def answer(op: GetSchedule | None, result: Schedule | PgbridgeError) -> WireResponse:
    """Write the schedule as V2 answers it."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, MISSING)
    return answered(schedule_shape(result))
