"""`billing_keys.delete`: `DELETE /subscribe/customers/{customer_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.page import Deleted
from pgbridge.operations.base import key_id
from pgbridge.operations.billing_keys.delete import DeleteBillingKey
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport import codes
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.keys import CUSTOMERS, decode_key, key_by_id, key_path
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.refusal import Problems, coded, refuse
from pgbridge_iamport.shapes.billing import CustomerShape

OPERATION = DeleteBillingKey
ENDPOINTS = ("DELETE /subscribe/customers/{customer_uid}",)
FIELDS = {
    "billing_key": "path.customer_uid",
    "reason": "query.reason",
    "requester": "query.extra[requester]",
    "notify": None,
}
# V1 sends no webhook when a key is deleted, so there is none to ask for or to suppress.
DROPPED = frozenset(("notify",))


def encode(op: DeleteBillingKey, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: V1 does not know that requester
    """
    problems: Problems = []
    uid = key_id(op.billing_key)
    requester = coded(codes.REQUESTERS, op.requester, "extra[requester]", "requester", problems)
    refuse(problems, op.name)
    pairs = (("reason", op.reason), ("extra[requester]", requester))
    query = tuple((name, value) for name, value in pairs if value is not None)
    return WireRequest(
        method="DELETE",
        path=key_path(uid),
        name="delete_billing_key",
        query=query,
        headers=headers(channel),
        params={"customer_uid": uid, **dict(query)},
    )


def decode(op: DeleteBillingKey | None, response: WireResponse) -> Deleted:
    """Read which key is gone; V1 does not say when."""
    return Deleted(id=decode_key(response.body, key_id(op.billing_key) if op is not None else None).id)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.query(request)
    requester = (form.mapping("extra") or {}).get("requester")
    op = DeleteBillingKey(
        billing_key=tail(request, CUSTOMERS),
        reason=form.text("reason"),
        requester=None if requester is None else str(requester),
    )
    return accepted(request, op)


def answer(op: DeleteBillingKey | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    uid = key_id(op.billing_key) if op is not None else result.id
    return success(CustomerShape[int](customer_uid=uid))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the key is gone."""
    uid = attempt.vendor_id
    try:
        yield from key_by_id(uid, channel)
    except NotFound:
        return Sighting(items=(Seen(id=uid, state="done", result=Deleted(id=uid)),))
    return Sighting()
