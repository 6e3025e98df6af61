"""Inputs of the lists of V2: pages, sorting, filters."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from pgbridge_portone.simulated.inputs import Moment

Order = Literal["DESC", "ASC"]
Version = Literal["V1", "V2"]


class Page(Struct, frozen=True, kw_only=True):
    """Which page, counted from 0."""

    number: Annotated[int, Meta(ge=0)] = 0
    size: Annotated[int, Meta(ge=1)] = 10


class TextSearch(Struct, frozen=True, kw_only=True):
    """A value and where to look for it."""

    field: str
    value: str


class PaymentFilter(Struct, frozen=True, kw_only=True, rename="camel"):
    """Which payments."""

    merchant_id: str | None = None
    store_id: str | None = None
    timestamp_type: Literal["CREATED_AT", "STATUS_CHANGED_AT"] = "STATUS_CHANGED_AT"
    from_: Moment | None = None
    until: Moment | None = None
    status: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    pg_provider: tuple[str, ...] = ()
    is_test: bool | None = None
    is_scheduled: bool | None = None
    sort_by: Literal["REQUESTED_AT", "STATUS_CHANGED_AT"] = "STATUS_CHANGED_AT"
    sort_order: Order = "DESC"
    version: Version | None = None
    platform_type: str | None = None
    currency: str | None = None
    is_escrow: bool | None = None
    card_brand: str | None = None
    card_type: str | None = None
    card_owner_type: str | None = None
    text_search: tuple[TextSearch, ...] = ()


class Payments(Struct, frozen=True, kw_only=True):
    """GET /payments."""

    page: Page = Page()
    filter: PaymentFilter = PaymentFilter()


class PaymentsByCursor(Struct, frozen=True, kw_only=True, rename="camel"):
    """GET /payments-by-cursor."""

    store_id: str | None = None
    from_: Moment | None = None
    until: Moment | None = None
    cursor: str | None = None
    size: Annotated[int, Meta(ge=1, le=1000)] = 10


class KeySort(Struct, frozen=True, kw_only=True):
    """How to sort billing keys."""

    by: Literal["REQUESTED_AT", "ISSUED_AT", "DELETED_AT", "STATUS_TIMESTAMP"] = "ISSUED_AT"
    order: Order = "DESC"


class KeyFilter(Struct, frozen=True, kw_only=True, rename="camel"):
    """Which billing keys."""

    store_id: str | None = None
    time_range_field: Literal["REQUESTED_AT", "ISSUED_AT", "DELETED_AT", "STATUS_TIMESTAMP"] = "ISSUED_AT"
    from_: Moment | None = None
    until: Moment | None = None
    status: tuple[str, ...] = ()
    channel_group_ids: tuple[str, ...] = ()
    customer_id: str | None = None
    text_search: TextSearch | None = None
    pg_providers: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    version: Version | None = None


class Keys(Struct, frozen=True, kw_only=True):
    """GET /billing-keys."""

    page: Page = Page()
    sort: KeySort = KeySort()
    filter: KeyFilter = KeyFilter()


class ScheduleSort(Struct, frozen=True, kw_only=True):
    """How to sort schedules."""

    by: Literal["CREATED_AT", "TIME_TO_PAY", "COMPLETED_AT", "STATUS_TIMESTAMP"] = "TIME_TO_PAY"
    order: Order = "DESC"


class ScheduleFilter(Struct, frozen=True, kw_only=True, rename="camel"):
    """Which schedules."""

    store_id: str | None = None
    billing_key: str | None = None
    from_: Moment | None = None
    until: Moment | None = None
    status: tuple[str, ...] = ()
    is_for_test: bool | None = None


class Schedules(Struct, frozen=True, kw_only=True):
    """GET /payment-schedules."""

    page: Page = Page()
    sort: ScheduleSort = ScheduleSort()
    filter: ScheduleFilter = ScheduleFilter()


class ReceiptSort(Struct, frozen=True, kw_only=True):
    """How to sort cash receipts."""

    by: Literal["ISSUED_AT", "CANCELLED_AT", "STATUS_UPDATED_AT"] = "ISSUED_AT"
    order: Order = "DESC"


class ReceiptFilter(Struct, frozen=True, kw_only=True, rename="camel"):
    """Which cash receipts."""

    store_id: str | None = None
    time_range_field: Literal["ISSUED_AT", "CANCELLED_AT", "STATUS_UPDATED_AT"] = "ISSUED_AT"
    from_: Moment | None = None
    until: Moment | None = None
    payment_id: str | None = None
    is_test: bool | None = None
    order_name: str | None = None
    statuses: tuple[str, ...] = ()
    is_manual: bool | None = None
    pg_receipt_id: str | None = None
    pg_merchant_id: str | None = None
    pg_providers: tuple[str, ...] = ()
    version: Version | None = None
    types: tuple[str, ...] = ()


class Receipts(Struct, frozen=True, kw_only=True):
    """GET /cash-receipts."""

    page: Page = Page()
    sort: ReceiptSort = ReceiptSort()
    filter: ReceiptFilter = ReceiptFilter()


class IdentitySort(Struct, frozen=True, kw_only=True):
    """How to sort identity verifications."""

    by: Literal["REQUESTED_AT", "VERIFIED_AT", "FAILED_AT", "STATUS_UPDATED_AT"] = "REQUESTED_AT"
    order: Order = "DESC"


class IdentityFilter(Struct, frozen=True, kw_only=True, rename="camel"):
    """Which identity verifications."""

    store_id: str | None = None
    time_range_field: Literal["REQUESTED_AT", "VERIFIED_AT", "FAILED_AT", "STATUS_UPDATED_AT"] = (
        "REQUESTED_AT"
    )
    from_: Moment | None = None
    until: Moment | None = None
    identity_verification_id: str | None = None
    is_test: bool | None = None
    statuses: tuple[str, ...] = ()
    version: Version | None = None


class Identities(Struct, frozen=True, kw_only=True):
    """GET /identity-verifications."""

    page: Page = Page()
    sort: IdentitySort = IdentitySort()
    filter: IdentityFilter = IdentityFilter()
