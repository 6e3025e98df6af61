"""`platform.transfers.order_cancel`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from pgbridge.model.platform import CancelledLine, PartnerDiscount, Transfer
from pgbridge.operations.base import Operation


class CancelOrderTransfer(Operation[Transfer], frozen=True, kw_only=True):
    """Take a cancelled order back from a partner's settlement. V2 `POST /platform/transfers/order-cancel`.

    :ivar transfer_id: the shop's own id of this new transfer; PortOne takes each once
    :ivar cancellation_id: `Cancellation.id` of the payment's cancel
    :ivar order_transfer_id: the transfer that is taken back; or its `partner_id` and `order_id` where there is only one
    :ivar amount: of the order in minor units; or name `lines`; everything when both are left out
    :ivar tax_free: of the amount; above the lines' own
    :ivar cancelled_at: set for a payment that PortOne does not know
    :ivar properties: the console's user-defined properties
    :raises Conflict: the id was used before (reason `transfer_exists`)
    """

    name: ClassVar[str] = "platform.transfers.order_cancel"
    family: ClassVar[str] = "transfer_cancel"

    transfer_id: str
    cancellation_id: str
    order_transfer_id: str | None = None
    partner_id: str | None = None
    order_id: str | None = None
    amount: int | None = None
    lines: tuple[CancelledLine, ...] = ()
    tax_free: int | None = None
    discounts: tuple[PartnerDiscount, ...] = ()
    starts_on: date | None = None
    settles_on: date | None = None
    cancelled_at: datetime | None = None
    properties: Mapping[str, str] | None = None
    memo: str | None = None
