"""Receipts as V1 answers them."""

from __future__ import annotations

from typing import Generic

from pgbridge_iamport.shapes.payment import Number, Shape, Time


class ReceiptShape(Shape, Generic[Time], frozen=True, kw_only=True):
    """A cash receipt: `ReceiptAnnotation` and `ExternalReceiptAnnotation` in one."""

    imp_uid: str | None = None
    merchant_uid: str | None = None
    receipt_tid: str | None = None
    apply_num: str | None = None
    type: str | None = None
    amount: Number | None = None
    vat: Number | None = None
    receipt_url: str | None = None
    applied_at: Time | None = None
    cancelled_at: Time | None = None
