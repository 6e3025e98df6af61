"""`sessions.close`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.checkout import ClosedSession
from pgbridge.operations.base import Operation


class CloseSession(Operation[ClosedSession], frozen=True, kw_only=True):
    """Let nobody open a hosted checkout page any more. V2 `POST /payment-sessions/{sessionId}/close`."""

    name: ClassVar[str] = "sessions.close"
    family: ClassVar[str] = "session_close"

    session_id: str
