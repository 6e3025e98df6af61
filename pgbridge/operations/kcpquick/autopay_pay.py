"""`kcpquick.autopay.pay`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment
from pgbridge.operations.base import BillingKeyRef, Operation


class PayKcpQuickAutopay(Operation[Payment], frozen=True, kw_only=True):
    """Pay with a stored KCP Quick Pay key. V1 only, `POST /kcpquick/payment/autopay`, won only.

    All charges of one `order_id` are one intent.

    :ivar billing_key: alias given at issue, or `VendorKey(id=...)` together with `channel=`
    :ivar buyer_name: at most 20 characters
    :raises Declined: it was refused
    """

    name: ClassVar[str] = "kcpquick.autopay.pay"
    family: ClassVar[str] = "charge"

    order_id: str
    order_name: str
    amount: Amount
    billing_key: BillingKeyRef
    buyer_name: str
    notice_urls: tuple[str, ...] = ()
