"""Results that hold several things."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Page(Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a listing, counted from 0.

    :ivar total: how many there are, where the API tells; do not use it to stop, use `more`
    :ivar cursor: where the next page starts on cursor listings
    """

    items: tuple[T, ...]
    number: int = 0
    size: int = 0
    total: int | None = None
    more: bool = False
    cursor: str | None = None


class Found(Struct, Generic[T], frozen=True, kw_only=True):
    """The answer to a request for several ids: what was found, and the ids of what was not."""

    items: tuple[T, ...]
    missing: tuple[str, ...] = ()


class Prepared(Struct, frozen=True, kw_only=True):
    """An amount registered before the buyer pays; minor units."""

    order_id: str
    amount: int | None = None
    tax_free: int | None = None
    currency: str | None = None


class Deleted(Struct, frozen=True, kw_only=True):
    """A billing key that is gone."""

    id: str
    deleted_at: datetime | None = None


class Revoked(Struct, frozen=True, kw_only=True):
    """Schedules that will not run."""

    schedule_ids: tuple[str, ...] = ()
    revoked_at: datetime | None = None


class Closed(Struct, frozen=True, kw_only=True):
    """A virtual account that takes no more deposits."""

    order_id: str
    closed_at: datetime | None = None
