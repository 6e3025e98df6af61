"""`POST /billing-keys/confirm-issue-and-pay`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment, PaymentAmount
from pgbridge.operations.billing_keys.confirm_and_charge import ConfirmKeyAndCharge
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import approving
from pgbridge_portone.accepting import body_of
from pgbridge_portone.answering import answered, declined, refused
from pgbridge_portone.asking import refuse, store_of, unsent
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.approvals import ConfirmedKeyPayShape, ConfirmKeyPayBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = ConfirmKeyAndCharge
ENDPOINTS = ("POST /billing-keys/confirm-issue-and-pay",)
FIELDS = fields(
    {
        "alias": None,
        "token": "billingIssueToken",
        "order_id": "paymentId",
        "amount.total": "totalAmount",
        "amount.currency": "currency",
        "amount.tax_free": "taxFreeAmount",
        "amount.vat": None,
        "notify": "skipWebhook",
    }
)
# It was stated in the browser; here amounts are only compared.
DROPPED = frozenset(("amount.vat",))
CONFIRMED = msgspec.json.Decoder(ConfirmedKeyPayShape)
prior, settle = approving.prior, approving.settle


def encode(op: ConfirmKeyAndCharge, channel: Channel) -> WireRequest:
    """Turn the operation into its request, with everything that V2 will compare.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := approving.approval_problems(op, "billingIssueToken"):
        raise refuse(*problems, subject="confirm")
    return WireRequest(
        method="POST",
        path="/billing-keys/confirm-issue-and-pay",
        body=ConfirmKeyPayBody(
            billing_issue_token=op.token,
            store_id=store_of(channel),
            payment_id=op.order_id,
            currency=op.amount.currency,
            total_amount=op.amount.total,
            tax_free_amount=op.amount.tax_free,
            is_test=approving.testing(channel),
            skip_webhook=unsent(op.notify),
        ),
        params={"paymentId": op.order_id},
    )


def decode(op: ConfirmKeyAndCharge | None, response: WireResponse) -> Payment:
    """Return what the answer tells: that it is done, and the new key; a read fills in the rest."""
    summary = parse(response.body, CONFIRMED)
    amount = op.amount if op is not None else Amount(total=0, currency="KRW")
    return Payment(
        order_id=summary.payment_id,
        vendor_order_id=summary.payment_id,
        status="paid",
        amount=PaymentAmount(total=amount.total, tax_free=amount.tax_free, vat=amount.vat),
        currency=amount.currency,
        billing_key=summary.billing_key,
        version="V2",
        partial=True,
        wire=response.body,
    )


def complete(op: ConfirmKeyAndCharge, result: Payment, channel: Channel) -> Flow[Payment]:
    """Read the payment; the new key stays with it."""
    found = yield from approving.complete(op, result, channel)
    return replace(found, billing_key=result.billing_key or found.billing_key)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request; what it does not compare counts as 0 won."""
    body, unknown = body_of(requests[0], ConfirmKeyPayBody)
    op = ConfirmKeyAndCharge(
        alias="",
        token=body.billing_issue_token,
        order_id=body.payment_id or "",
        amount=Amount(
            total=body.total_amount or 0, currency=body.currency or "KRW", tax_free=body.tax_free_amount
        ),
        notify=unsent(body.skip_webhook),
    )
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: ConfirmKeyAndCharge | None, result: Payment | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it: a summary, or the PG's refusal."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "BILLING_KEY_NOT_FOUND")
    if result.status == "failed":
        return declined(result)
    return answered(ConfirmedKeyPayShape(billing_key=result.billing_key or "", payment_id=result.order_id))
