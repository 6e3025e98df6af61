"""`escrow.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.escrow import EscrowLogistics
from pgbridge.operations.base import Operation


class GetEscrow(Operation[EscrowLogistics], frozen=True, kw_only=True):
    """Read the delivery of an escrow payment. V1 `GET /escrows/logis/{imp_uid}`, V2 `GET /payments/{paymentId}`.

    :raises NotFound: there is no such payment, or (V2) it is no escrow payment (reason `escrow_not_found`)
    """

    name: ClassVar[str] = "escrow.get"

    order_id: str | None = None
    attempt_id: str | None = None
