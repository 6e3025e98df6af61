"""`payments.cancel.stop`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.outcome import StoppedCancellation
from pgbridge.operations.base import Operation


class StopCancellation(Operation[StoppedCancellation], frozen=True, kw_only=True):
    """Take back a cancel that was requested and is not carried out yet (Triple-A).

    V2 `POST /payments/{paymentId}/cancellations/{cancellationId}/stop`.

    :ivar cancellation_id: `Cancellation.id`
    :raises Conflict: it is not pending any more (reason `invalid_state`): the money may be gone
    """

    name: ClassVar[str] = "payments.cancel.stop"
    family: ClassVar[str] = "cancel_stop"

    order_id: str
    cancellation_id: str
