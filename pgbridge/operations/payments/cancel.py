"""`payments.cancel`."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from pgbridge.model.payment import Cancellation
from pgbridge.operations.base import Operation


class RefundAccount(Struct, frozen=True, kw_only=True):
    """Where the money of a virtual account payment goes back to.

    :ivar bank: PortOne V2 bank name, such as `SHINHAN`
    """

    bank: str
    number: str
    holder: str
    phone: str | None = None

    def __repr__(self) -> str:
        return f"RefundAccount(bank={self.bank!r})"


class CancelPayment(Operation[Cancellation], frozen=True, kw_only=True):
    """Give money back, all of it or a part.

    V1 `POST /payments/cancel`, V2 `POST /payments/{paymentId}/cancel`.

    :ivar amount: minor units of the payment's currency; None gives back everything that is left
    :ivar cancel_id: the shop's own name of this cancel; required for a part, `full` when left out for the whole
    :ivar tax_free: the tax-free part of `amount`
    :ivar vat: the VAT inside `amount`
    :ivar expected_cancellable: what must still be cancellable for this to go through; read when left out
    :ivar notify: whether PortOne sends a webhook
    :ivar currency: of the payment, where no read is to find it out
    :raises Conflict: it was cancelled by somebody else, or less is left than asked for
    """

    name: ClassVar[str] = "payments.cancel"
    family: ClassVar[str] = "cancel"

    order_id: str | None = None
    attempt_id: str | None = None
    reason: str = "cancelled by the merchant"
    amount: int | None = None
    cancel_id: str | None = None
    tax_free: int | None = None
    vat: int | None = None
    expected_cancellable: int | None = None
    refund_account: RefundAccount | None = None
    refund_email: str | None = None
    requester: str | None = None
    keep_promotion: bool | None = None
    notify: bool | None = None
    currency: str = "KRW"
