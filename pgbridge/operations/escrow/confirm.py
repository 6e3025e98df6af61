"""`escrow.confirm`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.escrow import EscrowLogistics
from pgbridge.operations.base import Operation


class ConfirmEscrow(Operation[EscrowLogistics], frozen=True, kw_only=True):
    """Confirm the purchase of an escrow payment, so that the money is released.

    V1 `POST /payments/{imp_uid}/naver/confirm` (Naver Pay's payment type only), V2
    `POST /payments/{paymentId}/escrow/complete`.

    :ivar requester: `admin` (the shop) or `customer`; Naver Pay only, the shop when it is None
    """

    name: ClassVar[str] = "escrow.confirm"
    family: ClassVar[str] = "escrow_confirmation"

    order_id: str | None = None
    attempt_id: str | None = None
    requester: str | None = None
