"""A neutral payment written as V1 answers it, for translation and for servers that speak V1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pgbridge.errors import Declined, Pending, PgbridgeError
from pgbridge.model.money import to_major
from pgbridge.model.payment import Cancellation, Payment
from pgbridge.wire import WireResponse
from pgbridge_iamport import codes
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.methods import method_fields
from pgbridge_iamport.shapes.payment import CancelShape, PaymentShape, PromotionShape
from pgbridge_iamport.times import epoch

STATUSES = {
    "pending": "ready",
    "virtual_account_issued": "ready",
    "partially_cancelled": "paid",
}


def answer_payment(result: Any) -> WireResponse:
    """Write a payment, or the error in its place; a decline is an answer with a failed payment."""
    if isinstance(result, (Declined, Pending)) and isinstance(result.payment, Payment):
        result = result.payment
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(written(result))


def written(it: Payment) -> PaymentShape[int]:
    """Return V1's fields of a payment. What did not happen has the time 0."""
    currency = it.currency
    channel, customer, failed = it.channel, it.customer, it.failure
    pg = channel.pg_provider if channel is not None else None
    done = [c for c in it.cancellations if c.status == "succeeded"]
    cancelled = it.amount.cancelled if len(done) == len(it.cancellations) else sum(c.amount for c in done)
    promotion = None
    if it.promotion_id is not None:
        discount = it.amount.discount
        promotion = PromotionShape(
            id=it.promotion_id, discount=None if discount is None else to_major(discount, currency)
        )
    receipts = [c.receipt_url for c in done if c.receipt_url]
    return PaymentShape[int](
        imp_uid=it.attempt_id,
        merchant_uid=it.order_id,
        channel=it.platform,
        pg_provider=pg.lower() if pg else None,
        pg_tid=it.pg_tx_id,
        pg_id=channel.pg_merchant_id if channel is not None else None,
        sandbox=channel is not None and channel.live is False,
        escrow=True if it.escrow else None,
        name=it.order_name,
        amount=to_major(it.amount.total, currency),
        cancel_amount=to_major(cancelled, currency),
        currency=currency,
        buyer_name=customer.full_name,
        buyer_email=customer.email,
        buyer_tel=customer.phone,
        buyer_addr=customer.one_line_address,
        buyer_postcode=customer.postcode,
        custom_data=it.custom_data,
        user_agent=it.user_agent,
        status=STATUSES.get(it.status, it.status),
        started_at=epoch(it.requested_at),
        paid_at=epoch(it.paid_at),
        failed_at=epoch(it.failed_at),
        cancelled_at=epoch(it.cancelled_at),
        fail_reason=(failed.reason or failed.pg_message) if failed is not None else None,
        cancel_reason=done[-1].reason if done else None,
        receipt_url=it.receipt_url,
        cancel_history=[written_cancellation(c, currency) for c in done] or None,
        cancel_receipt_urls=receipts or None,
        cash_receipt_issued=it.cash_receipt_issued,
        customer_uid=it.billing_key,
        customer_uid_usage=usage(it),
        promotion=promotion,
        **method_fields(it.method, pg),
    )


def written_cancellation(it: Cancellation, currency: str) -> CancelShape[int]:
    """Return one entry of `cancel_history`."""
    return CancelShape[int](
        pg_tid=it.pg_id,
        amount=to_major(it.amount, currency),
        cancelled_at=epoch(it.cancelled_at or it.requested_at),
        reason=it.reason,
        cancellation_id=it.id,
        receipt_url=it.receipt_url,
    )


def usage(it: Payment) -> str | None:
    """Return what the billing key was used for."""
    if it.billing_usage is not None:
        return codes.USAGE_CODES.get(it.billing_usage, it.billing_usage)
    if it.billing_key is None:
        return None
    return "payment.scheduled" if it.schedule_id else "payment"


def written_page(
    items: Sequence[Payment], *, total: int | None, previous: int = 0, following: int = 0
) -> WireResponse:
    """Write a page of payments; a page that is not there is 0."""
    return success(
        {
            "total": total,
            "previous": previous,
            "next": following,
            "list": [written(it) for it in items],
        }
    )
