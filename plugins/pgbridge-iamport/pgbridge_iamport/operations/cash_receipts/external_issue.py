"""`cash_receipts.external.issue`: `POST /receipts/external/{merchant_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.money import Amount
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.external_issue import IssueExternalCashReceipt
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport import words
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.receipts import (
    BUYER,
    EXTERNAL,
    accepted_terms,
    answer_receipt,
    decode_receipt,
    issued_before,
    receipt_path,
    receipts_seen,
    terms,
    won_alone,
)
from pgbridge_iamport.refusal import (
    MOST_ORDER_ID,
    Problems,
    check_length,
    coded,
    missing_setting,
    refuse,
)
from pgbridge_iamport.shapes.requests import ExternalReceiptBody

OPERATION = IssueExternalCashReceipt
ENDPOINTS = ("POST /receipts/external/{merchant_uid}",)
FIELDS = {
    **BUYER,
    "order_id": "path.merchant_uid",
    "order_name": "name",
    "amount.total": "amount",
    "amount.currency": "amount",
    "amount.tax_free": "tax_free",
    "amount.vat": "vat_amount",
    "identity": "identifier",
    "identity_type": "identifier_type",
    "type": "type",
    "product_type": "product_type",
    "method": "pay_method",
    "business_number": "corp_reg_no",
    "paid_at": None,
}
# When the money came is for the shop's own books.
DROPPED = frozenset(("paid_at",))


def encode(op: IssueExternalCashReceipt, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: V1 cannot carry it, or the channel has no key
    """
    problems: Problems = []
    if not channel.key:
        missing_setting(channel, "key", "channel_key", problems)
    won_alone(op.amount.currency, "amount.currency", problems)
    check_length(op.order_id, MOST_ORDER_ID, "merchant_uid", "order_id", problems)
    body = ExternalReceiptBody(
        channel_key=channel.key or "",
        name=op.order_name,
        amount=op.amount.total,
        tax_free=op.amount.tax_free,
        vat_amount=op.amount.vat,
        pay_method=coded(words.CASH_METHOD_CODES, op.method, "pay_method", "method", problems),
        **terms(op, problems),
    )
    refuse(problems, op.name)
    return WireRequest(
        method="POST",
        path=receipt_path(EXTERNAL, op.order_id),
        name="external_cash_receipt",
        body=body,
        headers=headers(channel),
        params={"merchant_uid": op.order_id},
    )


def decode(op: IssueExternalCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Read the receipt."""
    return decode_receipt(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    method = form.text("pay_method")
    op = IssueExternalCashReceipt(
        order_id=tail(request, EXTERNAL),
        order_name=form.need("name"),
        amount=Amount(
            total=form.need_money("amount", "KRW"),
            tax_free=form.money("tax_free", "KRW"),
            vat=form.money("vat_amount", "KRW"),
        ),
        method=None if method is None else words.CASH_METHODS.get(method, method),
        **accepted_terms(form),
    )
    return accepted(request, op, forms=(form,), channel_key=form.text("channel_key"))


def answer(op: IssueExternalCashReceipt | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    order_id = op.order_id if op is not None else getattr(result, "order_id", None)
    return answer_receipt(result, merchant_uid=order_id)


def prior(op: IssueExternalCashReceipt, channel: Channel) -> Flow[Prior]:
    """See that no receipt stands under this id.

    :raises Conflict: one does
    """
    return Prior(op=op, sighting=(yield from issued_before(receipt_path(EXTERNAL, op.order_id), channel)))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether there is a receipt."""
    return (yield from receipts_seen(receipt_path(EXTERNAL, attempt.vendor_id), channel, attempt))
