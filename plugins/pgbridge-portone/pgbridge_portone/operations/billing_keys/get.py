"""`GET /billing-keys/{billingKey}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import BillingKey, VendorKey
from pgbridge.operations.base import key_id
from pgbridge.operations.billing_keys.get import GetBillingKey
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import segment, store_query
from pgbridge_portone.convert.billing_key import key_shape, read_key
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetBillingKey
ENDPOINTS = ("GET /billing-keys/{billingKey}",)
FIELDS = fields({"billing_key": "path.billingKey"})
MISSING = "BILLING_KEY_NOT_FOUND"


def encode(op: GetBillingKey, channel: Channel) -> WireRequest:
    """Turn the operation into its request."""
    return get_request(key_id(op.billing_key), channel)


def get_request(key: str, channel: Channel) -> WireRequest:
    """Return the request for a key."""
    return WireRequest(
        method="GET",
        path=f"/billing-keys/{segment(key)}",
        query=store_query(channel),
        params={"billingKey": key},
    )


def decode(op: GetBillingKey | None, response: WireResponse) -> BillingKey:
    """Return the key; one that was deleted is shown with that status."""
    del op
    return read_key(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    op = GetBillingKey(billing_key=VendorKey(id=part(request, 1)))
    return Accepted(op=op, store_id=query(request).get("storeId"))


def answer(op: GetBillingKey | None, result: BillingKey | PgbridgeError) -> WireResponse:
    """Write the key as V2 answers it."""
    del op
    return refused(result, MISSING) if isinstance(result, PgbridgeError) else answered(key_shape(result))
