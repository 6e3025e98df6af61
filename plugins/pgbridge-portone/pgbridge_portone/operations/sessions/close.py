"""`POST /payment-sessions/{sessionId}/close`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import ApiError, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.checkout import ClosedSession
from pgbridge.operations.sessions.close import CloseSession
from pgbridge.operations.sessions.get import GetSession
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import read, segment
from pgbridge_portone.fields import fields
from pgbridge_portone.operations.sessions import get
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.checkout import ClosedShape
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = CloseSession
ENDPOINTS = ("POST /payment-sessions/{sessionId}/close",)
FIELDS = fields({"session_id": "path.sessionId"})
CLOSED = msgspec.json.Decoder(ClosedShape)


def encode(op: CloseSession, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: no path can hold the id
    """
    del channel
    return WireRequest(method="POST", path=f"/payment-sessions/{segment(op.session_id)}/close")


def decode(op: CloseSession | None, response: WireResponse) -> ClosedSession:
    """Return when it was closed."""
    closed = parse(response.body, CLOSED)
    return ClosedSession(id=op.session_id if op is not None else "", closed_at=utc(closed.closed_at))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read the session: V2 says of a closed one that it has expired."""
    try:
        yield from read(get.encode(GetSession(session_id=attempt.identity), channel), channel)
    except ApiError as error:
        if error.reason != "session_expired":
            raise
        result = ClosedSession(id=attempt.identity)
        return Sighting(items=(Seen(id=attempt.identity, state="done", result=result),))
    return Sighting()


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    return Accepted(op=CloseSession(session_id=part(requests[0], 1)))


def answer(op: CloseSession | None, result: ClosedSession | PgbridgeError) -> WireResponse:
    """Write when it was closed."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "SESSION_NOT_FOUND")
    return answered(ClosedShape(closed_at=result.closed_at))
