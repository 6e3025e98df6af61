"""`store_receipts.register`."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from pgbridge.model.receipt import StoreReceipt
from pgbridge.operations.base import Operation


class StoreReceiptItem(Struct, frozen=True, kw_only=True):
    """One shop's part of a payment, in minor units.

    :ivar business_number: the shop's, with hyphens (V1 demands them, V2 does not say)
    :ivar supply: V2 only
    """

    business_number: str
    name: str
    amount: int
    tax_free: int | None = None
    vat: int | None = None
    supply: int | None = None


class RegisterStoreReceipt(Operation[StoreReceipt], frozen=True, kw_only=True):
    """Enter the shops of a marketplace on the sales slip of a payment (KG Inicis only).

    V1 `POST /partners/receipts/{imp_uid}`, V2 `POST /payments/{paymentId}/register-store-receipt`. The same items are
    registered once; neither API shows what is registered, so a lost answer stays unknown.

    :ivar currency: of all items, and of the payment
    """

    name: ClassVar[str] = "store_receipts.register"
    family: ClassVar[str] = "store_receipt"

    items: tuple[StoreReceiptItem, ...]
    order_id: str | None = None
    attempt_id: str | None = None
    currency: str = "KRW"
