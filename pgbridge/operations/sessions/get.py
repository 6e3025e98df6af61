"""`sessions.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.checkout import CheckoutSession
from pgbridge.operations.base import Operation


class GetSession(Operation[CheckoutSession], frozen=True, kw_only=True):
    """Read a hosted checkout page's session. V2 `GET /payment-sessions/{sessionId}`.

    :raises ApiError: it has expired, or was closed (reason `session_expired`)
    """

    name: ClassVar[str] = "sessions.get"

    session_id: str
