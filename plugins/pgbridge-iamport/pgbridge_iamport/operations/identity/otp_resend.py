"""`identity.otp.resend`: `POST /certifications/otp/request` once more."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.identity.otp_resend import ResendIdentityOtp
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.identities import (
    PERSON,
    accepted_person,
    answer_requested,
    decode_requested,
    request_otp,
)
from pgbridge_iamport.operations.identity import otp_send

OPERATION = ResendIdentityOtp
ENDPOINTS = ("POST /certifications/otp/request",)
APPROXIMATIONS = ("PortOne V1 has no resend: a new verification is asked for, with a new id",)
FIELDS = PERSON
settle = otp_send.settle


def encode(op: ResendIdentityOtp, channel: Channel) -> WireRequest:
    """Write the request, which is a new one for V1.

    :raises RuleViolation: V1 cannot carry it, or lacks something
    """
    return request_otp(op, channel)


def decode(op: ResendIdentityOtp | None, response: WireResponse) -> IdentityVerification:
    """Read which verification waits for its password now."""
    return decode_requested(response, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = ResendIdentityOtp(**accepted_person(form))
    return accepted(request, op, forms=(form,), channel_key=form.text("channel_key"), pg=form.text("pg"))


def answer(op: ResendIdentityOtp | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_requested(op, result)
