"""`GET /payment-sessions/{sessionId}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.checkout import CheckoutSession
from pgbridge.operations.sessions.get import GetSession
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import segment
from pgbridge_portone.convert.session import session_of, session_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.checkout import SessionShape

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetSession
ENDPOINTS = ("GET /payment-sessions/{sessionId}",)
FIELDS = fields({"session_id": "path.sessionId"})
SESSION = msgspec.json.Decoder(SessionShape)


def encode(op: GetSession, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: no path can hold the id
    """
    del channel
    return WireRequest(method="GET", path=f"/payment-sessions/{segment(op.session_id)}")


def decode(op: GetSession | None, response: WireResponse) -> CheckoutSession:
    """Return the session."""
    del op
    return session_of(parse(response.body, SESSION), response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    return Accepted(op=GetSession(session_id=part(requests[0], 1)))


def answer(op: GetSession | None, result: CheckoutSession | PgbridgeError) -> WireResponse:
    """Write the session as V2 answers it."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "SESSION_NOT_FOUND")
    return answered(session_shape(result))
