"""`identity.otp.confirm`: `POST /certifications/otp/confirm/{imp_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.identity.otp_confirm import ConfirmIdentityOtp
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.identities import (
    OTP_CONFIRM,
    answer_identity,
    decode_identity,
    identity_at,
    need_uid,
)
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.receipts import receipt_path
from pgbridge_iamport.shapes.requests import OtpConfirmBody

OPERATION = ConfirmIdentityOtp
ENDPOINTS = ("POST /certifications/otp/confirm/{imp_uid}",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid", "otp": "otp"}
# V1 goes by imp_uid; the ledger knows that of what was sent through it.
DROPPED = frozenset(("order_id",))


def encode(op: ConfirmIdentityOtp, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no verification is named
    """
    uid = need_uid(op.attempt_id, op.name)
    return WireRequest(
        method="POST",
        path=receipt_path(OTP_CONFIRM, uid),
        name="otp_confirm",
        body=OtpConfirmBody(otp=op.otp),
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: ConfirmIdentityOtp | None, response: WireResponse) -> IdentityVerification:
    """Read the verification."""
    return decode_identity(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = ConfirmIdentityOtp(attempt_id=tail(request, OTP_CONFIRM), otp=form.text("otp"))
    return accepted(request, op, forms=(form,))


def answer(op: ConfirmIdentityOtp | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_identity(op, result)


def prior(op: ConfirmIdentityOtp, channel: Channel) -> Flow[Prior]:
    """Remember which verification it is about; nothing need be read."""
    yield from ()
    del channel
    return Prior(op=op, target=need_uid(op.attempt_id, op.name))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the person is verified."""
    found = yield from identity_at(attempt.target or attempt.vendor_id, channel)
    if found.status != "verified":
        return Sighting()
    return Sighting(items=(Seen(id=found.id, state="done", result=found),))
