"""What V1 takes and answers beside paying: barcodes, changed accounts, balances, holders."""

from __future__ import annotations

from typing import Generic, TypeVar

from pgbridge_iamport.shapes.payment import Number, Shape
from pgbridge_iamport.shapes.requests import Body

Time = TypeVar("Time")


class BarcodeBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`POST /cvs`."""

    channel_key: str
    merchant_uid: str
    amount: Number
    barcode: str | None = None
    expired_at: int | None = None
    name: str | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    buyer_addr: str | None = None
    buyer_postcode: str | None = None
    confirm_url: str | None = None
    notice_url: list[str] | None = None
    custom_data: str | None = None


class AccountBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """`PUT /vbanks/{imp_uid}`."""

    amount: int | None = None
    vbank_due: int | None = None


class PartsShape(Shape, frozen=True, kw_only=True):
    """`PaymentBalanceAnnotation`."""

    tax_free: Number | None = None
    supply: Number | None = None
    vat: Number | None = None
    service: Number | None = None


class ChangeShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """`PaymentBalanceHistoriesAnnotation`."""

    cash_receipt: PartsShape | None = None
    primary: PartsShape | None = None
    secondary: PartsShape | None = None
    discount: PartsShape | None = None
    created: Time | None = None


class BalanceShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """`PaymentBalanceResponseAnnotation`."""

    amount: Number | None = None
    cash_receipt: PartsShape | None = None
    primary: PartsShape | None = None
    secondary: PartsShape | None = None
    discount: PartsShape | None = None
    histories: list[ChangeShape[Time]] | None = None


class HolderShape(Shape, frozen=True, kw_only=True):
    """`VbankHolderAnnotation`."""

    bank_holder: str | None = None
