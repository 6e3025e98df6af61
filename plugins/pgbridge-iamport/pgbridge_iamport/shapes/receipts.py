"""Receipts and deliveries as V1 answers them."""

from __future__ import annotations

from typing import Generic

from msgspec import UNSET, UnsetType

from pgbridge_iamport.shapes.payment import Number, Shape, Time


class ReceiptShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """A cash receipt: `ReceiptAnnotation` and `ExternalReceiptAnnotation` in one, each with the id that is its own."""

    imp_uid: str | UnsetType | None = UNSET
    merchant_uid: str | UnsetType | None = UNSET
    receipt_tid: str | None = None
    apply_num: str | None = None
    type: str | None = None
    amount: Number | None = None
    vat: Number | None = None
    receipt_url: str | None = None
    applied_at: Time | None = None
    cancelled_at: Time | None = None


class SlipShape(Shape, frozen=True, kw_only=True):
    """A sales slip: `PartnerReceiptResultAnnotation`."""

    receipt_url: str | None = None


class LogisShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """A delivery: `EscrowLogisAnnotation`."""

    company: str | None = None
    invoice: str | None = None
    sent_at: Time | None = None
    applied_at: Time | None = None
