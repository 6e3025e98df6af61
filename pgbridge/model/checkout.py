"""Hosted checkout: the page's session, and what it may offer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.model.customer import Customer


class SessionProduct(Struct, frozen=True, kw_only=True):
    """One line of the order as the page shows it; `amount` is the price of one piece in minor units.

    :ivar starts_on: first day of a subscription
    :ivar naver_category_type: Naver Pay's own description of the product, with the two below
    """

    name: str
    amount: int
    quantity: int = 1
    id: str | None = None
    code: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    link: str | None = None
    naver_category_type: str | None = None
    naver_category_id: str | None = None
    naver_uid: str | None = None


class Agreement(Struct, frozen=True, kw_only=True):
    """Terms that the buyer must agree to."""

    name: str
    url: str


class PageColors(Struct, frozen=True, kw_only=True):
    """CSS colours of the page."""

    primary: str | None = None
    primary_hover: str | None = None
    primary_light: str | None = None


class CheckoutSession(Struct, frozen=True, kw_only=True):
    """A hosted checkout page for one payment.

    :ivar url: where to send the buyer; only the answer to its creation tells it
    """

    id: str
    order_id: str | None = None
    url: str | None = None
    amount: int | None = None
    currency: str | None = None
    order_name: str | None = None
    profile: str | None = None
    country: str | None = None
    payment_method: str | None = None
    redirect_url: str | None = None
    products: tuple[SessionProduct, ...] = ()
    customer: Customer = Customer()
    store_name: str | None = None
    agreements: tuple[Agreement, ...] = ()
    image_url: str | None = None
    custom_data: str | None = None
    colors: PageColors | None = None
    store_id: str | None = None
    created_at: datetime | None = None
    expires_at: datetime | None = None
    partial: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"CheckoutSession(id={self.id!r}, order_id={self.order_id!r}, expires_at={self.expires_at})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None


class ClosedSession(Struct, frozen=True, kw_only=True):
    """A checkout page that nobody can open any more."""

    id: str
    closed_at: datetime | None = None


class CheckoutMethod(Struct, frozen=True, kw_only=True):
    """A means of payment that a checkout profile offers, and the channel it would go through."""

    payment_method: str
    channel_key: str
