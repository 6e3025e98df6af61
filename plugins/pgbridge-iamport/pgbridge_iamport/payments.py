"""A payment read from V1's fields. Vendor schema: `PaymentAnnotation`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pgbridge.errors import BadAnswer
from pgbridge.model.customer import Customer
from pgbridge.model.money import to_minor
from pgbridge.model.payment import Cancellation, Failure, Payment, PaymentAmount, PaymentChannel
from pgbridge_iamport import codes
from pgbridge_iamport.envelope import Reader
from pgbridge_iamport.methods import method_of
from pgbridge_iamport.shapes.payment import CancelShape, Number, PaymentShape
from pgbridge_iamport.times import EPOCH, happened

Read = PaymentShape[datetime]
READER: Reader[Read] = Reader(Read)
PAID_ONCE = frozenset(("paid", "cancelled"))


def decode_payment(body: bytes) -> Payment:
    """Return the payment of an answer that holds one.

    :raises BadAnswer: it does not say which payment, what state or how much
    """
    return payment_of(READER.one(body), body)


def payment_of(it: Read, wire: bytes) -> Payment:
    """Return the neutral payment.

    :raises BadAnswer: it does not say which payment, what state or how much
    """
    if not it.merchant_uid or not it.status or it.amount is None:
        raise BadAnswer(
            "PortOne V1 answered a payment without order id, status or amount", reason="bad_answer"
        )
    currency = it.currency or "KRW"
    total = minor(it.amount, currency)
    cancelled = minor(it.cancel_amount, currency) if it.cancel_amount else 0
    promotion = it.promotion
    discount = minor(promotion.discount or 0, currency) if promotion is not None else 0
    status = status_of(it, total, cancelled)
    paid_at = happened(it.paid_at)
    changed_at = max(
        it.started_at or EPOCH, it.paid_at or EPOCH, it.failed_at or EPOCH, it.cancelled_at or EPOCH
    )
    if status == "virtual_account_issued":
        changed_at = max(changed_at, it.vbank_issued_at or EPOCH)
    pg, usage = it.pg_provider, it.customer_uid_usage
    return Payment(
        order_id=it.merchant_uid,
        vendor_order_id=it.merchant_uid,
        attempt_id=it.imp_uid,
        status=status,
        currency=currency,
        amount=PaymentAmount(
            total=total,
            paid=total - discount if paid_at is not None or it.status == "paid" else 0,
            cancelled=cancelled,
            discount=discount,
        ),
        version="V1",
        order_name=it.name,
        method=method_of(it),
        channel=PaymentChannel(
            pg_provider=pg.upper() if pg else None,
            pg_merchant_id=it.pg_id,
            live=None if it.sandbox is None else not it.sandbox,
        ),
        customer=Customer(
            name=it.buyer_name,
            email=it.buyer_email,
            phone=it.buyer_tel,
            address=it.buyer_addr,
            postcode=it.buyer_postcode,
        ),
        custom_data=it.custom_data,
        requested_at=happened(it.started_at),
        updated_at=changed_at if changed_at > EPOCH else None,
        status_changed_at=changed_at if changed_at > EPOCH else None,
        paid_at=paid_at,
        failed_at=happened(it.failed_at),
        cancelled_at=happened(it.cancelled_at),
        failure=Failure(reason=it.fail_reason) if status == "failed" or it.fail_reason else None,
        pg_tx_id=it.pg_tid,
        receipt_url=it.receipt_url,
        cancellations=cancellations(it.cancel_history, currency, it) if it.cancel_history else (),
        cash_receipt_issued=it.cash_receipt_issued,
        billing_key=it.customer_uid,
        billing_usage=codes.USAGES.get(usage, usage) if usage else None,
        promotion_id=promotion.id if promotion is not None else None,
        escrow="registered" if it.escrow else None,
        platform=it.channel,
        user_agent=it.user_agent,
        wire=wire,
    )


def status_of(it: Read, total: int, cancelled: int) -> str:
    """Return the neutral status: amounts and method decide where V1's four words do not suffice."""
    word = it.status or ""
    if cancelled:
        if word in PAID_ONCE:
            return "cancelled" if cancelled >= total else "partially_cancelled"
    elif word == "ready" and it.pay_method == "vbank" and it.vbank_num:
        return "virtual_account_issued"
    return word


def minor(amount: Number, currency: str) -> int:
    """Return an amount in minor units.

    :raises BadAnswer: it does not come out exactly, or nobody pays in that currency
    """
    if type(amount) is int and currency == "KRW":
        return amount
    try:
        return to_minor(amount, currency)
    except ValueError as error:
        raise BadAnswer(f"PortOne V1 answered an unusable amount: {error}", reason="invalid_amount") from None


def cancellations(
    history: Sequence[CancelShape[datetime]], currency: str, payment: Read
) -> tuple[Cancellation, ...]:
    """Return the refunds, oldest first; V1 lists those that are done, and tells no other time."""
    rows = sorted(history, key=lambda row: row.cancelled_at or EPOCH)
    return tuple(
        Cancellation(
            id=row.cancellation_id or row.pg_tid or f"{payment.imp_uid}-{number}",
            status="succeeded",
            amount=minor(row.amount or 0, currency),
            order_id=payment.merchant_uid,
            attempt_id=payment.imp_uid,
            reason=row.reason,
            pg_id=row.pg_tid,
            requested_at=happened(row.cancelled_at),
            cancelled_at=happened(row.cancelled_at),
            receipt_url=row.receipt_url,
        )
        for number, row in enumerate(rows)
    )
