"""`virtual_accounts.update`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation


class UpdateVirtualAccount(Operation[Payment], frozen=True, kw_only=True):
    """Change what a virtual account waits for, or until when; Hecto Financial only.

    V1 `PUT /vbanks/{imp_uid}`.

    :ivar amount: won
    :ivar expires_at: aware datetime
    :raises Conflict: it does not wait for a deposit (reason `payment_not_waiting_for_deposit`): it may be paid
    """

    name: ClassVar[str] = "virtual_accounts.update"
    family: ClassVar[str] = "virtual_account_update"

    order_id: str | None = None
    attempt_id: str | None = None
    amount: int | None = None
    expires_at: datetime | None = None
