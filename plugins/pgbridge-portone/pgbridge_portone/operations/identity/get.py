"""`GET /identity-verifications/{identityVerificationId}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.identity.get import GetIdentityVerification
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import verifying
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetIdentityVerification
ENDPOINTS = ("GET /identity-verifications/{identityVerificationId}",)
FIELDS = fields({"order_id": "path.identityVerificationId", "attempt_id": None})
# V2 goes by the shop's own id; V1's imp_uid stands in its place where that is not given.
DROPPED = frozenset(("attempt_id",))


def encode(op: GetIdentityVerification, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no id
    """
    return verifying.get_request(verifying.need_id(op), channel)


def decode(op: GetIdentityVerification | None, response: WireResponse) -> IdentityVerification:
    """Return the verification."""
    del op
    return verifying.read_identity(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(
        op=GetIdentityVerification(order_id=part(request, 1)), store_id=query(request).get("storeId")
    )


def answer(op: GetIdentityVerification | None, result: IdentityVerification | PgbridgeError) -> WireResponse:
    """Write the verification as V2 answers it."""
    if isinstance(result, PgbridgeError):
        return refused(result, verifying.MISSING)
    return answered(verifying.identity_shape(result, op.order_id if op else None))
