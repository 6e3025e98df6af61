"""`POST /cash-receipts` for a payment made through PortOne."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import Conflict, PgbridgeError
from pgbridge.model.enums import Method
from pgbridge.model.payment import Payment
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.issue import IssueCashReceipt
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import charging, receipting
from pgbridge_portone.accepting import body_of
from pgbridge_portone.asking import need_order, problem, read, refuse, store_of
from pgbridge_portone.convert.payment import read_payment
from pgbridge_portone.convert.receipt import receipt_body, receipt_terms
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.requests import AmountInput, ReceiptBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

OPERATION = IssueCashReceipt
ENDPOINTS = ("POST /cash-receipts",)
APPROXIMATIONS = ("PortOne V2 wants amount, currency and name again, so the payment is read before it",)
FIELDS = fields(
    receipting.CUSTOMER,
    {
        "order_id": "paymentId",
        "attempt_id": None,
        "identity": "customer.identityNumber",
        "identity_type": "customer.identityNumberType",
        "type": "type",
        "amount": "amount.total",
        "tax_free": "amount.taxFree",
        "vat": "amount.vat",
        "currency": "currency",
        "order_name": "orderName",
        "product_type": "productType",
        "paid_at": "paidAt",
        "method": "paymentMethod",
        "business_number": "businessRegistrationNumber",
        "company_name": None,
        "company_phone": None,
        "pin_channel": "channelKey",
    },
)
# V2 names a payment by its order, and the shop that the receipt shows is the console's.
DROPPED = frozenset(("attempt_id", "company_name", "company_phone"))
NOT_TOLD = "V2 wants it stated: read the payment first and take it from there"
PAID = frozenset(("paid", "partially_cancelled"))
settle, unsaid = receipting.settle_issue, receipting.unsaid


def encode(op: IssueCashReceipt, channel: Channel) -> WireRequest:
    """Turn the operation into its request. Executed, `prior` has filled in what the payment tells.

    :raises RuleViolation: V2 cannot take it
    """
    order_id = need_order(op.order_id, "cash receipt")
    key = op.pin_channel or channel.key
    if found := problems_of(op, key):
        raise refuse(*found, subject="cash receipt")
    body = receipt_body(
        op,
        order_id=order_id,
        channel_key=key or "",
        amount=AmountInput(total=op.amount or 0, tax_free=op.tax_free, vat=op.vat),
        currency=op.currency or "",
        store_id=store_of(channel),
    )
    return WireRequest(name="cash_receipt", method="POST", path="/cash-receipts", body=body)


def problems_of(op: IssueCashReceipt, key: str | None) -> list[Violation]:
    """Return what V2 cannot take."""
    found = receipting.issue_problems(op)
    needed = (
        ("amount", "amount.total", op.amount),
        ("currency", "currency", op.currency),
        ("order_name", "orderName", op.order_name),
        ("pin_channel", "channelKey", key),
    )
    found += [
        problem(neutral.replace("_", "-"), wire, NOT_TOLD, neutral=neutral)
        for neutral, wire, value in needed
        if value in (None, "")
    ]
    return found


def decode(op: IssueCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Return the receipt as far as the answer tells."""
    if op is None:
        return receipting.decode_issued(response, None, None, None, None)
    return receipting.decode_issued(response, op.order_id, op.type, op.amount, op.currency)


def prior(op: IssueCashReceipt, channel: Channel) -> Flow[Prior]:
    """Read the payment for what V2 wants stated, and see that no receipt of it stands.

    :raises NotFound: there is no such payment
    :raises Conflict: it is not paid, was paid by card, or has a receipt
    """
    order_id = need_order(op.order_id, "cash receipt")
    payment = read_payment((yield from read(charging.get_request(order_id, channel), channel)).body)
    if payment.status not in PAID:
        raise Conflict(
            f"order {order_id} is {payment.status}, so there is no money to issue a receipt for",
            reason="invalid_state",
        )
    if payment.method is not None and payment.method.type == Method.CARD:
        raise Conflict(
            f"order {order_id} was paid by card, whose slip is its receipt", reason="invalid_state"
        )
    sighting = yield from receipting.issued_before(order_id, channel)
    return Prior(op=filled(op, payment, channel), sighting=sighting, target=order_id)


def filled(op: IssueCashReceipt, payment: Payment, channel: Channel) -> IssueCashReceipt:
    """Return the operation with what the payment tells in the place of what the caller left out."""
    whole = op.amount is None
    tax_free, vat = op.tax_free, op.vat
    if whole and tax_free is None and payment.amount.tax_free is not None:
        tax_free = payment.amount.tax_free - (payment.amount.cancelled_tax_free or 0)
    if whole and vat is None and channel.vat == "designated" and payment.amount.vat is not None:
        vat = payment.amount.vat - sum(c.vat or 0 for c in payment.cancellations if c.status == "succeeded")
    made_at = payment.channel.key if payment.channel is not None else None
    return msgspec.structs.replace(
        op,
        amount=payment.cancellable if op.amount is None else op.amount,
        tax_free=tax_free,
        vat=vat,
        currency=op.currency or payment.currency,
        order_name=op.order_name or payment.order_name,
        pin_channel=op.pin_channel or made_at,
    )


def complete(op: IssueCashReceipt, result: CashReceipt, channel: Channel) -> Flow[CashReceipt]:
    """Read the receipt."""
    return (yield from receipting.completed(op.order_id or "", result, channel))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    body, unknown = body_of(requests[0], ReceiptBody)
    op = IssueCashReceipt(
        amount=body.amount.total,
        tax_free=body.amount.tax_free,
        vat=body.amount.vat,
        currency=body.currency,
        **receipt_terms(body),
    )
    return Accepted(op=op, channel_key=body.channel_key, store_id=body.store_id, unknown=unknown)


def answer(op: IssueCashReceipt | None, result: CashReceipt | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it."""
    del op
    return receipting.answer_issued(result)
