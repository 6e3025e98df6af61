"""`escrow.update`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.escrow.register import Logistics


class UpdateEscrow(Logistics, frozen=True, kw_only=True):
    """Change the delivery of an escrow payment; everything is stated anew.

    V1 `PUT /escrows/logis/{imp_uid}`, V2 `PATCH /payments/{paymentId}/escrow/logistics`.

    :ivar send_email: V2 only
    """

    name: ClassVar[str] = "escrow.update"
    family: ClassVar[str] = "escrow_change"

    send_email: bool | None = None
