"""`identity.get`: `GET /certifications/{imp_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.identity.get import GetIdentityVerification
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.identities import (
    CERTIFICATIONS,
    answer_identity,
    decode_identity,
    identity_at,
    need_uid,
)
from pgbridge_iamport.lookups import get
from pgbridge_iamport.receipts import receipt_path

OPERATION = GetIdentityVerification
ENDPOINTS = ("GET /certifications/{imp_uid}",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid"}
# V1 reads by imp_uid; the ledger knows that of what was sent through it.
DROPPED = frozenset(("order_id",))


def encode(op: GetIdentityVerification, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no verification is named
    """
    return get(receipt_path(CERTIFICATIONS, need_uid(op.attempt_id, op.name)), channel)


def flow(op: GetIdentityVerification, channel: Channel) -> Flow[IdentityVerification]:
    """Read the verification.

    :raises NotFound: there is none
    """
    return (yield from identity_at(need_uid(op.attempt_id, op.name), channel))


def decode(op: GetIdentityVerification | None, response: WireResponse) -> IdentityVerification:
    """Read the verification."""
    return decode_identity(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetIdentityVerification(attempt_id=tail(request, CERTIFICATIONS)))


def answer(op: GetIdentityVerification | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_identity(op, result)
