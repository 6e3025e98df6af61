"""Cash receipts: asked for, read, and written as V2 shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.model.customer import Customer
from pgbridge.model.receipt import CashReceipt
from pgbridge_portone.convert.payment import channel_of
from pgbridge_portone.convert.payment_written import channel_shape
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ReceiptShape
from pgbridge_portone.shapes.requests import AmountInput, ReceiptBody, ReceiptCustomerInput
from pgbridge_portone.times import utc
from pgbridge_portone.words import (
    CASH_METHOD,
    CASH_METHOD_OUT,
    IDENTITY_TYPE,
    IDENTITY_TYPE_OUT,
    PRODUCT_TYPE,
    PRODUCT_TYPE_OUT,
    RECEIPT_STATUS,
    RECEIPT_STATUS_OUT,
    RECEIPT_TYPE,
    RECEIPT_TYPE_OUT,
    RESIDENT,
)

if TYPE_CHECKING:
    from pgbridge.operations.cash_receipts.external_issue import IssueExternalCashReceipt
    from pgbridge.operations.cash_receipts.issue import IssueCashReceipt

RECEIPT = msgspec.json.Decoder(ReceiptShape)


def receipt_body(
    op: IssueCashReceipt | IssueExternalCashReceipt,
    *,
    order_id: str,
    channel_key: str,
    amount: AmountInput,
    currency: str,
    store_id: str | None,
) -> ReceiptBody:
    """Return what asks for a receipt."""
    kind, method = op.identity_type, op.method
    return ReceiptBody(
        payment_id=order_id,
        channel_key=channel_key,
        type=RECEIPT_TYPE_OUT[op.type],
        order_name=op.order_name or "",
        currency=currency,
        amount=amount,
        customer=ReceiptCustomerInput(
            identity_number=op.identity,
            identity_number_type=None if kind in (None, RESIDENT) else IDENTITY_TYPE_OUT[kind],
            name=op.customer.full_name,
            email=op.customer.email,
            phone_number=op.customer.phone,
        ),
        store_id=store_id,
        product_type=None if op.product_type is None else PRODUCT_TYPE_OUT[op.product_type],
        paid_at=utc(op.paid_at),
        business_registration_number=op.business_number,
        payment_method=None if method is None else CASH_METHOD_OUT[method],
    )


def receipt_terms(body: ReceiptBody) -> dict[str, Any]:
    """Return what a request for a receipt says, as arguments of the operation."""
    customer, product, method = body.customer, body.product_type, body.payment_method
    kind = customer.identity_number_type
    return {
        "order_id": body.payment_id,
        "order_name": body.order_name,
        "identity": customer.identity_number,
        "identity_type": None if kind is None else IDENTITY_TYPE.get(kind, kind),
        "type": RECEIPT_TYPE.get(body.type, body.type),
        "customer": Customer(name=customer.name, email=customer.email, phone=customer.phone_number),
        "product_type": None if product is None else PRODUCT_TYPE.get(product, product),
        "method": None if method is None else CASH_METHOD.get(method, method),
        "business_number": body.business_registration_number,
        "paid_at": utc(body.paid_at),
    }


def read_receipt(body: bytes | msgspec.Raw) -> CashReceipt:
    """Read a `CashReceipt`.

    :raises BadAnswer: it cannot be read
    """
    shape = parse(body, RECEIPT)
    return CashReceipt(
        status=RECEIPT_STATUS.get(shape.status, shape.status),
        order_id=shape.payment_id,
        type=None if shape.type is None else RECEIPT_TYPE.get(shape.type, shape.type),
        amount=shape.amount,
        tax_free=shape.tax_free_amount,
        vat=shape.vat_amount,
        currency=shape.currency or "KRW",
        issue_number=shape.issue_number,
        pg_receipt_id=shape.pg_receipt_id,
        order_name=shape.order_name,
        url=shape.url,
        issued_at=utc(shape.issued_at),
        cancelled_at=utc(shape.cancelled_at),
        updated_at=utc(shape.status_updated_at),
        manual=shape.is_manual,
        channel=None if shape.channel is None else channel_of(shape.channel),
        merchant_id=shape.merchant_id,
        store_id=shape.store_id,
        wire=bytes(body),
    )


def receipt_shape(receipt: CashReceipt, order_id: str | None = None) -> ReceiptShape:
    """Write a receipt."""
    kind = receipt.type
    return ReceiptShape(
        status=RECEIPT_STATUS_OUT.get(receipt.status, receipt.status),
        merchant_id=receipt.merchant_id,
        store_id=receipt.store_id,
        payment_id=order_id or receipt.order_id,
        channel=None if receipt.channel is None else channel_shape(receipt.channel),
        amount=receipt.amount,
        tax_free_amount=receipt.tax_free,
        vat_amount=receipt.vat,
        currency=receipt.currency,
        order_name=receipt.order_name,
        is_manual=receipt.manual,
        type=None if kind is None else RECEIPT_TYPE_OUT.get(kind, kind),
        pg_receipt_id=receipt.pg_receipt_id,
        issue_number=receipt.issue_number,
        url=receipt.url,
        issued_at=receipt.issued_at,
        cancelled_at=receipt.cancelled_at,
        status_updated_at=receipt.updated_at,
    )
