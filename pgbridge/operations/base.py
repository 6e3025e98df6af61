"""What every operation is: data that names its result type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from msgspec import Struct

from pgbridge.model.billing_key import VendorKey
from pgbridge.model.customer import Address, Customer, Product
from pgbridge.model.money import Amount

R_co = TypeVar("R_co", covariant=True)


class Operation(Struct, Generic[R_co], frozen=True, kw_only=True):
    """One thing to do, independent of API and PG; `R_co` is what `execute` returns for it.

    :cvar name: its neutral name; the module's path says the same
    :cvar family: what kind of intent a write is in the ledger; empty for reads
    """

    name: ClassVar[str] = ""
    family: ClassVar[str] = ""

    def __repr__(self) -> str:
        shown = {
            f: getattr(self, f, None) for f in ("order_id", "attempt_id", "cancel_id", "alias", "schedule_id")
        }
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in shown.items() if v is not None)})"


class Listing(Operation[R_co], Generic[R_co], frozen=True, kw_only=True):
    """A read that comes in pages; `Bridge.iterate` walks all of them."""


class CashReceiptRequest(Struct, frozen=True, kw_only=True):
    """The cash receipt asked for together with a payment.

    :ivar type: `personal`, `corporate` or `none`
    :ivar identity: phone, card or business number the receipt is issued to
    """

    type: str
    identity: str | None = None

    def __repr__(self) -> str:
        return f"CashReceiptRequest(type={self.type!r})"


class ThreeDSecure(Struct, frozen=True, kw_only=True):
    """The result of a 3-D Secure step made beforehand (Paymentwall on V1)."""

    charge_id: str
    token: str

    def __repr__(self) -> str:
        return "ThreeDSecure(***)"


class OrderTerms(Struct, frozen=True, kw_only=True):
    """What an order may say, whichever way it is paid.

    :ivar amount: everything to be paid
    :ivar order_name: what the buyer sees on the bill
    :ivar custom_data: the shop's own text, given back on every read
    :ivar notice_urls: where webhooks of this payment go instead of the console's address
    :ivar product_type: `physical` or `digital`
    :ivar bypass: parameters of one PG, passed on as they are
    :ivar notify: False asks for no webhook (V2 only)
    :ivar installment_months: 0 pays at once; None leaves it to the PG
    :ivar interest_free_by_merchant: the merchant pays the interest of instalments
    :ivar locale: such as `ko-KR`
    """

    amount: Amount
    order_name: str | None = None
    customer: Customer = Customer()
    custom_data: str | None = None
    notice_urls: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()
    product_type: str | None = None
    product_count: int | None = None
    promotion_id: str | None = None
    shipping_address: str | Address | None = None
    country: str | None = None
    locale: str | None = None
    escrow: bool | None = None
    cultural_expense: bool | None = None
    notify: bool | None = None
    bypass: Mapping[str, Any] | None = None
    channel_group: str | None = None
    installment_months: int | None = None
    interest_free_by_merchant: bool | None = None
    free_installment_plan: bool | None = None
    use_card_point: bool | None = None
    cash_receipt: CashReceiptRequest | None = None
    browser_ip: str | None = None
    extra: Mapping[str, Any] | None = None


BillingKeyRef = str | VendorKey


def key_id(key: BillingKeyRef) -> str:
    """Return the vendor's id of a billing key; an alias stands for itself until the ledger has resolved it."""
    return key.id if isinstance(key, VendorKey) else key


class ScheduledCharge(OrderTerms, frozen=True, kw_only=True):
    """One payment to come, as a row of `CreateSchedule`; `due_at` must be an aware datetime."""

    order_id: str
    due_at: datetime

    def __repr__(self) -> str:
        return f"ScheduledCharge(order_id={self.order_id!r}, due_at={self.due_at}, amount={self.amount})"
