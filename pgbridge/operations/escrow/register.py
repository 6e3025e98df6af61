"""`escrow.register`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.customer import Address, Product
from pgbridge.model.escrow import EscrowLogistics, Party
from pgbridge.operations.base import Operation


class Logistics(Operation[EscrowLogistics], frozen=True, kw_only=True):
    """What is told of a delivery; the base of registering and changing it.

    :ivar carrier: PortOne V2's name, such as `CJ`, `LOTTE`, `POST` or `ETC`
    :ivar invoice: the parcel's number
    :ivar received_at: aware datetime; V1 keeps the day in Korea (Kiwoom)
    :ivar ship_from: where it was sent from (Kiwoom)
    :ivar products: what is in it, with prices in `currency` (Welcome)
    """

    carrier: str
    invoice: str
    sent_at: datetime
    order_id: str | None = None
    attempt_id: str | None = None
    received_at: datetime | None = None
    ship_from: str | Address | None = None
    sender: Party | None = None
    receiver: Party | None = None
    products: tuple[Product, ...] = ()
    currency: str = "KRW"


class RegisterEscrow(Logistics, frozen=True, kw_only=True):
    """Register the delivery of an escrow payment; one parcel is registered once.

    V1 `POST /escrows/logis/{imp_uid}`, V2 `POST /payments/{paymentId}/escrow/logistics`. V1 needs sender and receiver.

    :ivar send_email: whether the buyer is told by mail to confirm; V1 does so unless it is False
    :raises Conflict: the payment is not paid, is no escrow payment, or has a delivery already (V1)
    """

    name: ClassVar[str] = "escrow.register"
    family: ClassVar[str] = "escrow_registration"

    send_email: bool | None = None
