"""One `GET /billing-keys/{billingKey}` for each key: V2 has no read of several by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import ApiError, NotFound, PgbridgeError
from pgbridge.model.billing_key import BillingKey, VendorKey
from pgbridge.model.page import Found
from pgbridge.operations.base import key_id
from pgbridge.operations.billing_keys.get_many import GetBillingKeys
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused, written
from pgbridge_portone.asking import problem, read, refuse
from pgbridge_portone.convert.billing_key import key_shape, read_key
from pgbridge_portone.fields import fields
from pgbridge_portone.judge import judge
from pgbridge_portone.operations.billing_keys.get import MISSING, get_request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = GetBillingKeys
ENDPOINTS = ("GET /billing-keys/{billingKey}",)
APPROXIMATIONS = ("PortOne V2 reads one billing key a request, so this is as many requests as keys",)
FIELDS = fields({"billing_keys": "path.billingKey"})


def encode(op: GetBillingKeys, channel: Channel) -> WireRequest:
    """Turn a read of one key into its request; `encode_all` gives those of several.

    :raises RuleViolation: it is not one
    """
    requests = encode_all(op, channel)
    if len(requests) != 1:
        message = f"V2 takes one request for each billing key: {len(requests)} here"
        raise refuse(
            problem("billing-keys", "path.billingKey", message, neutral="billing_keys"), subject="get_many"
        )
    return requests[0]


def encode_all(op: GetBillingKeys, channel: Channel) -> tuple[WireRequest, ...]:
    """Return one request for each key."""
    return tuple(get_request(key_id(key), channel) for key in op.billing_keys)


def absent(error: ApiError) -> bool:
    """Tell whether V2 itself said that there is no such key."""
    return isinstance(error, NotFound) and error.reason == "billing_key_not_found"


def flow(op: GetBillingKeys, channel: Channel) -> Flow[Found[BillingKey]]:
    """Read one after the other; what V2 does not know is listed as missing."""
    found, missing = [], []
    for key, request in zip(op.billing_keys, encode_all(op, channel), strict=True):
        try:
            response = yield from read(request, channel)
        except NotFound as error:
            if not absent(error):
                raise
            missing.append(key_id(key))
        else:
            found.append(read_key(response.body))
    return Found(items=tuple(found), missing=tuple(missing))


def decode(op: GetBillingKeys | None, response: WireResponse) -> Found[BillingKey]:
    """Return what one answer holds."""
    return decode_all(op, (response,))


def decode_all(op: GetBillingKeys | None, responses: Sequence[WireResponse]) -> Found[BillingKey]:
    """Return what the answers hold, in the order of the keys.

    :raises ApiError: one of them is an error other than that there is no such key
    """
    found: list[BillingKey] = []
    missing: list[str] = []
    names = tuple(key_id(key) for key in op.billing_keys) if op is not None else ()
    for index, response in enumerate(responses):
        judged = judge(response)
        if judged is None:
            found.append(read_key(response.body))
        elif absent(judged.error):
            missing.extend(names[index : index + 1])
        else:
            raise judged.error
    return Found(items=tuple(found), missing=tuple(missing))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from its requests."""
    op = GetBillingKeys(billing_keys=tuple(VendorKey(id=part(request, 1)) for request in requests))
    return Accepted(op=op, store_id=query(requests[0]).get("storeId") if requests else None)


def answer(op: GetBillingKeys | None, result: Found[BillingKey] | PgbridgeError) -> WireResponse:
    """Write the answer for one key."""
    return answer_all(op, result)[0]


def answer_all(
    op: GetBillingKeys | None, result: Found[BillingKey] | PgbridgeError
) -> tuple[WireResponse, ...]:
    """Write one answer for each key, in the order in which they were asked for."""
    if isinstance(result, PgbridgeError):
        return (refused(result, MISSING),)
    known = {key.id: key for key in result.items}
    asked = tuple(key_id(key) for key in op.billing_keys) if op is not None else ()
    return tuple(
        answered(key_shape(known[name])) if name in known else written(404, MISSING, "there is no such key")
        for name in asked or (*known, *result.missing)
    )
