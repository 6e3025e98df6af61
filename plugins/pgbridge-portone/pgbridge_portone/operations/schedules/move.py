"""`DELETE /payment-schedules`, then `POST /payments/{paymentId}/schedule`: V2 has no call that moves a schedule.

The caller sees to it that the old one is read as revoked before the new one is made.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.billing_key import Schedule, VendorKey
from pgbridge.operations.base import key_id
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.operations.schedules.move import MoveSchedule
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import scheduling
from pgbridge_portone.accepting import asked, body_of, part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.answers import RevokedShape, ScheduledShape, ScheduleSummary
from pgbridge_portone.shapes.requests import RevokeBody, ScheduleBody

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = MoveSchedule
ENDPOINTS = ("DELETE /payment-schedules", "POST /payments/{paymentId}/schedule")
APPROXIMATIONS = ("PortOne V2 moves nothing: the schedule is revoked and made again, with a new id",)
FIELDS = fields(
    {
        "order_id": "path.paymentId",
        "due_at": "timeToPay",
        "schedule_id": "scheduleIds",
        "billing_key": "payment.billingKey",
        "terms": "payment",
    }
)
NEEDS = {"terms": "V2 wants the whole payment again: read the old schedule for the rest of it"}
STEPS = 2


def encode(op: MoveSchedule, channel: Channel) -> WireRequest:
    """Return the second of the two requests; `revoke_request` goes before it.

    :raises RuleViolation: V2 cannot take it
    """
    return create_request(op, channel)


def revoke_request(op: MoveSchedule, channel: Channel) -> WireRequest:
    """Return the request that revokes the old schedule.

    :raises RuleViolation: its id is not known
    """
    return scheduling.revoke_request(channel, schedule_ids=(scheduling.need_schedule(op, "move"),))


def create_request(op: MoveSchedule, channel: Channel) -> WireRequest:
    """Return the request that makes the new schedule, under the same payment id.

    :raises RuleViolation: terms or key are not known, or V2 cannot take them
    """
    return scheduling.again_request(op, channel, "move")


def encode_all(op: MoveSchedule, channel: Channel) -> tuple[WireRequest, ...]:
    """Return both requests; without terms the second says only for whom and when."""
    known = op.terms is not None and op.billing_key is not None
    second = create_request(op, channel) if known else scheduling.bare_request(op)
    return revoke_request(op, channel), second


def prior(op: MoveSchedule, channel: Channel) -> Flow[Prior]:
    """Read the old schedule for the terms and the key that the caller left out."""
    return (yield from scheduling.prior_again(op, channel, "move"))


def steps(op: MoveSchedule, channel: Channel) -> Flow[tuple[RevokeSchedules, CreateSchedule]]:
    """Return the two writes that a move is, each to be made on its own.

    :raises RuleViolation: the old schedule's id, key or terms are not known and cannot be read
    """
    known: MoveSchedule = (yield from prior(op, channel)).op
    if known.terms is None or known.billing_key is None:
        raise refuse(problem("terms", "payment", NEEDS["terms"]), subject="move")
    row = replace(known.terms, order_id=op.order_id, due_at=op.due_at)
    return (
        RevokeSchedules(schedule_ids=(scheduling.need_schedule(known, "move"),)),
        CreateSchedule(billing_key=known.billing_key, rows=(row,)),
    )


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look for the new schedule: by its key (`attempt.target`), around the new time."""
    if attempt.target is None or attempt.due_at is None:
        return Sighting(absence_counts=False)
    due_at = datetime.fromtimestamp(attempt.due_at, UTC)
    found = yield from scheduling.around(attempt.target, due_at, attempt.vendor_id, channel)
    return scheduling.sighting_of(tuple(s for s in found if s.status != "revoked"))


def decode(op: MoveSchedule | None, response: WireResponse) -> Schedule:
    """Return the new schedule.

    :raises RuleViolation: nobody knows what was asked for, and the answer does not say
    """
    if op is None or op.terms is None:
        message = "V2 answers with an id only: the terms of the new schedule must be given"
        raise refuse(problem("request", "request", message), subject="answer of a move")
    row = replace(op.terms, order_id=op.order_id, due_at=op.due_at)
    return scheduling.created(row, key_id(op.billing_key) if op.billing_key else "", response)


def decode_all(op: MoveSchedule | None, responses: Sequence[WireResponse]) -> Schedule:
    """Return the new schedule from the last of the answers."""
    return decode(op, responses[-1])


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from both requests.

    :raises RuleViolation: one is missing
    """
    if len(requests) != STEPS:
        message = "a move on V2 is two requests: DELETE /payment-schedules, then POST /payments/{id}/schedule"
        raise refuse(problem("requests", "request", message), subject="move")
    first, second = requests
    old, unread = asked(first, RevokeBody)
    body, unknown = body_of(second, ScheduleBody)
    row, key = None, None
    if body.payment is not None:
        row, payment, _ = scheduling.row_from(second)
        key = VendorKey(id=payment.billing_key)
    op = MoveSchedule(
        order_id=part(second, 1),
        due_at=body.time_to_pay,
        schedule_id=old.schedule_ids[0] if old.schedule_ids else None,
        billing_key=key,
        terms=row,
    )
    return Accepted(op=op, store_id=old.store_id, unknown=unread + unknown)


def answer(op: MoveSchedule | None, result: Schedule | PgbridgeError) -> WireResponse:
    """Write the answer to the second request."""
    return answer_all(op, result)[-1]


def answer_all(op: MoveSchedule | None, result: Schedule | PgbridgeError) -> tuple[WireResponse, ...]:
    """Write the answers to both requests."""
    if isinstance(result, PgbridgeError):
        return (refused(result, "PAYMENT_SCHEDULE_NOT_FOUND"),)
    old = op.schedule_id if op is not None else None
    return (
        answered(RevokedShape(revoked_schedule_ids=(old,) if old else ())),
        answered(ScheduledShape(schedule=ScheduleSummary(id=result.id))),
    )
