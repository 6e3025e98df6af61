"""Hosted checkout: what V2 takes and answers."""

from __future__ import annotations

from datetime import date, datetime

from pgbridge_portone.shapes.answers import Answer
from pgbridge_portone.shapes.requests import Body


class ProductInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentSessionProduct`."""

    name: str
    unit_price: int
    quantity: int
    id: str | None = None
    code: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    url: str | None = None
    n_pay_category_type: str | None = None
    n_pay_category_id: str | None = None
    n_pay_uid: str | None = None


class AgreementInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentSessionAgreement`."""

    name: str
    url: str


class ColorsInput(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentSessionColors`."""

    primary: str | None = None
    primary_hover: str | None = None
    primary_light: str | None = None


class SessionBody(Body, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePaymentSessionBody`."""

    store_id: str
    payment_id: str
    profile_key: str
    country: str
    currency: str
    total_amount: int
    order_name: str
    payment_method: str | None = None
    redirect_url: str | None = None
    products: tuple[ProductInput, ...] | None = None
    customer_name: str | None = None
    customer_email: str | None = None
    store_name: str | None = None
    agreements: tuple[AgreementInput, ...] | None = None
    order_image_url: str | None = None
    custom_data: str | None = None
    colors: ColorsInput | None = None
    ttl_seconds: int | None = None


class OpenedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`CreatePaymentSessionResponse`."""

    session_id: str
    url: str | None = None
    expires_at: datetime | None = None


class SessionShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`PaymentSession`."""

    id: str
    store_id: str | None = None
    payment_id: str | None = None
    profile_key: str | None = None
    country: str | None = None
    currency: str | None = None
    total_amount: int | None = None
    order_name: str | None = None
    payment_method: str | None = None
    redirect_url: str | None = None
    products: tuple[ProductInput, ...] | None = None
    customer_name: str | None = None
    customer_email: str | None = None
    store_name: str | None = None
    agreements: tuple[AgreementInput, ...] | None = None
    order_image_url: str | None = None
    custom_data: str | None = None
    colors: ColorsInput | None = None
    created_at: datetime | None = None
    expires_at: datetime | None = None


class ClosedShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`ClosePaymentSessionResponse`."""

    closed_at: datetime | None = None


class MethodShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`EvaluatedCheckoutMethod`."""

    payment_method: str
    channel_key: str


class MethodsShape(Answer, frozen=True, kw_only=True, omit_defaults=True, rename="camel", gc=False):
    """`EvaluateCheckoutProfileResponse`."""

    methods: tuple[MethodShape, ...] | None = None
