"""`cash_receipts.issue`: `POST /receipts/{imp_uid}`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.receipt import CashReceipt
from pgbridge.operations.cash_receipts.issue import IssueCashReceipt
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.receipts import (
    BUYER,
    RECEIPTS,
    accepted_terms,
    answer_receipt,
    attempt_of,
    decode_receipt,
    issued_before,
    need_attempt,
    receipt_path,
    receipts_seen,
    terms,
    what_is_left,
    won_alone,
)
from pgbridge_iamport.refusal import Problems, refuse
from pgbridge_iamport.shapes.requests import ReceiptBody

OPERATION = IssueCashReceipt
ENDPOINTS = ("POST /receipts/{imp_uid}",)
APPROXIMATIONS = ("PortOne V1 takes amount and channel from the payment",)
FIELDS = {
    **BUYER,
    "order_id": None,
    "attempt_id": "path.imp_uid",
    "identity": "identifier",
    "identity_type": "identifier_type",
    "type": "type",
    "amount": None,
    "tax_free": "tax_free",
    "vat": "vat_amount",
    "currency": None,
    "order_name": None,
    "product_type": "product_type",
    "paid_at": None,
    "method": None,
    "business_number": "corp_reg_no",
    "company_name": "company_name",
    "company_phone": "company_tel",
    "pin_channel": None,
}
# V1 takes all of these from the payment; `prior` compares the amount with what is left of it.
DROPPED = frozenset(("order_id", "amount", "order_name", "paid_at", "method", "pin_channel"))


def encode(op: IssueCashReceipt, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named, or V1 has no word for something
    """
    uid = need_attempt(op.attempt_id, op.name)
    problems: Problems = []
    won_alone(op.currency or "KRW", "currency", problems)
    body = ReceiptBody(
        **terms(op, problems),
        company_tel=op.company_phone,
        company_name=op.company_name,
        tax_free=op.tax_free,
        vat_amount=op.vat,
    )
    refuse(problems, op.name)
    return WireRequest(
        method="POST",
        path=receipt_path(RECEIPTS, uid),
        name="cash_receipt",
        body=body,
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: IssueCashReceipt | None, response: WireResponse) -> CashReceipt:
    """Read the receipt."""
    return decode_receipt(response.body, op.order_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = IssueCashReceipt(
        attempt_id=tail(request, RECEIPTS),
        company_name=form.text("company_name"),
        company_phone=form.text("company_tel"),
        tax_free=form.money("tax_free", "KRW"),
        vat=form.money("vat_amount", "KRW"),
        **accepted_terms(form),
    )
    return accepted(request, op, forms=(form,))


def answer(op: IssueCashReceipt | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return answer_receipt(result, imp_uid=op.attempt_id if op is not None else None)


def prior(op: IssueCashReceipt, channel: Channel) -> Flow[Prior]:
    """Find the paid attempt, and see that no receipt of it stands.

    :raises NotFound: there is no such payment
    :raises Conflict: it is not paid, or has a receipt
    :raises RuleViolation: the amount is not what is left of the payment
    """
    uid = yield from attempt_of(op, channel)
    if op.amount is not None:
        yield from what_is_left(uid, op.amount, channel, op.name)
    sighting = yield from issued_before(receipt_path(RECEIPTS, uid), channel)
    # By now the attempt says it all, and V1 has no place for the order.
    return Prior(op=msgspec.structs.replace(op, attempt_id=uid, order_id=None), sighting=sighting, target=uid)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether there is a receipt."""
    path = receipt_path(RECEIPTS, attempt.target or attempt.vendor_id)
    return (yield from receipts_seen(path, channel, attempt))
