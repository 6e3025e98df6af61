"""`identity.otp.send`: `POST /certifications/otp/request`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.identity.otp_send import SendIdentityOtp
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.identities import (
    PERSON,
    accepted_person,
    answer_requested,
    decode_requested,
    identity_at,
    request_otp,
)

OPERATION = SendIdentityOtp
ENDPOINTS = ("POST /certifications/otp/request",)
FIELDS = {**PERSON, "ip_address": None, "customer_id": None, "custom_data": None}
# V2 slows down a person who asks too often by it.
DROPPED = frozenset(("ip_address",))


def encode(op: SendIdentityOtp, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: V1 cannot carry it, or lacks something
    """
    return request_otp(op, channel)


def decode(op: SendIdentityOtp | None, response: WireResponse) -> IdentityVerification:
    """Read which verification waits for its password."""
    return decode_requested(response, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = SendIdentityOtp(**accepted_person(form))
    return accepted(request, op, forms=(form,), channel_key=form.text("channel_key"), pg=form.text("pg"))


def answer(op: SendIdentityOtp | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_requested(op, result)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read the verification by its imp_uid, which only an answer tells: without one it stays unknown."""
    uid = attempt.vendor_ref
    if uid is None:
        return Sighting()
    found = yield from identity_at(uid, channel)
    return Sighting(items=(Seen(id=uid, state="done", result=found),))
