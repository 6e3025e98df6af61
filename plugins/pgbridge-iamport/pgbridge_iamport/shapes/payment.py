"""A payment as V1 answers it. Vendor schema: `PaymentAnnotation`.

Times are UNIX seconds on the wire: read as `datetime`, which the decoder makes of them, and written as `int`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Generic, TypeVar

from msgspec import Struct

Number = int | Decimal
Time = TypeVar("Time")


class Shape(Struct, frozen=True, kw_only=True):
    """The base of answers; they hold buyers' data, so their repr shows nothing."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"


class CancelShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """One entry of `cancel_history`: `PaymentCancelAnnotation`."""

    pg_tid: str | None = None
    amount: Number | None = None
    cancelled_at: Time | None = None
    reason: str | None = None
    cancellation_id: str | None = None
    receipt_url: str | None = None


class DepositShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """One entry of `deposit_history`: `VbankDepositAnnotation`."""

    pg_tid: str | None = None
    amount: Number | None = None
    depositor_name: str | None = None
    deposited_at: Time | None = None


class PromotionShape(Shape, frozen=True, kw_only=True):
    """`promotion`: which one, and what it took off."""

    id: str | None = None
    discount: Number | None = None


class PaymentShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """One attempt at a payment: `PaymentAnnotation`."""

    imp_uid: str | None = None
    merchant_uid: str | None = None
    pay_method: str | None = None
    channel: str | None = None
    pg_provider: str | None = None
    emb_pg_provider: str | None = None
    pg_tid: str | None = None
    pg_id: str | None = None
    sandbox: bool | None = None
    escrow: bool | None = None
    apply_num: str | None = None
    bank_code: str | None = None
    bank_name: str | None = None
    card_code: str | None = None
    card_name: str | None = None
    card_issuer_code: str | None = None
    card_issuer_name: str | None = None
    card_publisher_code: str | None = None
    card_publisher_name: str | None = None
    card_quota: int | None = None
    card_number: str | None = None
    card_type: int | str | None = None
    vbank_code: str | None = None
    vbank_name: str | None = None
    vbank_num: str | None = None
    vbank_holder: str | None = None
    vbank_date: Time | None = None
    vbank_issued_at: Time | None = None
    name: str | None = None
    amount: Number | None = None
    cancel_amount: Number | None = None
    currency: str | None = None
    buyer_name: str | None = None
    buyer_email: str | None = None
    buyer_tel: str | None = None
    buyer_addr: str | None = None
    buyer_postcode: str | None = None
    custom_data: str | None = None
    user_agent: str | None = None
    status: str | None = None
    started_at: Time | None = None
    paid_at: Time | None = None
    failed_at: Time | None = None
    cancelled_at: Time | None = None
    fail_reason: str | None = None
    cancel_reason: str | None = None
    receipt_url: str | None = None
    cancel_history: list[CancelShape[Time]] | None = None
    deposit_history: list[DepositShape[Time]] | None = None
    cancel_receipt_urls: list[str] | None = None
    cash_receipt_issued: bool | None = None
    customer_uid: str | None = None
    customer_uid_usage: str | None = None
    promotion: PromotionShape | None = None
