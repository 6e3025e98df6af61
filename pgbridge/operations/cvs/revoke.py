"""`cvs.revoke`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.outcome import RevokedBarcode
from pgbridge.operations.base import Operation


class RevokeBarcode(Operation[RevokedBarcode], frozen=True, kw_only=True):
    """Let no till take a barcode any more, before it is paid. V1 `DELETE /cvs/{imp_uid}`.

    :raises Conflict: it does not wait for the buyer (reason `payment_not_waiting_for_deposit`): it may be paid
    """

    name: ClassVar[str] = "cvs.revoke"
    family: ClassVar[str] = "barcode_revocation"

    order_id: str | None = None
    attempt_id: str | None = None
