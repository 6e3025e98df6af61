"""`payments.capture`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.outcome import Captured
from pgbridge.operations.base import Operation


class CapturePayment(Operation[Captured], frozen=True, kw_only=True):
    """Capture a payment that was authorised only (수동 매입); needs an agreement with PG and PortOne.

    V2 `POST /payments/{paymentId}/capture`. Nothing that can be read tells whether a payment is captured, so a lost
    answer stays unknown until the same call is repeated; an authorisation can be captured once.

    :raises Conflict: it is not paid (reason `invalid_state`)
    """

    name: ClassVar[str] = "payments.capture"
    family: ClassVar[str] = "capture"

    order_id: str
