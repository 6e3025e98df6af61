"""`platform.transfers.order`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from pgbridge.model.platform import ExternalPayment, PartnerDiscount, Transfer, TransferLine
from pgbridge.operations.base import Operation


class CreateOrderTransfer(Operation[Transfer], frozen=True, kw_only=True):
    """Settle an order with a partner of a marketplace, after it was paid. V2 `POST /platform/transfers/order`.

    A second transfer would pay the partner twice, so the shop names it: PortOne takes each `transfer_id` once, and a
    lost answer is found again by it. On a test connection it is made in test mode.

    :ivar transfer_id: the shop's own id of the transfer
    :ivar amount: the whole order in minor units; or name `lines`
    :ivar tax_free: of the order; above the lines' own
    :ivar fees: ids of policies of additional fees
    :ivar external: set for a payment that PortOne does not know
    :ivar parameters: whole numbers of PortOne's settlement parameters
    :ivar properties: the console's user-defined properties
    :raises Conflict: the id was used before (reason `transfer_exists`)
    """

    name: ClassVar[str] = "platform.transfers.order"
    family: ClassVar[str] = "transfer"

    transfer_id: str
    partner_id: str
    order_id: str
    amount: int | None = None
    lines: tuple[TransferLine, ...] = ()
    tax_free: int | None = None
    contract_id: str | None = None
    discounts: tuple[PartnerDiscount, ...] = ()
    fees: tuple[str, ...] = ()
    starts_on: date | None = None
    settles_on: date | None = None
    external: ExternalPayment | None = None
    parameters: Mapping[str, int] | None = None
    properties: Mapping[str, str] | None = None
    memo: str | None = None
