"""`POST /identity-verifications/{identityVerificationId}/confirm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.identity.otp_confirm import ConfirmIdentityOtp
from pgbridge.wire import ENCODER, Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import verifying
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import segment, store_of
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import IdentityConfirmedShape
from pgbridge_portone.shapes.requests import ConfirmIdentityBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = ConfirmIdentityOtp
ENDPOINTS = ("POST /identity-verifications/{identityVerificationId}/confirm",)
FIELDS = fields({"order_id": "path.identityVerificationId", "attempt_id": None, "otp": "otp"})
# V2 goes by the shop's own id.
DROPPED = frozenset(("attempt_id",))
CONFIRMED = msgspec.json.Decoder(IdentityConfirmedShape)
settle = verifying.settle_verified


def encode(op: ConfirmIdentityOtp, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no id
    """
    found = verifying.need_id(op)
    return WireRequest(
        method="POST",
        path=f"/identity-verifications/{segment(found)}/confirm",
        body=ConfirmIdentityBody(store_id=store_of(channel), otp=op.otp),
        params={"identityVerificationId": found},
    )


def decode(op: ConfirmIdentityOtp | None, response: WireResponse) -> IdentityVerification:
    """Return the verification."""
    del op
    return verifying.read_identity(parse(response.body, CONFIRMED).identity_verification)


def prior(op: ConfirmIdentityOtp, channel: Channel) -> Flow[Prior]:
    """Remember under which id to look; nothing need be read."""
    yield from ()
    del channel
    return Prior(op=op, target=verifying.need_id(op))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, ConfirmIdentityBody)
    op = ConfirmIdentityOtp(order_id=part(request, 1), otp=body.otp)
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: ConfirmIdentityOtp | None, result: IdentityVerification | PgbridgeError) -> WireResponse:
    """Write the verification as V2 answers it."""
    if isinstance(result, PgbridgeError):
        return refused(result, verifying.MISSING)
    shape = verifying.identity_shape(result, op.order_id if op else None)
    return answered(IdentityConfirmedShape(identity_verification=msgspec.Raw(ENCODER.encode(shape))))
