"""`POST /identity-verifications/{identityVerificationId}/resend`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.identity.otp_resend import ResendIdentityOtp
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import verifying
from pgbridge_portone.accepting import part, query
from pgbridge_portone.asking import segment, store_query
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = ResendIdentityOtp
ENDPOINTS = ("POST /identity-verifications/{identityVerificationId}/resend",)
FIELDS = fields(
    {
        "order_id": "path.identityVerificationId",
        "person_name": None,
        "phone": None,
        "carrier": None,
        "identity_number": None,
        "method": None,
        "company": None,
        "bypass": None,
    }
)
# V2 knows the person from the first request; V1 must be told once more.
DROPPED = frozenset(("person_name", "phone", "carrier", "identity_number", "method", "company", "bypass"))


def encode(op: ResendIdentityOtp, channel: Channel) -> WireRequest:
    """Turn the operation into its request."""
    return WireRequest(
        method="POST",
        path=f"/identity-verifications/{segment(op.order_id)}/resend",
        query=store_query(channel),
        params={"identityVerificationId": op.order_id},
    )


def decode(op: ResendIdentityOtp | None, response: WireResponse) -> IdentityVerification:
    """Return the verification that waits for its password."""
    return verifying.sent(op, response)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Nothing shows how often a password was sent: an error that is answered is believed, a silence stays unknown."""
    yield from ()
    del attempt, channel
    return Sighting()


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(op=ResendIdentityOtp(order_id=part(request, 1)), store_id=query(request).get("storeId"))


def answer(op: ResendIdentityOtp | None, result: IdentityVerification | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it: nothing."""
    del op
    return verifying.answer_sent(result)
