"""A payment, an attempt at one, and its cancellations: as V2 shows them."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import msgspec
from msgspec.structs import force_setattr

from pgbridge.model.payment import Cancellation, Failure, Payment, PaymentAmount, PaymentChannel
from pgbridge_portone.convert.customer import NOBODY, customer_of, products_of
from pgbridge_portone.convert.method import method_of
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import (
    CancellationShape,
    ChannelShape,
    PaymentShape,
    StatusShape,
)
from pgbridge_portone.times import utc
from pgbridge_portone.words import (
    CANCELLATION_STATUS,
    ESCROW,
    PAYMENT_STATUS,
    PLATFORM,
    TRIGGER,
)

PAYMENT = msgspec.json.Decoder(PaymentShape)
DECODE = PAYMENT.decode
PAID = "PAID"
PAID_ONCE = frozenset(("paid", "partially_cancelled", "cancelled"))
GIVEN_BACK = frozenset(("partially_cancelled", "cancelled"))


def read_payment(body: bytes | msgspec.Raw) -> Payment:
    """Read a `Payment` or a `PaymentTransaction`.

    :raises BadAnswer: it cannot be read
    """
    try:
        shape = DECODE(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        shape = parse(body, PAYMENT)
    return payment_of(shape, body if type(body) is bytes else bytes(body))


def payment_of(shape: PaymentShape, wire: bytes = b"") -> Payment:
    """Return the neutral payment. A transaction's own id is the attempt's.

    It is made with 15 arguments at most, and the rest is set, for Python calls with more go a way that takes three times as long;
    what few payments have is set only where there is any.
    """
    amount, channel, origin = shape.amount, shape.channel, shape.origin
    order_id, attempt_id = shape.id, shape.transaction_id
    if shape.payment_id is not None:
        order_id, attempt_id = shape.payment_id, shape.id
    platform = None if origin is None else origin.platform_type
    paid_at = shape.paid_at
    if paid_at is not None and paid_at.tzinfo is not UTC:
        paid_at = utc(paid_at)
    requested_at = shape.requested_at
    if requested_at is not None and requested_at.tzinfo is not UTC:
        requested_at = utc(requested_at)
    updated_at = shape.updated_at
    if updated_at is not None and updated_at.tzinfo is not UTC:
        updated_at = utc(updated_at)
    changed_at = shape.status_changed_at
    if changed_at is not None and changed_at.tzinfo is not UTC:
        changed_at = utc(changed_at)
    payment = Payment(
        order_id=order_id,
        status=PAYMENT_STATUS.get(shape.status, shape.status),
        amount=PaymentAmount(
            total=amount.total,
            paid=amount.paid,
            cancelled=amount.cancelled or 0,
            tax_free=amount.tax_free,
            vat=amount.vat,
            supply=amount.supply,
            discount=amount.discount,
            cancelled_tax_free=amount.cancelled_tax_free,
        ),
        currency=shape.currency or "KRW",
        attempt_id=attempt_id,
        version=shape.version,
        order_name=shape.order_name,
        method=None if shape.method is None else method_of(shape.method),
        channel=None if channel is None else channel_of(channel),
        customer=NOBODY if shape.customer is None else customer_of(shape.customer),
        requested_at=requested_at,
        updated_at=updated_at,
        status_changed_at=changed_at,
        paid_at=paid_at,
        wire=wire,
    )
    # Nobody else has it yet, so setting what is left is still making it; `replace` would make it again.
    force_setattr(payment, "custom_data", shape.custom_data)
    force_setattr(payment, "pg_tx_id", shape.pg_tx_id)
    force_setattr(payment, "receipt_url", shape.receipt_url)
    force_setattr(payment, "merchant_id", shape.merchant_id)
    force_setattr(payment, "store_id", shape.store_id)
    force_setattr(payment, "cultural_expense", shape.is_cultural_expense)
    if platform is not None:
        force_setattr(payment, "platform", PLATFORM.get(platform, platform))
    for name, value in rest_of(shape, order_id, attempt_id).items():
        force_setattr(payment, name, value)
    return payment


def rest_of(shape: PaymentShape, order_id: str, attempt_id: str | None) -> dict[str, Any]:
    """Return what few payments have, as arguments of `Payment`."""
    rest: dict[str, Any] = {}
    if shape.cancellations:
        rest["cancellations"] = tuple(cancellation_of(c, order_id, attempt_id) for c in shape.cancellations)
    if shape.status != PAID:
        if (failure := shape.failure) is not None:
            rest["failure"] = Failure(
                reason=failure.reason, pg_code=failure.pg_code, pg_message=failure.pg_message
            )
        if shape.failed_at is not None:
            rest["failed_at"] = utc(shape.failed_at)
        if shape.cancelled_at is not None:
            rest["cancelled_at"] = utc(shape.cancelled_at)
    if shape.billing_key is not None:
        rest["billing_key"] = shape.billing_key
        rest["billing_usage"] = "billing_key_charge" if shape.schedule_id is None else "scheduled_charge"
    if shape.schedule_id is not None:
        rest["schedule_id"] = shape.schedule_id
    if shape.channel_group is not None:
        rest["channel_group"] = shape.channel_group.id
    if (receipt := shape.cash_receipt_issuance_status) is not None:
        rest["cash_receipt_issued"] = receipt == "ISSUED"
    elif shape.cash_receipt is not None:
        rest["cash_receipt_issued"] = shape.cash_receipt.status == "ISSUED"
    if shape.escrow is not None:
        rest["escrow"] = escrow_of(shape.escrow)
    if shape.origin is not None and shape.origin.user_agent is not None:
        rest["user_agent"] = shape.origin.user_agent
    if shape.products:
        rest["products"] = products_of(shape.products)
    if shape.product_count is not None:
        rest["product_count"] = shape.product_count
    if shape.promotion_id is not None:
        rest["promotion_id"] = shape.promotion_id
    if shape.country is not None:
        rest["country"] = shape.country
    if shape.pg_response is not None:
        rest["pg_response"] = shape.pg_response
    return rest


def channel_of(shape: ChannelShape) -> PaymentChannel:
    """Return where it was paid."""
    kind = shape.type
    return PaymentChannel(
        pg_provider=shape.pg_provider,
        pg_merchant_id=shape.pg_merchant_id,
        live=True if kind == "LIVE" else False if kind == "TEST" else None,
        id=shape.id,
        key=shape.key,
        name=shape.name,
    )


def escrow_of(shape: StatusShape | None) -> str | None:
    """Return where an escrow payment's goods are."""
    if shape is None or shape.status is None:
        return None
    return ESCROW.get(shape.status, shape.status)


def cancellation_of(
    shape: CancellationShape, order_id: str | None = None, attempt_id: str | None = None
) -> Cancellation:
    """Return one cancellation of a payment."""
    trigger = shape.trigger
    return Cancellation(
        id=shape.id,
        status=CANCELLATION_STATUS.get(shape.status, shape.status),
        amount=shape.total_amount,
        order_id=order_id,
        attempt_id=attempt_id,
        tax_free=shape.tax_free_amount,
        vat=shape.vat_amount,
        easy_pay_discount=shape.easy_pay_discount_amount,
        reason=shape.reason,
        pg_id=shape.pg_cancellation_id,
        requested_at=utc(shape.requested_at),
        cancelled_at=utc(shape.cancelled_at),
        receipt_url=shape.receipt_url,
        trigger=None if trigger is None else TRIGGER.get(trigger, trigger),
    )
