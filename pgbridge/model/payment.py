"""A payment: one thing the merchant wants paid, and one attempt at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.model.customer import Customer, Product


class PaymentAmount(Struct, frozen=True, kw_only=True):
    """Minor units; None where the API does not tell (V1 tells no tax parts)."""

    total: int
    paid: int | None = None
    cancelled: int = 0
    tax_free: int | None = None
    vat: int | None = None
    supply: int | None = None
    discount: int | None = None
    cancelled_tax_free: int | None = None


class PaymentChannel(Struct, frozen=True, kw_only=True):
    """Where it was paid. `pg_provider` is PortOne's code in upper case on both APIs."""

    pg_provider: str | None = None
    pg_merchant_id: str | None = None
    live: bool | None = None
    id: str | None = None
    key: str | None = None
    name: str | None = None


class PaymentCard(Struct, frozen=True, kw_only=True):
    """The card as the PG shows it; the number is masked by the PG."""

    number_masked: str | None = None
    name: str | None = None
    issuer: str | None = None
    publisher: str | None = None
    issuer_name: str | None = None
    publisher_name: str | None = None
    brand: str | None = None
    type: str | None = None
    owner_type: str | None = None
    bin: str | None = None

    def __repr__(self) -> str:
        return f"PaymentCard(issuer={self.issuer!r}, type={self.type!r})"


class VirtualAccount(Struct, frozen=True, kw_only=True):
    """A bank account made for one payment; `bank` as in `enums`, times aware UTC."""

    bank: str | None = None
    number: str | None = None
    type: str | None = None
    remittee: str | None = None
    remitter: str | None = None
    expires_at: datetime | None = None
    issued_at: datetime | None = None
    refund_status: str | None = None

    def __repr__(self) -> str:
        return f"VirtualAccount(bank={self.bank!r}, expires_at={self.expires_at})"


class ConvenienceStore(Struct, frozen=True, kw_only=True):
    """What the buyer shows at the till of a Japanese convenience store, and until when (aware UTC)."""

    brand: str | None = None
    confirmation_number: str | None = None
    receipt_number: str | None = None
    deadline: datetime | None = None

    def __repr__(self) -> str:
        return f"ConvenienceStore(brand={self.brand!r}, deadline={self.deadline})"


class PayMethod(Struct, frozen=True, kw_only=True):
    """How it was paid. `nested` is what an easy-pay wallet took the money from."""

    type: str
    provider: str | None = None
    card: PaymentCard | None = None
    approval_number: str | None = None
    installment_months: int | None = None
    interest_free: bool | None = None
    point_used: bool | None = None
    bank: str | None = None
    bank_name: str | None = None
    account_number: str | None = None
    virtual_account: VirtualAccount | None = None
    gift_certificate_type: str | None = None
    phone: str | None = None
    convenience_store: ConvenienceStore | None = None
    nested: PayMethod | None = None

    def __repr__(self) -> str:
        return f"PayMethod(type={self.type!r}, provider={self.provider!r})"


class Cancellation(Struct, frozen=True, kw_only=True):
    """One refund of a payment, full or partial; amounts in minor units of the payment's currency.

    :ivar cancel_id: the shop's own name of this cancel, where the ledger knows it
    """

    id: str
    status: str
    amount: int
    order_id: str | None = None
    attempt_id: str | None = None
    cancel_id: str | None = None
    tax_free: int | None = None
    vat: int | None = None
    easy_pay_discount: int | None = None
    reason: str | None = None
    pg_id: str | None = None
    requested_at: datetime | None = None
    cancelled_at: datetime | None = None
    receipt_url: str | None = None
    trigger: str | None = None
    replayed: bool = False
    partial: bool = False

    def __repr__(self) -> str:
        return f"Cancellation(id={self.id!r}, order_id={self.order_id!r}, status={self.status!r}, amount={self.amount})"


class Failure(Struct, frozen=True, kw_only=True):
    """Why a payment failed; texts are the PG's own."""

    reason: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None

    def __repr__(self) -> str:
        return f"Failure(pg_code={self.pg_code!r})"


class Payment(Struct, frozen=True, kw_only=True):
    """One payment as the vendor shows it now.

    :ivar order_id: the shop's id
    :ivar vendor_order_id: `merchant_uid` (V1) or `paymentId` (V2); differs from `order_id` only for later attempts
    :ivar attempt_id: PortOne's id of the attempt: `imp_uid` (V1), `transactionId` (V2)
    :ivar currency: ISO 4217; every amount is in its minor unit
    :ivar partial: True when the answer held less than a read would
    :ivar replayed: True when nothing was sent because it had been done before
    """

    order_id: str
    status: str
    amount: PaymentAmount
    currency: str = "KRW"
    attempt_id: str | None = None
    vendor_order_id: str | None = None
    version: str | None = None
    order_name: str | None = None
    method: PayMethod | None = None
    channel: PaymentChannel | None = None
    channel_group: str | None = None
    customer: Customer = Customer()
    custom_data: str | None = None
    requested_at: datetime | None = None
    updated_at: datetime | None = None
    status_changed_at: datetime | None = None
    paid_at: datetime | None = None
    failed_at: datetime | None = None
    cancelled_at: datetime | None = None
    failure: Failure | None = None
    pg_tx_id: str | None = None
    pg_response: str | None = None
    receipt_url: str | None = None
    cancellations: tuple[Cancellation, ...] = ()
    cash_receipt_issued: bool | None = None
    billing_key: str | None = None
    billing_usage: str | None = None
    schedule_id: str | None = None
    promotion_id: str | None = None
    escrow: str | None = None
    cultural_expense: bool | None = None
    products: tuple[Product, ...] = ()
    product_count: int | None = None
    country: str | None = None
    platform: str | None = None
    user_agent: str | None = None
    merchant_id: str | None = None
    store_id: str | None = None
    partial: bool = False
    replayed: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return (
            f"Payment(order_id={self.order_id!r}, attempt_id={self.attempt_id!r}, status={self.status!r}, "
            f"amount={self.amount.total}, currency={self.currency!r})"
        )

    @property
    def raw(self) -> Any:
        """The vendor's own JSON, unknown fields included; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None

    @property
    def cancellable(self) -> int:
        """What is left to give back, in minor units, before promotion discounts."""
        return self.amount.total - self.amount.cancelled
