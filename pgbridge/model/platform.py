"""Partner settlement: what a marketplace owes a partner for an order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct


class PartnerDiscount(Struct, frozen=True, kw_only=True):
    """A discount, and by which policy the partner bears a part of it; minor units."""

    policy_id: str
    amount: int
    tax_free: int | None = None


class TransferProduct(Struct, frozen=True, kw_only=True):
    """What was sold; `amount` is the price of one piece in minor units."""

    id: str
    name: str
    amount: int
    tax_free: int | None = None
    tag: str | None = None


class TransferLine(Struct, frozen=True, kw_only=True):
    """One line of the order.

    :ivar fees: ids of policies of additional fees
    """

    product: TransferProduct
    quantity: int = 1
    discounts: tuple[PartnerDiscount, ...] = ()
    fees: tuple[str, ...] = ()


class CancelledLine(Struct, frozen=True, kw_only=True):
    """What of one line is given back."""

    product_id: str
    quantity: int = 1
    discounts: tuple[PartnerDiscount, ...] = ()


class ExternalPayment(Struct, frozen=True, kw_only=True):
    """A payment that PortOne does not know.

    :ivar method: `card`, `transfer`, `virtual_account`, `gift_certificate`, `mobile` or `easy_pay`
    :ivar easy_pay: PortOne's name of the wallet, such as `KAKAOPAY`
    :ivar easy_pay_method: `card`, `transfer` or `charge`
    """

    currency: str = "KRW"
    order_name: str | None = None
    paid_at: datetime | None = None
    method: str | None = None
    easy_pay: str | None = None
    easy_pay_method: str | None = None


class Transfer(Struct, frozen=True, kw_only=True):
    """What is to be settled with a partner; minor units of `currency`.

    :ivar type: `order` or `order_cancel`
    :ivar status: `scheduled`, `in_process`, `settled`, `in_payout`, `paid_out` or `payout_confirmed`
    :ivar amount: what the partner gets
    :ivar order_amount: of the order
    """

    id: str
    type: str
    status: str | None = None
    partner_id: str | None = None
    order_id: str | None = None
    cancellation_id: str | None = None
    amount: int | None = None
    order_amount: int | None = None
    currency: str | None = None
    settles_on: date | None = None
    starts_on: date | None = None
    test: bool | None = None
    memo: str | None = None
    partial: bool = False
    replayed: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"Transfer(id={self.id!r}, type={self.type!r}, status={self.status!r}, amount={self.amount})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None
