"""`kcpquick.money.pay`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation


class PayKcpQuickMoney(Operation[Payment], frozen=True, kw_only=True):
    """Pay with KCP's prepaid money (선불머니). V1 only, `POST /kcpquick/payment/money`, won only.

    Name the KCP Quick Pay channel with `channel=`. All charges of one `order_id` are one intent.

    :ivar member_id: the buyer at KCP, at most 16 characters
    :ivar pin_attempt_id: `imp_uid` of the PIN check that the buyer passed
    :raises Declined: it was refused
    """

    name: ClassVar[str] = "kcpquick.money.pay"
    family: ClassVar[str] = "charge"

    order_id: str
    order_name: str
    amount: Amount
    member_id: str
    pin_attempt_id: str
    notice_urls: tuple[str, ...] = ()
