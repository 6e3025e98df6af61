"""A transaction that is announced to KCP Quick Pay before the buyer's window opens: the base of those operations."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Prepared
from pgbridge.operations.base import Operation


class KcpQuickRegistration(Operation[Prepared], frozen=True, kw_only=True):
    """What is announced: V1 only.

    :ivar transaction_id: the shop's own number of it (`btid`), at most 20 characters
    :ivar customer_ip: the buyer's IPv4 address
    :ivar code_verifier: random text of at most 200 characters that proves who asks; keep it secret
    :ivar prepaid_auth: whether prepaid money is authorised; True needs `prepaid_amount`
    :ivar prepaid_amount: won, at most nine digits
    :ivar vendor_type: who issues the barcode, `VID2` or `VID3`, for use in shops
    :ivar reward_id: the policy of the franchise, for use in shops
    """

    family: ClassVar[str] = "kcpquick_prepare"

    order_id: str
    transaction_id: str
    customer_ip: str
    code_verifier: str
    prepaid_auth: bool | None = None
    prepaid_amount: int | None = None
    vendor_type: str | None = None
    reward_id: str | None = None
