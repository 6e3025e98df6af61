"""`DELETE /payment-schedules`: all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.page import Revoked
from pgbridge.operations.base import key_id
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import scheduling
from pgbridge_portone.accepting import asked
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import RevokedShape
from pgbridge_portone.shapes.requests import RevokeBody
from pgbridge_portone.times import BEGINNING, END, utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = RevokeSchedules
ENDPOINTS = ("DELETE /payment-schedules",)
APPROXIMATIONS = ("PortOne V2 revokes by schedule ids, all or nothing",)
FIELDS = fields({"billing_key": "billingKey", "order_ids": "scheduleIds", "schedule_ids": "scheduleIds"})
REVOKED = msgspec.json.Decoder(RevokedShape)
MISSING = "PAYMENT_SCHEDULE_NOT_FOUND"


def encode(op: RevokeSchedules, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: orders are named whose schedule ids are not known: left out, a key would lose all of its
        schedules, or too few would be revoked
    """
    if len(op.schedule_ids) < len(op.order_ids):
        message = (
            f"V2 revokes by its own ids: {len(op.order_ids)} orders are named, {len(op.schedule_ids)} schedule "
            "ids are known: give schedule_ids"
        )
        raise refuse(
            problem("schedule-ids", "scheduleIds", message, neutral="schedule_ids"), subject="revoke"
        )
    if op.billing_key is None and not op.schedule_ids:
        message = "name the schedules (schedule_ids), or the billing key that loses all of its schedules"
        raise refuse(problem("what", "scheduleIds", message, neutral="schedule_ids"), subject="revoke")
    key = None if op.billing_key is None else key_id(op.billing_key)
    return scheduling.revoke_request(channel, billing_key=key, schedule_ids=op.schedule_ids)


def decode(op: RevokeSchedules | None, response: WireResponse) -> Revoked:
    """Return what was revoked."""
    del op
    shape = parse(response.body, REVOKED)
    return Revoked(schedule_ids=shape.revoked_schedule_ids or (), revoked_at=utc(shape.revoked_at))


def prior(op: RevokeSchedules, channel: Channel) -> Flow[Prior]:
    """Note which schedules are meant; those of a key are listed."""
    ids = op.schedule_ids
    if not ids and op.billing_key is not None and not op.order_ids:
        listed = yield from scheduling.of_key(
            key_id(op.billing_key), BEGINNING, END, channel, status="scheduled"
        )
        ids = tuple(schedule.id for schedule in listed)
    return Prior(op=op, target=" ".join(ids))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read the schedules that are meant (`attempt.target`): done when none of them will run."""
    ids = tuple((attempt.target or "").split())
    if not ids:
        return Sighting(absence_counts=False)
    times = []
    for schedule_id in ids:
        try:
            schedule = yield from scheduling.one(schedule_id, channel)
        except NotFound as error:
            if not scheduling.absent(error):
                raise
            continue
        if schedule.status != "revoked":
            return Sighting()
        if schedule.revoked_at is not None:
            times.append(schedule.revoked_at)
    result = Revoked(schedule_ids=ids, revoked_at=max(times, default=None))
    return Sighting(items=(Seen(id=attempt.target or "", state="done", result=result),))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    body, unknown = asked(requests[0], RevokeBody)
    op = RevokeSchedules(
        billing_key=None if body.billing_key is None else VendorKey(id=body.billing_key),
        schedule_ids=body.schedule_ids or (),
    )
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: RevokeSchedules | None, result: Revoked | PgbridgeError) -> WireResponse:
    """Write what was revoked as V2 answers it."""
    ids = op.schedule_ids if op is not None else ()
    if isinstance(result, PgbridgeError):
        return refused(result, MISSING)
    return answered(
        RevokedShape(revoked_schedule_ids=result.schedule_ids or ids, revoked_at=result.revoked_at)
    )
