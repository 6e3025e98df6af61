"""`cvs.issue`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount
from pgbridge.model.outcome import Barcode
from pgbridge.operations.base import Operation


class IssueBarcode(Operation[Barcode], frozen=True, kw_only=True):
    """Issue a barcode that the buyer pays at a convenience store's till (Galaxia). V1 `POST /cvs`.

    An order with a live barcode takes no other charge beside it.

    :ivar barcode: a number of the shop's own, to be registered instead of a new one
    :ivar expires_at: aware datetime; the contract's own period when left out
    :ivar confirm_url: asked before each payment at the till; without it every payment is taken
    """

    name: ClassVar[str] = "cvs.issue"
    family: ClassVar[str] = "virtual_account"

    order_id: str
    amount: Amount
    order_name: str | None = None
    customer: Customer = Customer()
    barcode: str | None = None
    expires_at: datetime | None = None
    confirm_url: str | None = None
    notice_urls: tuple[str, ...] = ()
    custom_data: str | None = None

    def __repr__(self) -> str:
        return f"IssueBarcode(order_id={self.order_id!r}, amount={self.amount})"
