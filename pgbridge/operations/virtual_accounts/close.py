"""`virtual_accounts.close`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Closed
from pgbridge.operations.base import Operation


class CloseVirtualAccount(Operation[Closed], frozen=True, kw_only=True):
    """Take no more deposits. V1 `DELETE /vbanks/{imp_uid}`, V2 `POST /payments/{paymentId}/virtual-account/close`.

    :raises Conflict: it does not wait for a deposit (reason `payment_not_waiting_for_deposit`): it may be paid
    """

    name: ClassVar[str] = "virtual_accounts.close"
    family: ClassVar[str] = "virtual_account_close"

    order_id: str | None = None
    attempt_id: str | None = None
