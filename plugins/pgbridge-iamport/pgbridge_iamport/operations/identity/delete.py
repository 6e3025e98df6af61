"""`identity.delete`: `DELETE /certifications/{imp_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.page import Deleted
from pgbridge.operations.identity.delete import DeleteIdentityVerification
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.identities import CERTIFICATIONS, decode_identity, identity_at, need_uid
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.receipts import receipt_path
from pgbridge_iamport.shapes.identity import CertificationShape

OPERATION = DeleteIdentityVerification
ENDPOINTS = ("DELETE /certifications/{imp_uid}",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid"}
# V1 goes by imp_uid; the ledger knows that of what was sent through it.
DROPPED = frozenset(("order_id",))


def encode(op: DeleteIdentityVerification, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no verification is named
    """
    uid = need_uid(op.attempt_id, op.name)
    return WireRequest(
        method="DELETE",
        path=receipt_path(CERTIFICATIONS, uid),
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: DeleteIdentityVerification | None, response: WireResponse) -> Deleted:  # noqa: ARG001
    """Read which verification is gone; V1 does not say when."""
    return Deleted(id=decode_identity(response.body).attempt_id or "")


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, DeleteIdentityVerification(attempt_id=tail(request, CERTIFICATIONS)))


def answer(op: DeleteIdentityVerification | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it, without the person."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(CertificationShape[int](imp_uid=result.id, foreigner=False))


def prior(op: DeleteIdentityVerification, channel: Channel) -> Flow[Prior]:
    """Remember which verification it is about; nothing need be read."""
    yield from ()
    del channel
    return Prior(op=op, target=need_uid(op.attempt_id, op.name))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the verification is gone."""
    uid = attempt.target or attempt.vendor_id
    try:
        yield from identity_at(uid, channel)
    except NotFound:
        return Sighting(items=(Seen(id=uid, state="done", result=Deleted(id=uid)),))
    return Sighting()
