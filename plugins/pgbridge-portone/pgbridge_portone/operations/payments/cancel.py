"""`POST /payments/{paymentId}/cancel`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import Conflict, NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import need_order, problem, read, refuse, segment, store_of
from pgbridge_portone.charging import get_request
from pgbridge_portone.convert.payment import cancellation_of, read_payment
from pgbridge_portone.convert.payment_written import cancellation_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import CancelledShape
from pgbridge_portone.shapes.requests import CancelBody, RefundAccountInput
from pgbridge_portone.words import BANKS, REQUESTER, REQUESTER_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.model.payment import Cancellation, Payment
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

OPERATION = CancelPayment
ENDPOINTS = ("POST /payments/{paymentId}/cancel",)
APPROXIMATIONS = (
    "PortOne V2 may only take a cancel down and carry it out later: its status is then requested",
)
FIELDS = fields(
    {
        "order_id": "path.paymentId",
        "attempt_id": None,
        "reason": "reason",
        "amount": "amount",
        "cancel_id": None,
        "tax_free": "taxFreeAmount",
        "vat": "vatAmount",
        "expected_cancellable": "currentCancellableAmount",
        "refund_account": "refundAccount",
        "refund_account.bank": "refundAccount.bank",
        "refund_account.number": "refundAccount.number",
        "refund_account.holder": "refundAccount.holderName",
        "refund_account.phone": "refundAccount.holderPhoneNumber",
        "refund_email": "refundEmail",
        "requester": "requester",
        "keep_promotion": "promotionDiscountRetainOption",
        "notify": "skipWebhook",
        "currency": None,
    }
)
# `prior` compares the attempt with the payment's; the ledger keeps the cancel's own name; the payment has the currency.
DROPPED = frozenset(("attempt_id", "cancel_id", "currency"))
CANCELLED = msgspec.json.Decoder(CancelledShape)
STATES = {"succeeded": "done", "failed": "failed"}


def encode(op: CancelPayment, channel: Channel) -> WireRequest:
    """Turn the operation into its request. A webhook is sent unless `notify` is False; V2 is told either way.

    :raises RuleViolation: V2 cannot take it
    """
    order_id = need_order(op.order_id, "cancel")
    if problems := problems_of(op):
        raise refuse(*problems, subject="cancel")
    account, keep = op.refund_account, op.keep_promotion
    return WireRequest(
        name="cancel",
        method="POST",
        path=f"/payments/{segment(order_id)}/cancel",
        body=CancelBody(
            store_id=store_of(channel),
            amount=op.amount,
            tax_free_amount=op.tax_free,
            vat_amount=op.vat,
            reason=op.reason,
            requester=None if op.requester is None else REQUESTER_OUT[op.requester],
            promotion_discount_retain_option=None if keep is None else "RETAIN" if keep else "RELEASE",
            current_cancellable_amount=op.expected_cancellable,
            refund_account=None if account is None else refund_input(account),
            refund_email=op.refund_email,
            skip_webhook=op.notify is False,
        ),
        params={"paymentId": order_id},
    )


def problems_of(op: CancelPayment) -> list[Violation]:
    """Return what V2 cannot take."""
    found = []
    if not op.reason:
        found.append(problem("reason", "reason", "V2 needs a reason: give one"))
    if op.amount == 0:
        message = "0 is no amount to cancel: leave it out to give everything back"
        found.append(problem("amount", "amount", message, kind="min"))
    if op.requester is not None and op.requester not in REQUESTER_OUT:
        found.append(
            problem("requester", "requester", f"must be one of {', '.join(REQUESTER_OUT)}", kind="enum")
        )
    if op.refund_account is not None and op.refund_account.bank not in BANKS:
        message = "is not a bank that V2 knows: use its name, such as SHINHAN"
        found.append(
            problem("bank", "refundAccount.bank", message, neutral="refund_account.bank", kind="enum")
        )
    return found


def refund_input(account: RefundAccount) -> RefundAccountInput:
    """Return where the money goes."""
    return RefundAccountInput(
        bank=account.bank,
        number=account.number,
        holder_name=account.holder,
        holder_phone_number=account.phone,
    )


def decode(op: CancelPayment | None, response: WireResponse) -> Cancellation:
    """Return the cancellation; `requested` is not decided yet."""
    shape = parse(response.body, CANCELLED).cancellation
    return cancellation_of(shape, op.order_id if op else None, op.attempt_id if op else None)


def prior(op: CancelPayment, channel: Channel) -> Flow[Prior]:
    """Read the payment: how much is left, what was cancelled before, which attempt was paid.

    :raises NotFound: there is no such payment, or the attempt that is named is not the one that was paid
    :raises Conflict: nothing is left to cancel
    :raises RuleViolation: the payment was made on V1
    """
    payment = yield from payment_of(need_order(op.order_id, "cancel"), channel)
    if payment.version == "V1":
        message = "was made on V1: cancel it through a V1 channel, V2 is not known to give it back"
        raise refuse(problem("version", "path.paymentId", message, neutral="order_id"), subject="cancel")
    if op.attempt_id is not None and payment.attempt_id != op.attempt_id:
        raise NotFound(
            f"order {payment.order_id} was not paid by attempt {op.attempt_id}",
            reason="payment_not_found",
        )
    left = payment.cancellable
    if left <= 0:
        raise Conflict(
            f"order {payment.order_id}: everything has been cancelled before", reason="already_cancelled"
        )
    expected = left if op.expected_cancellable is None else op.expected_cancellable
    filled = msgspec.structs.replace(
        op,
        attempt_id=payment.attempt_id,
        amount=left if op.amount is None else op.amount,
        expected_cancellable=expected,
        currency=payment.currency,
    )
    sighting = sighting_of(payment, "")
    return Prior(op=filled, sighting=sighting, target=payment.attempt_id, payment=payment)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read every cancellation of the payment, and how much is left."""
    payment = yield from payment_of(attempt.vendor_id, channel)
    return sighting_of(payment, attempt.mark)


def payment_of(order_id: str, channel: Channel) -> Flow[Payment]:
    """Read the payment."""
    response = yield from read(get_request(order_id, channel), channel)
    return read_payment(response.body)


def sighting_of(payment: Payment, mark: str) -> Sighting:
    """Return a payment's cancellations as the ledger judges them."""
    return Sighting(
        items=tuple(
            Seen(
                id=c.id,
                state=STATES.get(c.status, "pending"),
                amount=c.amount,
                currency=payment.currency,
                marked=bool(mark) and mark in (c.reason or ""),
                at=c.requested_at.timestamp() if c.requested_at else None,
                result=c,
            )
            for c in payment.cancellations
        ),
        cancellable=payment.cancellable,
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, CancelBody)
    account, keep = body.refund_account, body.promotion_discount_retain_option
    op = CancelPayment(
        order_id=part(request, 1),
        reason=body.reason,
        amount=body.amount,
        tax_free=body.tax_free_amount,
        vat=body.vat_amount,
        expected_cancellable=body.current_cancellable_amount,
        refund_account=None
        if account is None
        else RefundAccount(
            bank=account.bank,
            number=account.number,
            holder=account.holder_name,
            phone=account.holder_phone_number,
        ),
        refund_email=body.refund_email,
        requester=None if body.requester is None else REQUESTER.get(body.requester, body.requester),
        keep_promotion=None if keep is None else keep == "RETAIN",
        notify=not body.skip_webhook,
        currency=request.params.get("currency") or "KRW",
    )
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: CancelPayment | None, result: Cancellation | PgbridgeError) -> WireResponse:
    """Write the cancellation as V2 answers it."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    return answered(CancelledShape(cancellation=cancellation_shape(result)))
