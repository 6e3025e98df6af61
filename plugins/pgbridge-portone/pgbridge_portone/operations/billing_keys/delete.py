"""`DELETE /billing-keys/{billingKey}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.page import Deleted
from pgbridge.operations.base import key_id
from pgbridge.operations.billing_keys.delete import DeleteBillingKey
from pgbridge.wire import Accepted, Judgement, Prior, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import flag, problem, read, refuse, segment, store_query, unsent
from pgbridge_portone.convert.billing_key import read_key
from pgbridge_portone.fields import fields
from pgbridge_portone.judge import REFUSED
from pgbridge_portone.judge import judge as usual
from pgbridge_portone.operations.billing_keys.get import MISSING, get_request
from pgbridge_portone.operations.billing_keys.get_many import absent
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import DeletedShape
from pgbridge_portone.times import utc
from pgbridge_portone.words import REQUESTER, REQUESTER_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = DeleteBillingKey
ENDPOINTS = ("DELETE /billing-keys/{billingKey}",)
FIELDS = fields(
    {
        "billing_key": "path.billingKey",
        "reason": "query.reason",
        "requester": "query.requester",
        "notify": "query.skipWebhook",
    }
)
DELETED = msgspec.json.Decoder(DeletedShape)


def encode(op: DeleteBillingKey, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    key = key_id(op.billing_key)
    if op.requester is not None and op.requester not in REQUESTER_OUT:
        message = f"must be one of {', '.join(REQUESTER_OUT)}"
        raise refuse(
            problem("requester", "query.requester", message, neutral="requester", kind="enum"),
            subject="delete",
        )
    asked = store_query(channel)
    if op.reason is not None:
        asked += (("reason", op.reason),)
    if op.requester is not None:
        asked += (("requester", REQUESTER_OUT[op.requester]),)
    if (skip := unsent(op.notify)) is not None:
        asked += (("skipWebhook", flag(skip)),)
    return WireRequest(
        name="delete_billing_key",
        method="DELETE",
        path=f"/billing-keys/{segment(key)}",
        query=asked,
        params={"billingKey": key, **dict(asked)},
    )


def decode(op: DeleteBillingKey | None, response: WireResponse) -> Deleted:
    """Return when it was deleted."""
    deleted = parse(response.body, DELETED)
    return Deleted(id=key_id(op.billing_key) if op else "", deleted_at=utc(deleted.deleted_at))


def judge(response: WireResponse) -> Judgement | None:
    """Judge as ever, but for schedules of the key: elsewhere they may be what was asked for, here they stand in the way."""
    judged = usual(response)
    if judged is not None and getattr(judged.error, "code", None) == "PAYMENT_SCHEDULE_ALREADY_EXISTS":
        return Judgement(kind=REFUSED, error=judged.error)
    return judged


def prior(op: DeleteBillingKey, channel: Channel) -> Flow[Prior]:
    """Name the key for later look-ups; nothing has to be read."""
    del channel
    yield from ()
    return Prior(op=op, target=key_id(op.billing_key))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read the key: gone means done."""
    key = attempt.target or attempt.vendor_id
    try:
        response = yield from read(get_request(key, channel), channel)
    except NotFound as error:
        if not absent(error):
            raise
        return Sighting(items=(Seen(id=key, state="done", result=Deleted(id=key)),))
    found = read_key(response.body)
    if found.status != "deleted":
        return Sighting()
    return Sighting(items=(Seen(id=key, state="done", result=Deleted(id=key, deleted_at=found.deleted_at)),))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    asked = query(request)
    requester, skip = asked.get("requester"), asked.get("skipWebhook")
    op = DeleteBillingKey(
        billing_key=VendorKey(id=part(request, 1)),
        reason=asked.get("reason"),
        requester=None if requester is None else REQUESTER.get(requester, requester),
        notify=None if skip is None else skip != "true",
    )
    return Accepted(op=op, store_id=asked.get("storeId"))


def answer(op: DeleteBillingKey | None, result: Deleted | PgbridgeError) -> WireResponse:
    """Write when it was deleted."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, MISSING)
    return answered(DeletedShape(deleted_at=result.deleted_at))
