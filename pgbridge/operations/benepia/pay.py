"""`benepia.pay`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment
from pgbridge.model.wallets import BenepiaAccount
from pgbridge.operations.base import Operation


class PayBenepia(Operation[Payment], frozen=True, kw_only=True):
    """Pay with Benepia points. V1 only, `POST /benepia/payment`, KCP only; name its channel with `channel=`.

    All charges of one `order_id` are one intent.

    :ivar member_code: what Benepia gave the buyer's company; without it V1 makes a test payment
    :raises Declined: it was refused
    """

    name: ClassVar[str] = "benepia.pay"
    family: ClassVar[str] = "charge"

    order_id: str
    order_name: str
    amount: Amount
    account: BenepiaAccount
    member_code: str | None = None
    customer: Customer = Customer()
    custom_data: str | None = None
    notice_urls: tuple[str, ...] = ()
