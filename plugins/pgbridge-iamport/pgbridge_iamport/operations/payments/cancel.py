"""`payments.cancel`: `POST /payments/cancel`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.errors import Conflict, IntentConflict, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.money import to_major
from pgbridge.model.payment import Cancellation, Payment
from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount
from pgbridge.rules import Violation
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport import codes
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import headers, paid_attempt, payment_by_id, was_paid
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import Problems, coded, major, problem, refuse
from pgbridge_iamport.shapes.payment import PaymentShape
from pgbridge_iamport.shapes.requests import CancelBody, ExtraBody
from pgbridge_iamport.times import epoch
from pgbridge_iamport.written import answer_payment, written_cancellation

OPERATION = CancelPayment
ENDPOINTS = ("POST /payments/cancel",)
APPROXIMATIONS = ("PortOne V1 sends webhooks for cancels by API only where the payment used webhooks",)
FIELDS = {
    "order_id": "merchant_uid",
    "attempt_id": "imp_uid",
    "reason": "reason",
    "amount": "amount",
    "tax_free": "tax_free",
    "vat": "vat_amount",
    "expected_cancellable": "checksum",
    "refund_account": "refund_account",
    "refund_account.bank": "refund_bank",
    "refund_account.number": "refund_account",
    "refund_account.holder": "refund_holder",
    "refund_account.phone": "refund_tel",
    "refund_email": None,
    "requester": "extra.requester",
    "keep_promotion": "retain_promotion",
    "notify": "enable_webhook",
    "cancel_id": None,
    "currency": None,
}
# The ledger keeps the cancel's own name; the currency only says how amounts are scaled.
DROPPED = frozenset(("cancel_id", "currency"))


def encode(op: CancelPayment, channel: Channel) -> WireRequest:
    """Write the request. Amounts are in the payment's currency, which the request does not name.

    A webhook is sent unless `notify` is False, and V1 is told either way: its default is the opposite of V2's.

    :raises RuleViolation: no payment is named, the amount is none, or the PG has no code for the bank
    """
    problems: Problems = []
    if not (op.attempt_id or op.order_id):
        problems.append(unnamed())
    if op.amount is not None and op.amount <= 0:
        # V1 takes 0 for everything, so a computed 0 would give all the money back.
        message = "amount: must be more than 0; leave it out to give everything back"
        problems.append(problem("amount", "min", message, neutral="amount", value=1))
    account, currency = op.refund_account, op.currency
    requester = coded(codes.REQUESTERS, op.requester, "extra.requester", "requester", problems)
    body = CancelBody(
        imp_uid=op.attempt_id or None,
        # V1 goes by `imp_uid` where both are given; other servers of V1 want both.
        merchant_uid=op.order_id,
        amount=major(op.amount, currency, "amount", "currency", problems),
        tax_free=major(op.tax_free, currency, "tax_free", "currency", problems),
        vat_amount=major(op.vat, currency, "vat_amount", "currency", problems),
        checksum=major(op.expected_cancellable, currency, "checksum", "currency", problems),
        reason=op.reason,
        refund_holder=account.holder if account is not None else None,
        refund_bank=refund_bank(account, channel, problems) if account is not None else None,
        refund_account=account.number if account is not None else None,
        refund_tel=account.phone if account is not None else None,
        retain_promotion=op.keep_promotion,
        enable_webhook=op.notify is not False,
        extra=ExtraBody(requester=requester) if requester is not None else None,
    )
    refuse(problems, op.name)
    return WireRequest(
        method="POST", path="/payments/cancel", name="cancel", body=body, headers=headers(channel)
    )


def unnamed() -> Violation:
    """Describe a cancel that names no payment."""
    return problem("imp_uid", "required_any", "attempt_id: give it, or order_id", neutral="attempt_id")


def refund_bank(account: RefundAccount, channel: Channel, problems: Problems) -> str:
    """Return the bank as the channel's PG writes it."""
    code = codes.refund_bank(account.bank, channel.provider)
    if code is None:
        message = "refund_account.bank: this PG has no code for it on V1; use a bank name such as SHINHAN"
        problems.append(problem("refund_bank", "enum", message, neutral="refund_account.bank"))
    return code or ""


def decode(op: CancelPayment | None, response: WireResponse) -> Cancellation:
    """Read what this cancel added: V1 answers the whole payment, with the newest refund last."""
    payment = decode_payment(response.body)
    wanted = op.amount if op is not None else None
    before = op.expected_cancellable if op is not None else None
    waiting = not payment.cancellations or (before is not None and payment.cancellable >= before)
    if waiting:
        # Accepted, but the PG has not done it yet: the refund shows up in a later read.
        return Cancellation(
            id="",
            status="requested",
            amount=wanted if wanted is not None else payment.cancellable,
            order_id=payment.order_id,
            attempt_id=payment.attempt_id,
            reason=op.reason if op is not None else None,
            partial=True,
        )
    rows = payment.cancellations[::-1]
    found = next((row for row in rows if row.amount == wanted), rows[0])
    if op is not None and (op.tax_free is not None or op.vat is not None) and found.amount == wanted:
        return msgspec.structs.replace(found, tax_free=op.tax_free, vat=op.vat)
    return found


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request: no amount, or 0, is everything; no webhook is sent unless it says so."""
    (request,) = requests
    form = Form.of(request)
    currency = request.params.get("currency") or "KRW"
    attempt_id, order_id = form.text("imp_uid"), form.text("merchant_uid")
    if not (attempt_id or order_id):
        refuse([unnamed()], CancelPayment.name)
    number = form.text("refund_account")
    account = None
    if number:
        account = RefundAccount(
            bank=codes.bank_of_refund(form.need("refund_bank")),
            number=number,
            holder=form.need("refund_holder"),
            phone=form.text("refund_tel"),
        )
    extra = form.mapping("extra") or {}
    requester = extra.get("requester")
    op = CancelPayment(
        attempt_id=attempt_id or None,
        order_id=None if attempt_id else order_id,
        amount=form.money("amount", currency) or None,
        tax_free=form.money("tax_free", currency),
        vat=form.money("vat_amount", currency),
        expected_cancellable=form.money("checksum", currency),
        refund_account=account,
        requester=str(requester) if requester is not None else None,
        keep_promotion=form.flag("retain_promotion"),
        notify=form.flag("enable_webhook") or False,
        currency=currency,
        **({"reason": reason} if (reason := form.text("reason")) is not None else {}),
    )
    return accepted(request, op, forms=(form,))


def answer(op: CancelPayment | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it: the payment, or what a cancellation tells of it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    if isinstance(result, Payment):
        return answer_payment(result)
    currency = op.currency if op is not None else "KRW"
    done = result.status == "succeeded"
    return success(
        PaymentShape[int](
            imp_uid=result.attempt_id or (op.attempt_id if op is not None else None),
            merchant_uid=result.order_id or (op.order_id if op is not None else None),
            currency=currency,
            cancel_amount=to_major(result.amount, currency) if done else 0,
            cancelled_at=epoch(result.cancelled_at),
            cancel_reason=result.reason if done else None,
            cancel_history=[written_cancellation(result, currency)] if done else None,
        )
    )


def prior(op: CancelPayment, channel: Channel) -> Flow[Prior]:
    """Read the payment: V1 must be told amount and checksum, for what it is not told means everything.

    :raises NotFound: there is no such payment
    :raises Conflict: it is not paid, all of it is given back, or less is left than asked for
    :raises IntentConflict: attempt and order do not belong together
    """
    if op.attempt_id:
        payment = yield from payment_by_id(op.attempt_id, channel)
    else:
        encode(op, channel)  # refuses what names no payment
        payment = yield from paid_attempt(op.order_id or "", channel)
    if op.order_id and payment.order_id != op.order_id:
        raise IntentConflict(
            f"payment {payment.attempt_id} is of another order; leave order_id or attempt_id out",
            reason="other_order",
        )
    if not was_paid(payment):
        raise Conflict(
            f"payment {payment.attempt_id} is {payment.status}, so there is nothing to give back",
            reason="invalid_state",
        )
    left = payment.cancellable
    if left <= 0:
        raise Conflict(f"payment {payment.attempt_id} is cancelled already", reason="already_cancelled")
    if op.amount is not None and op.amount > left:
        raise Conflict(
            f"payment {payment.attempt_id}: only {left} is left to give back (minor units)",
            reason="cancel_amount_exceeded",
        )
    full = msgspec.structs.replace(
        op,
        attempt_id=payment.attempt_id,
        order_id=op.order_id or payment.order_id,
        amount=left if op.amount is None else op.amount,
        expected_cancellable=left if op.expected_cancellable is None else op.expected_cancellable,
        currency=payment.currency,
    )
    return Prior(op=full, sighting=refunds(payment), target=payment.attempt_id, payment=payment)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """List the payment's refunds. Read by its own id, even a test payment shows what was not done."""
    if attempt.target:
        payment = yield from payment_by_id(attempt.target, channel)
    else:
        payment = yield from paid_attempt(attempt.vendor_id, channel)
    return refunds(payment, attempt)


def refunds(payment: Payment, attempt: Attempt | None = None) -> Sighting:
    """Show every refund of a payment."""
    return Sighting(
        items=tuple(
            Seen(
                id=row.id,
                state="done",
                amount=row.amount,
                currency=payment.currency,
                marked=attempt is not None and attempt.id in (row.reason or ""),
                at=row.cancelled_at.timestamp() if row.cancelled_at is not None else None,
                result=row,
            )
            for row in payment.cancellations
        ),
        cancellable=payment.cancellable,
    )
