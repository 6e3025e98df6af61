"""`POST /payments/{paymentId}/confirm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment, PaymentAmount
from pgbridge.operations.payments.confirm import ConfirmPayment
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import approving
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import answered, declined, refused
from pgbridge_portone.asking import refuse, segment, store_of, unsent
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import PaidSummary
from pgbridge_portone.shapes.approvals import ConfirmBody
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = ConfirmPayment
ENDPOINTS = ("POST /payments/{paymentId}/confirm",)
APPROXIMATIONS = (
    "PortOne V2 waits for this call where the channel approves by hand; V1 asks the shop instead",
)
FIELDS = fields(
    {
        "order_id": "path.paymentId",
        "token": "paymentToken",
        "amount.total": "totalAmount",
        "amount.currency": "currency",
        "amount.tax_free": "taxFreeAmount",
        "amount.vat": None,
        "attempt_id": "txId",
        "notify": "skipWebhook",
    }
)
# It was stated in the browser; here amounts are only compared.
DROPPED = frozenset(("amount.vat",))
SUMMARY = msgspec.json.Decoder(PaidSummary)
prior, settle, complete = approving.prior, approving.settle, approving.complete


def encode(op: ConfirmPayment, channel: Channel) -> WireRequest:
    """Turn the operation into its request, with everything that V2 will compare.

    :raises RuleViolation: V2 cannot take it
    """
    if problems := approving.approval_problems(op, "paymentToken"):
        raise refuse(*problems, subject="confirm")
    return WireRequest(
        method="POST",
        path=f"/payments/{segment(op.order_id)}/confirm",
        body=ConfirmBody(
            payment_token=op.token,
            store_id=store_of(channel),
            tx_id=op.attempt_id,
            currency=op.amount.currency,
            total_amount=op.amount.total,
            tax_free_amount=op.amount.tax_free,
            is_test=approving.testing(channel),
            skip_webhook=unsent(op.notify),
        ),
        params={"paymentId": op.order_id},
    )


def decode(op: ConfirmPayment | None, response: WireResponse) -> Payment:
    """Return what the answer tells: that it is done, and when; a read fills in the rest."""
    summary = parse(response.body, SUMMARY)
    amount = op.amount if op is not None else Amount(total=0, currency="KRW")
    order_id = op.order_id if op is not None else ""
    return Payment(
        order_id=order_id,
        vendor_order_id=order_id,
        attempt_id=op.attempt_id if op is not None else None,
        status="paid",
        amount=PaymentAmount(total=amount.total, tax_free=amount.tax_free, vat=amount.vat),
        currency=amount.currency,
        customer=Customer(),
        paid_at=utc(summary.paid_at),
        pg_tx_id=summary.pg_tx_id,
        version="V2",
        partial=True,
        wire=response.body,
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request; what it does not compare counts as 0 won."""
    request = requests[0]
    body, unknown = body_of(request, ConfirmBody)
    op = ConfirmPayment(
        order_id=part(request, 1),
        token=body.payment_token,
        amount=Amount(
            total=body.total_amount or 0, currency=body.currency or "KRW", tax_free=body.tax_free_amount
        ),
        attempt_id=body.tx_id,
        notify=unsent(body.skip_webhook),
    )
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: ConfirmPayment | None, result: Payment | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it: a summary, or the PG's refusal."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    if result.status == "failed":
        return declined(result)
    return answered(PaidSummary(pg_tx_id=result.pg_tx_id, paid_at=result.paid_at))
