"""`billing_keys.get_many`: `GET /subscribe/customers`."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.billing_key import BillingKey
from pgbridge.model.channel import Channel
from pgbridge.model.page import Found
from pgbridge.operations.base import key_id
from pgbridge.operations.billing_keys.get_many import GetBillingKeys
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.keys import READER, key_of, written_key
from pgbridge_iamport.lookups import get, read
from pgbridge_iamport.refusal import problem, refuse

OPERATION = GetBillingKeys
ENDPOINTS = ("GET /subscribe/customers",)
FIELDS = {"billing_keys": "query.customer_uid"}
# V1 names no limit here; its other call that takes several ids takes 100.
MOST = 100
PARTLY = 207


def encode(op: GetBillingKeys, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no id, or too many for one call (`flow` splits them)
    """
    if not 1 <= len(op.billing_keys) <= MOST:
        message = f"billing_keys: 1 to {MOST} in one V1 call"
        refuse([problem("customer_uid", "max_length", message, neutral="billing_keys", value=MOST)], op.name)
    query = tuple(("customer_uid[]", key_id(it)) for it in op.billing_keys)
    return get("/subscribe/customers", channel, query)


def flow(op: GetBillingKeys, channel: Channel) -> Flow[Found[BillingKey]]:
    """Read a hundred at a time; where V1 knows none of them it says so with a 404."""
    items: list[BillingKey] = []
    missing: list[str] = []
    for start in range(0, len(op.billing_keys), MOST):
        some = GetBillingKeys(billing_keys=op.billing_keys[start : start + MOST])
        try:
            response = yield from read(encode(some, channel), channel)
        except NotFound:
            missing += [key_id(it) for it in some.billing_keys]
            continue
        found = decode(some, response)
        items += found.items
        missing += found.missing
    return Found(items=tuple(items), missing=tuple(missing))


def decode(op: GetBillingKeys | None, response: WireResponse) -> Found[BillingKey]:
    """Read what was found; the rest of what was asked for is missing."""
    items = tuple(key_of(it, raw) for it, raw in READER.several(response.body))
    known = {it.id for it in items}
    asked = [key_id(it) for it in op.billing_keys] if op is not None else []
    return Found(items=items, missing=tuple(it for it in asked if it not in known))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    keys = tuple(str(it) for it in Form.query(request).items("customer_uid"))
    return accepted(request, GetBillingKeys(billing_keys=keys))


def answer(op: GetBillingKeys | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it: 207 when some are missing."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    if result.missing and not result.items:
        return failure(NotFound("none of the billing keys exists", reason="billing_key_not_found"))
    return success([written_key(it.alias, it) for it in result.items], PARTLY if result.missing else 200)
