"""Billing keys and schedules as V1 answers them."""

from __future__ import annotations

from typing import Generic

from msgspec import UNSET, UnsetType

from pgbridge_iamport.shapes.payment import Number, Shape, Time


class IssuedShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """A channel of a super billing key that has the card: `SucceededChannelAnnotation`."""

    pg_provider: str | None = None
    pg_id: str | None = None
    card_name: str | None = None
    card_code: str | None = None
    card_issuer_code: str | None = None
    card_issuer_name: str | None = None
    card_publisher_code: str | None = None
    card_publisher_name: str | None = None
    card_number: str | None = None
    card_type: int | str | None = None
    inserted: Time | None = None
    updated: Time | None = None


class FailedShape(Shape, frozen=True, kw_only=True):
    """A channel of a super billing key that refused the card: `FailedChannelAnnotation`."""

    type: str | None = None
    message: str | None = None
    pg_provider: str | None = None
    pg_id: str | None = None


class CustomerShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """A billing key, plain or super: `CustomerAnnotation` and `SuperBillingKeyAnnotation` in one."""

    customer_uid: str | None = None
    pg_provider: str | None = None
    pg_id: str | None = None
    sandbox: bool | None = None
    customer_id: str | None = None
    card_name: str | None = None
    card_code: str | None = None
    card_issuer_code: str | None = None
    card_issuer_name: str | None = None
    card_publisher_code: str | None = None
    card_publisher_name: str | None = None
    card_number: str | None = None
    card_type: int | str | None = None
    customer_name: str | None = None
    customer_tel: str | None = None
    customer_email: str | None = None
    customer_addr: str | None = None
    customer_postcode: str | None = None
    inserted: Time | None = None
    updated: Time | None = None
    # Clients tell a key of a channel group by these names: of no other key they are there.
    channelGroupId: str | UnsetType | None = UNSET  # noqa: N815 - spelt so on the wire
    succeededChannels: list[IssuedShape[Time]] | UnsetType | None = UNSET  # noqa: N815
    failedChannels: list[FailedShape] | UnsetType | None = UNSET  # noqa: N815


class ScheduleShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """A payment to come: `ScheduleResultAnnotation`."""

    customer_uid: str | None = None
    merchant_uid: str | None = None
    imp_uid: str | None = None
    pg_provider: str | None = None
    pg_id: str | None = None
    customer_id: str | None = None
    schedule_at: Time | None = None
    executed_at: Time | None = None
    revoked_at: Time | None = None
    amount: Number | None = None
    currency: str | None = None
    name: str | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    buyer_addr: str | None = None
    buyer_postcode: str | None = None
    custom_data: str | None = None
    schedule_status: str | None = None
    payment_status: str | None = None
    fail_reason: str | None = None
    promotion_id: str | None = None


class PreparedShape(Shape, frozen=True, kw_only=True):
    """A registered amount: `PaymentPrepareAnnotation`."""

    merchant_uid: str | None = None
    amount: Number | None = None
    currency: str | None = None


class TokenShape(Shape, frozen=True, kw_only=True):
    """An access token, its end and the server's clock: `AuthAnnotation`."""

    access_token: str | None = None
    expired_at: int | float | None = None
    now: int | float | None = None
