"""Partner settlement of orders: what V2 takes and answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec import field

from pgbridge_portone.shapes.answers import Answer
from pgbridge_portone.shapes.requests import Body


class DiscountInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderTransferBodyDiscount`, and that of a cancel."""

    share_policy_id: str
    amount: int
    tax_free_amount: int | None = None


class FeeInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderTransferBodyAdditionalFee`."""

    policy_id: str


class ProductInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderTransferBodyProduct`."""

    id: str
    name: str
    amount: int
    tax_free_amount: int | None = None
    tag: str | None = None


class LineInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderTransferBodyOrderLine`."""

    product: ProductInput
    quantity: int
    discounts: tuple[DiscountInput, ...]
    additional_fees: tuple[FeeInput, ...]


class DetailInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderTransferBodyOrderDetail`: one of both."""

    order_amount: int | None = None
    order_lines: tuple[LineInput, ...] | None = None


class MethodInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PlatformPaymentMethodInput`: one of them."""

    card: Mapping[str, Any] | None = None
    transfer: Mapping[str, Any] | None = None
    virtual_account: Mapping[str, Any] | None = None
    gift_certificate: Mapping[str, Any] | None = None
    mobile: Mapping[str, Any] | None = None
    easy_pay: Mapping[str, Any] | None = None


class ExternalInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderTransferBodyExternalPaymentDetail`."""

    currency: str
    order_name: str | None = None
    paid_at: datetime | None = None
    method: MethodInput | None = None


class PropertyValue(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PlatformUserDefinedPropertyValue`."""

    string: str


class PropertyInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PlatformUserDefinedPropertyKeyValue`."""

    key: str
    value: PropertyValue


class TransferBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderTransferBody`."""

    partner_id: str
    payment_id: str
    order_detail: DetailInput
    discounts: tuple[DiscountInput, ...]
    additional_fees: tuple[FeeInput, ...]
    id: str | None = None
    contract_id: str | None = None
    memo: str | None = None
    tax_free_amount: int | None = None
    settlement_start_date: date | None = None
    settlement_date: date | None = None
    external_payment_detail: ExternalInput | None = None
    is_for_test: bool | None = None
    parameters: Mapping[str, Any] | None = None
    user_defined_properties: tuple[PropertyInput, ...] | None = None


class CancelLineInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderCancelTransferBodyOrderLine`."""

    product_id: str
    quantity: int
    discounts: tuple[DiscountInput, ...]


class CancelDetailInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderCancelTransferBodyOrderDetail`: one of the three."""

    order_amount: int | None = None
    order_lines: tuple[CancelLineInput, ...] | None = None
    all_: Mapping[str, Any] | None = field(name="all", default=None)


class ExternalCancelInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderCancelTransferBodyExternalCancellationDetail`."""

    cancelled_at: datetime | None = None


class CancelTransferBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePlatformOrderCancelTransferBody`."""

    cancellation_id: str
    discounts: tuple[DiscountInput, ...]
    id: str | None = None
    partner_id: str | None = None
    payment_id: str | None = None
    transfer_id: str | None = None
    memo: str | None = None
    order_detail: CancelDetailInput | None = None
    tax_free_amount: int | None = None
    settlement_start_date: date | None = None
    settlement_date: date | None = None
    external_cancellation_detail: ExternalCancelInput | None = None
    is_for_test: bool | None = None
    user_defined_properties: tuple[PropertyInput, ...] | None = None


class NamedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """A partner, a payment or a cancellation, as far as it is read."""

    id: str | None = None


class SettledShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PlatformOrderSettlementAmount`, as far as it is read."""

    settlement: int | None = None
    order: int | None = None


class TransferShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PlatformTransfer` of an order or of its cancel, as far as it is read."""

    id: str
    type: str | None = None
    status: str | None = None
    memo: str | None = None
    partner: NamedShape | None = None
    payment: NamedShape | None = None
    cancellation: NamedShape | None = None
    amount: SettledShape | None = None
    settlement_currency: str | None = None
    settlement_date: date | None = None
    settlement_start_date: date | None = None
    is_for_test: bool | None = None


class MadeShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreateOrderTransferResponse`, `CreateOrderCancelTransferResponse`."""

    transfer: TransferShape
