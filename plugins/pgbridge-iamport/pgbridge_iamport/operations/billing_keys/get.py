"""`billing_keys.get`: `GET /subscribe/customers/{customer_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.billing_key import BillingKey
from pgbridge.model.channel import Channel
from pgbridge.operations.base import key_id
from pgbridge.operations.billing_keys.get import GetBillingKey
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.keys import CUSTOMERS, answer_key, decode_key, key_by_id, key_request

OPERATION = GetBillingKey
ENDPOINTS = ("GET /subscribe/customers/{customer_uid}",)
APPROXIMATIONS = ("PortOne V1 does not show deleted keys: one that was deleted is not found",)
FIELDS = {"billing_key": "path.customer_uid"}


def encode(op: GetBillingKey, channel: Channel) -> WireRequest:
    """Write the request."""
    return key_request(key_id(op.billing_key), channel)


def flow(op: GetBillingKey, channel: Channel) -> Flow[BillingKey]:
    """Read the key.

    :raises NotFound: it was deleted, or never issued
    """
    return (yield from key_by_id(key_id(op.billing_key), channel))


def decode(op: GetBillingKey | None, response: WireResponse) -> BillingKey:
    """Read the key."""
    return decode_key(response.body, key_id(op.billing_key) if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetBillingKey(billing_key=tail(request, CUSTOMERS)))


def answer(op: GetBillingKey | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_key(key_id(op.billing_key) if op is not None else None, result)
