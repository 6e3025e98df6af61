"""`POST /cash-receipts` for money taken elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.external_issue import IssueExternalCashReceipt
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import receipting
from pgbridge_portone.accepting import amount_from, body_of
from pgbridge_portone.asking import channel_problem, problem, refuse, store_of
from pgbridge_portone.convert.receipt import receipt_body, receipt_terms
from pgbridge_portone.convert.terms import amount_input
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.requests import ReceiptBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = IssueExternalCashReceipt
ENDPOINTS = ("POST /cash-receipts",)
FIELDS = fields(
    receipting.CUSTOMER,
    {
        "order_id": "paymentId",
        "order_name": "orderName",
        "amount.total": "amount.total",
        "amount.currency": "currency",
        "amount.tax_free": "amount.taxFree",
        "amount.vat": "amount.vat",
        "identity": "customer.identityNumber",
        "identity_type": "customer.identityNumberType",
        "type": "type",
        "product_type": "productType",
        "method": "paymentMethod",
        "business_number": "businessRegistrationNumber",
        "paid_at": "paidAt",
    },
)
settle, unsaid = receipting.settle_issue, receipting.unsaid


def encode(op: IssueExternalCashReceipt, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    found = receipting.issue_problems(op)
    if not op.order_name:
        found.append(
            problem("order-name", "orderName", "V2 needs a name: give order_name", neutral="order_name")
        )
    if not channel.key:
        found.append(channel_problem())
    if found:
        raise refuse(*found, subject="cash receipt")
    body = receipt_body(
        op,
        order_id=op.order_id,
        channel_key=channel.key or "",
        amount=amount_input(op.amount),
        currency=op.amount.currency,
        store_id=store_of(channel),
    )
    return WireRequest(name="cash_receipt", method="POST", path="/cash-receipts", body=body)


def decode(op: IssueExternalCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Return the receipt as far as the answer tells."""
    if op is None:
        return receipting.decode_issued(response, None, None, None, None)
    return receipting.decode_issued(response, op.order_id, op.type, op.amount.total, op.amount.currency)


def prior(op: IssueExternalCashReceipt, channel: Channel) -> Flow[Prior]:
    """See that no receipt stands under this id.

    :raises Conflict: one does
    """
    sighting = yield from receipting.issued_before(op.order_id, channel)
    return Prior(op=op, sighting=sighting, target=op.order_id)


def complete(op: IssueExternalCashReceipt, result: CashReceipt, channel: Channel) -> Flow[CashReceipt]:
    """Read the receipt."""
    return (yield from receipting.completed(op.order_id, result, channel))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    body, unknown = body_of(requests[0], ReceiptBody)
    op = IssueExternalCashReceipt(amount=amount_from(body.amount, body.currency), **receipt_terms(body))
    return Accepted(op=op, channel_key=body.channel_key, store_id=body.store_id, unknown=unknown)


def answer(op: IssueExternalCashReceipt | None, result: CashReceipt | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it."""
    del op
    return receipting.answer_issued(result)
