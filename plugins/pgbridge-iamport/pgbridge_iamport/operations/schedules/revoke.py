"""`schedules.revoke`: `POST /subscribe/payments/unschedule`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.page import Revoked
from pgbridge.operations.base import key_id
from pgbridge.operations.schedules.list import ListSchedules
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import absence_counts, headers, read
from pgbridge_iamport.operations.schedules import list as listing
from pgbridge_iamport.refusal import MOST_CUSTOMER_UID, Problems, check_length, problem, refuse
from pgbridge_iamport.scheduled import decode_schedules, schedule_by_order
from pgbridge_iamport.shapes.billing import ScheduleShape
from pgbridge_iamport.shapes.requests import UnscheduleBody
from pgbridge_iamport.times import EPOCH, epoch

OPERATION = RevokeSchedules
ENDPOINTS = ("POST /subscribe/payments/unschedule",)
APPROXIMATIONS = ("PortOne V1 revokes by key and order ids",)
FIELDS = {
    "billing_key": "customer_uid",
    "order_ids": "merchant_uid",
    "schedule_ids": "merchant_uid",
}
WINDOW = timedelta(days=90)
WINDOWS = 8  # two years ahead


class Target(Struct, frozen=True, kw_only=True):
    """What was to be revoked, kept for later look-ups."""

    key: str | None = None
    orders: tuple[str, ...] = ()


TARGET = msgspec.json.Decoder(Target)


def encode(op: RevokeSchedules, channel: Channel) -> WireRequest:
    """Write the request: with order ids those, with a key alone all of it. A schedule's id is its order id.

    :raises RuleViolation: nothing is named
    """
    problems: Problems = []
    orders = named(op)
    key = key_id(op.billing_key) if op.billing_key is not None else None
    if not (orders or key):
        message = "billing_key or order_ids: give at least one"
        problems.append(problem("customer_uid", "required_any", message, neutral="billing_key"))
    check_length(key, MOST_CUSTOMER_UID, "customer_uid", "billing_key", problems)
    refuse(problems, op.name)
    return WireRequest(
        method="POST",
        path="/subscribe/payments/unschedule",
        name="unschedule",
        body=UnscheduleBody(customer_uid=key, merchant_uid=list(orders) or None),
        headers=headers(channel),
    )


def named(op: RevokeSchedules) -> tuple[str, ...]:
    """Return the order ids that are named, either way, each once."""
    return tuple(dict.fromkeys((*op.order_ids, *op.schedule_ids)))


def decode(op: RevokeSchedules | None, response: WireResponse) -> Revoked:  # noqa: ARG001
    """Read which schedules will not run."""
    found = decode_schedules(response.body)
    times = [it.revoked_at for it in found if it.revoked_at is not None]
    return Revoked(schedule_ids=tuple(it.id for it in found), revoked_at=max(times) if times else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = RevokeSchedules(
        billing_key=form.text("customer_uid") or None,
        order_ids=tuple(str(it) for it in form.items("merchant_uid")),
    )
    return accepted(request, op, forms=(form,))


def answer(op: RevokeSchedules | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it, as far as it is known."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    key = key_id(op.billing_key) if op is not None and op.billing_key is not None else None
    orders = (named(op) if op is not None else ()) or result.schedule_ids
    return success(
        [
            ScheduleShape[int](
                customer_uid=key,
                merchant_uid=it,
                schedule_status="revoked",
                revoked_at=epoch(result.revoked_at),
            )
            for it in orders
        ]
    )


def prior(op: RevokeSchedules, channel: Channel) -> Flow[Prior]:  # noqa: ARG001 - nothing is read
    """Keep what is to be revoked, for a later look-up."""
    yield from ()
    key = key_id(op.billing_key) if op.billing_key is not None else None
    target = msgspec.json.encode(Target(key=key, orders=named(op))).decode()
    return Prior(op=op, target=target)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether everything that was named is revoked, or of a key alone that nothing waits any more."""
    try:
        target = TARGET.decode(attempt.target or "{}")
    except msgspec.MsgspecError:
        target = Target()
    if target.orders:
        reached = yield from all_revoked(target.orders, channel)
    else:
        reached = bool(target.key) and (yield from none_waits(target.key or "", attempt.begun_at, channel))
    result = Revoked(schedule_ids=target.orders)
    items = (Seen(id=attempt.vendor_id, state="done", result=result),) if reached else ()
    return Sighting(items=items, absence_counts=absence_counts(channel))


def all_revoked(orders: tuple[str, ...], channel: Channel) -> Flow[bool]:
    """Read each schedule until one is not revoked."""
    for order_id in orders:
        try:
            found = yield from schedule_by_order(order_id, channel)
        except NotFound:
            return False
        if found.status != "revoked":
            return False
    return True


def none_waits(key: str, begun_at: float, channel: Channel) -> Flow[bool]:
    """List what is still scheduled of a key, window after window; the day before counts for clocks that differ."""
    since = EPOCH + timedelta(seconds=int(begun_at)) - timedelta(days=1)
    for _ in range(WINDOWS):
        op = ListSchedules(since=since, until=since + WINDOW, billing_key=key, status="scheduled")
        response = yield from read(listing.encode(op, channel), channel)
        if listing.decode(op, response).items:
            return False
        since += WINDOW
    return True
