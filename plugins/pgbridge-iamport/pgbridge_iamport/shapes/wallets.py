"""What V1 takes and answers for KCP Quick Pay, PAYCO, Paymentwall and Benepia."""

from __future__ import annotations

from typing import Generic

from pgbridge_iamport.shapes.payment import Number, Shape, Time
from pgbridge_iamport.shapes.requests import Body


class QuickMoneyBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /kcpquick/payment/money`."""

    member_id: str
    channel_key: str
    merchant_uid: str
    name: str
    amount: int
    imp_uid: str
    notice_url: str | None = None


class QuickAutopayBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /kcpquick/payment/autopay`."""

    customer_uid: str
    merchant_uid: str
    name: str
    buyer_name: str
    amount: int
    notice_url: str | None = None


class QuickPrepareBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST` and `PUT /kcpquick/prepare/{merchant_uid}`."""

    btid: str
    cust_ip: str
    code_verifier: str
    prepaid_auth_yn: str | None = None
    prepaid_amount: int | None = None
    vender_type: str | None = None
    reward_id: str | None = None


class ChannelBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /kcpquick/members/{member_id}/fido/release`."""

    channel_key: str


class PaycoBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /payco/orders/status/{imp_uid}`."""

    status: str


class DeliveryBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /paymentwall/delivery`; V1 needs both ids, which `prior` sees to."""

    type: str
    status: str
    estimated_delivery_datetime: int
    estimated_update_datetime: int
    refundable: str
    shipping_address_email: str
    imp_uid: str | None = None
    merchant_uid: str | None = None
    carrier_tracking_id: str | None = None
    carrier_type: str | None = None
    reason: str | None = None
    details: str | None = None
    shipping_address_country: str | None = None
    shipping_address_city: str | None = None
    shipping_address_zip: str | None = None
    shipping_address_state: str | None = None
    shipping_address_street: str | None = None
    shipping_address_phone: str | None = None
    shipping_address_firstname: str | None = None
    shipping_address_lastname: str | None = None


class BenepiaPointBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /benepia/point`."""

    benepia_user: str
    benepia_password: str
    channel_key: str


class BenepiaPayBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /benepia/payment`."""

    benepia_user: str
    benepia_password: str
    merchant_uid: str
    amount: Number
    name: str
    channel_key: str
    benepia_member_code: str | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    buyer_addr: str | None = None
    buyer_postcode: str | None = None
    notice_url: list[str] | None = None
    custom_data: str | None = None


class QuickMemberShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """A member of KCP Quick Pay: `KcpQuickMemberAnnotation`."""

    member_id: str | None = None
    pg_provider: str | None = None
    pg_id: str | None = None
    inserted: Time | None = None
    updated: Time | None = None


class PaycoShape(Shape, frozen=True, kw_only=True):
    """The state PAYCO was told: `PaycoStatusAnnotation`."""

    status: str | None = None


class DeliveryShape(Shape, frozen=True, kw_only=True):
    """What Paymentwall said; an `error_code` says that it did not take it: `PaymentwallDeliveryDetailAnnotation`."""

    error_code: int | str | None = None
    error: str | None = None
    notices: list[str] | None = None


class PointShape(Shape, frozen=True, kw_only=True):
    """Points: `BenepiaPointAnnotation`."""

    point: int | None = None
