"""Searching payments by a text."""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from pgbridge_portone.shapes.requests import Body, PageInput


class TextSearch(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentTextSearch`."""

    field: str
    value: str


class SearchFilter(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentFilterInput`, as far as a search uses it."""

    store_id: str | None = None
    timestamp_type: str | None = None
    from_: datetime | None = field(name="from", default=None)
    until: datetime | None = None
    sort_by: str | None = None
    sort_order: str | None = None
    text_search: tuple[TextSearch, ...] | None = None


class SearchBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`GetPaymentsBody`."""

    page: PageInput | None = None
    filter: SearchFilter | None = None
