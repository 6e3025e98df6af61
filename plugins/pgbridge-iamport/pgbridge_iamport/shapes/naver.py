"""What V1 takes and answers for Naver Pay."""

from __future__ import annotations

from typing import Generic

from pgbridge_iamport.shapes.payment import Shape, Time
from pgbridge_iamport.shapes.requests import Body


class NaverBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The calls that only name product orders: approve-cancel, collect-exchanged, place, resolve-return."""

    product_order_id: list[str] | None = None


class NaverCancelBody(NaverBody, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payments/{imp_uid}/naver/cancel`."""

    reason: str | None = None


class NaverResendBody(NaverBody, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payments/{imp_uid}/naver/ship-exchanged`."""

    delivery_method: str
    delivery_company: str | None = None
    tracking_number: str | None = None


class NaverShipBody(NaverResendBody, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payments/{imp_uid}/naver/ship`."""

    dispatched_at: int


class NaverReturnBody(NaverResendBody, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payments/{imp_uid}/naver/request-return`."""

    reason: str | None = None


class NaverApproveBody(NaverBody, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payments/{imp_uid}/naver/approve-return`."""

    memo: str | None = None


class NaverRejectBody(NaverBody, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payments/{imp_uid}/naver/reject-return`."""

    memo: str


class NaverWithholdBody(NaverRejectBody, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payments/{imp_uid}/naver/withhold-return`."""

    reason: str | None = None
    extra_charge: int | None = None


class OrdererShape(Shape, frozen=True, kw_only=True):
    """Who ordered: `NaverOrderer`."""

    name: str | None = None
    id: str | None = None
    tel: str | None = None


class NaverAddressShape(Shape, frozen=True, kw_only=True):
    """Where it goes: `NaverAddress`."""

    base: str | None = None
    detail: str | None = None
    postcode: str | None = None
    tel1: str | None = None
    tel2: str | None = None
    name: str | None = None


class ProductOrderShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """One product order: `NaverProductOrderAnnotation`."""

    product_order_id: str | None = None
    product_order_status: str | None = None
    claim_type: str | None = None
    claim_status: str | None = None
    product_id: str | None = None
    product_name: str | None = None
    product_option_id: str | None = None
    product_option_name: str | None = None
    product_amount: int | None = None
    delivery_amount: int | None = None
    quantity: int | None = None
    orderer: OrdererShape | None = None
    shipping_address: NaverAddressShape | None = None
    shipping_memo: str | None = None
    shipping_due: Time | None = None
    individual_code: str | None = None


class ReviewShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """A review: `NaverReviewAnnotation`."""

    review_id: str | None = None
    score: str | None = None
    title: str | None = None
    content: str | None = None
    product_order_id: str | None = None
    product_id: str | None = None
    product_name: str | None = None
    product_option_name: str | None = None
    writer: str | None = None
    created_at: Time | None = None
    modified_at: Time | None = None


class CashAmountShape(Shape, frozen=True, kw_only=True):
    """What a cash receipt can be issued for: `NaverCashAmountAnnotation`."""

    amount_total: int | None = None
    amount_by_npoint: int | None = None
    amount_by_primary: int | None = None
    amount_supply: int | None = None
    amount_vat: int | None = None
