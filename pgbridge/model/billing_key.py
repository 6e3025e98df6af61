"""A stored card (or wallet) that can be charged again, and its payments to come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.model.customer import Customer, Product
from pgbridge.model.payment import PaymentChannel, PayMethod


class VendorKey(Struct, frozen=True, kw_only=True):
    """A key by the vendor's own id (`customer_uid`, `billingKey`) instead of the shop's alias; needs `channel=`."""

    id: str


class ChannelFailure(Struct, frozen=True, kw_only=True):
    """One channel of a channel group that did not issue its part of a super billing key."""

    type: str
    channel: PaymentChannel | None = None
    message: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None

    def __repr__(self) -> str:
        return f"ChannelFailure(type={self.type!r}, pg_code={self.pg_code!r})"


class BillingKey(Struct, frozen=True, kw_only=True):
    """A billing key.

    :ivar id: the vendor's id: `customer_uid` on V1, `billingKey` on V2
    :ivar alias: the shop's name of it, where the ledger knows one
    """

    id: str
    status: str
    alias: str | None = None
    methods: tuple[PayMethod, ...] = ()
    channels: tuple[PaymentChannel, ...] = ()
    channel_group: str | None = None
    customer: Customer = Customer()
    custom_data: str | None = None
    issue_id: str | None = None
    issue_name: str | None = None
    requested_at: datetime | None = None
    issued_at: datetime | None = None
    updated_at: datetime | None = None
    deleted_at: datetime | None = None
    failures: tuple[ChannelFailure, ...] = ()
    merchant_id: str | None = None
    store_id: str | None = None
    partial: bool = False
    replayed: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"BillingKey(id={self.id!r}, alias={self.alias!r}, status={self.status!r})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None


class Schedule(Struct, frozen=True, kw_only=True):
    """A payment to come; amounts in minor units, times aware UTC.

    :ivar id: the vendor's id: `schedule.id` on V2, the order id on V1
    """

    id: str
    order_id: str
    status: str
    due_at: datetime
    amount: int
    currency: str = "KRW"
    billing_key: str | None = None
    order_name: str | None = None
    tax_free: int | None = None
    vat: int | None = None
    customer: Customer = Customer()
    custom_data: str | None = None
    notice_urls: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()
    installment_months: int | None = None
    promotion_id: str | None = None
    channel: PaymentChannel | None = None
    attempt_id: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    revoked_at: datetime | None = None
    failure: str | None = None
    merchant_id: str | None = None
    store_id: str | None = None
    partial: bool = False
    replayed: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"Schedule(id={self.id!r}, order_id={self.order_id!r}, status={self.status!r}, due_at={self.due_at})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None
