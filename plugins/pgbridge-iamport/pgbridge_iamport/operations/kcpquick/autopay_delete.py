"""`kcpquick.autopay.delete`: `DELETE /kcpquick/autopay/{customer_uid}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.channel import Channel
from pgbridge.model.page import Deleted
from pgbridge.operations.base import key_id
from pgbridge.operations.kcpquick.autopay_delete import DeleteKcpQuickAutopay
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.keys import key_by_id
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.shapes.billing import CustomerShape

OPERATION = DeleteKcpQuickAutopay
ENDPOINTS = ("DELETE /kcpquick/autopay/{customer_uid}",)
FIELDS = {"billing_key": "path.customer_uid"}
AUTOPAY = "/kcpquick/autopay/"
READER = Reader(CustomerShape[int])


def encode(op: DeleteKcpQuickAutopay, channel: Channel) -> WireRequest:
    """Write the request."""
    uid = key_id(op.billing_key)
    return WireRequest(
        method="DELETE",
        path=f"{AUTOPAY}{quote(uid, safe='')}",
        headers=headers(channel),
        params={"customer_uid": uid},
    )


def decode(op: DeleteKcpQuickAutopay | None, response: WireResponse) -> Deleted:
    """Read which key is gone; V1 does not say when."""
    uid = READER.one(response.body).customer_uid
    return Deleted(id=uid or (key_id(op.billing_key) if op is not None else ""))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, DeleteKcpQuickAutopay(billing_key=VendorKey(id=tail(request, AUTOPAY))))


def answer(op: DeleteKcpQuickAutopay | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success({"customer_uid": key_id(op.billing_key) if op is not None else result.id})


def prior(op: DeleteKcpQuickAutopay, channel: Channel) -> Flow[Prior]:
    """Keep for look-ups which key it is."""
    del channel
    yield from ()
    return Prior(op=op, target=key_id(op.billing_key))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the billing key is gone. Inferred: it goes with its automatic payment key."""
    uid = attempt.target or ""
    try:
        yield from key_by_id(uid, channel)
    except NotFound:
        return Sighting(items=(Seen(id=uid, state="done", result=Deleted(id=uid)),))
    return Sighting(absence_counts=False)
