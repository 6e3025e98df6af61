"""`paymentwall.delivery`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.customer import Address, Name
from pgbridge.model.wallets import PaymentwallDelivery
from pgbridge.operations.base import Operation


class RegisterPaymentwallDelivery(Operation[PaymentwallDelivery], frozen=True, kw_only=True):
    """Tell Paymentwall how a delivery stands, as evidence against chargebacks.

    V1 `POST /paymentwall/delivery`, V2 `POST /paymentwall/delivery/confirm`. Telling it twice is harmless. The id that
    an API needs beside the given one is read from the payment.

    :ivar type: `physical` or `digital`; physical goods need `carrier`, `tracking_number` and the recipient
    :ivar status: `order_placed`, `order_shipped`, `delivering` or `delivered`; V2 has no `delivering`, so it is told
        `order_shipped` there and a warning says so
    :ivar delivery_at: when the goods should be there, `update_at` when the next news should come; digital: now will do
    :ivar details: V2 needs it
    :ivar email: where the goods were sent or announced to
    :ivar recipient: first and last name
    :ivar address: `province` is `N/A` outside the United States
    :ivar attachments: addresses of documents that prove the delivery (V2 only)
    """

    name: ClassVar[str] = "paymentwall.delivery"
    family: ClassVar[str] = "paymentwall_delivery"

    type: str
    status: str
    delivery_at: datetime
    update_at: datetime
    refundable: bool
    email: str
    order_id: str | None = None
    attempt_id: str | None = None
    details: str | None = None
    reason: str | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    recipient: Name | None = None
    phone: str | None = None
    postcode: str | None = None
    address: Address | None = None
    attachments: tuple[str, ...] = ()

    @property
    def intent(self) -> tuple[str, ...]:
        """What names it in the ledger."""
        return (self.order_id or self.attempt_id or "", self.status)
