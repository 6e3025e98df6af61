"""`virtual_accounts.issue`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation, OrderTerms


class IssueVirtualAccount(OrderTerms, Operation[Payment], frozen=True, kw_only=True):
    """Open a bank account for one payment; the buyer deposits into it before it expires.

    V1 `POST /vbanks`, V2 `POST /payments/{paymentId}/instant` (`method.virtualAccount`). Returns the payment in status
    `virtual_account_issued` with `method.virtual_account`.

    :ivar bank: PortOne V2 bank name, such as `SHINHAN`
    :ivar expires_at: aware datetime; V2 also takes `valid_hours`
    :ivar remittee: whose account the buyer sees
    :ivar account_number: fixed account: the number
    :ivar fixed_key: fixed account: the PG's id of it (13 characters at most)
    :ivar unlimited: V1 only: a fixed account that takes any number of deposits
    :ivar escrow_password: V1 only
    """

    name: ClassVar[str] = "virtual_accounts.issue"
    family: ClassVar[str] = "virtual_account"

    order_id: str
    bank: str
    expires_at: datetime | None = None
    valid_hours: int | None = None
    remittee: str | None = None
    account_number: str | None = None
    fixed_key: str | None = None
    unlimited: bool | None = None
    escrow_password: str | None = None

    def __repr__(self) -> str:
        return f"IssueVirtualAccount(order_id={self.order_id!r}, amount={self.amount})"
