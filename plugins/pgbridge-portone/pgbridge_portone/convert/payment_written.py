"""A payment, an attempt at one, and its cancellations, written as V2 shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.model.payment import Cancellation, Failure, Payment, PaymentChannel
from pgbridge_portone.convert.customer import customer_shape, product_shapes
from pgbridge_portone.convert.method import method_shape
from pgbridge_portone.convert.payment import GIVEN_BACK, PAID_ONCE
from pgbridge_portone.shapes.answers import (
    AmountShape,
    CancellationShape,
    ChannelShape,
    FailureShape,
    GroupShape,
    OriginShape,
    PaymentShape,
    StatusShape,
)
from pgbridge_portone.words import (
    CANCELLATION_STATUS_OUT,
    ESCROW_OUT,
    PAYMENT_STATUS_OUT,
    PLATFORM_OUT,
    TRIGGER_OUT,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def payment_shape(payment: Payment, *, transaction: bool = False) -> PaymentShape:
    """Write a payment, or an attempt at one, with the fields that V2 has in this state."""
    status = payment.status
    paid = status in PAID_ONCE
    back = status in GIVEN_BACK
    failed = status == "failed"
    changed = payment.status_changed_at or last_change(payment)
    order_id = payment.vendor_order_id or payment.order_id
    issued = payment.cash_receipt_issued if paid else None
    return PaymentShape(
        status=PAYMENT_STATUS_OUT.get(status, status),
        id=(payment.attempt_id or "") if transaction else order_id,
        transaction_id=None if transaction else payment.attempt_id,
        payment_id=order_id if transaction else None,
        amount=amount_shape(payment),
        currency=payment.currency,
        merchant_id=payment.merchant_id,
        store_id=payment.store_id,
        version=payment.version,
        order_name=payment.order_name,
        method=None if payment.method is None else method_shape(payment.method),
        channel=None if payment.channel is None else channel_shape(payment.channel),
        channel_group=None if payment.channel_group is None else GroupShape(id=payment.channel_group),
        customer=customer_shape(payment.customer),
        custom_data=payment.custom_data,
        origin=None if transaction else origin_shape(payment),
        requested_at=payment.requested_at,
        updated_at=payment.updated_at or changed,
        status_changed_at=changed,
        paid_at=payment.paid_at if paid else None,
        failed_at=payment.failed_at if failed else None,
        cancelled_at=payment.cancelled_at if back else None,
        failure=failure_shape(payment.failure) if failed else None,
        pg_tx_id=None if failed or status == "ready" else payment.pg_tx_id,
        pg_response=payment.pg_response if status == "paid" else None,
        receipt_url=payment.receipt_url if paid else None,
        cancellations=cancellation_shapes(payment.cancellations) if back else None,
        cash_receipt_issuance_status=None if issued is None else "ISSUED" if issued else "NOT_ISSUED",
        billing_key=payment.billing_key,
        schedule_id=payment.schedule_id,
        promotion_id=payment.promotion_id,
        escrow=None
        if payment.escrow is None
        else StatusShape(status=ESCROW_OUT.get(payment.escrow, payment.escrow)),
        is_cultural_expense=payment.cultural_expense,
        products=product_shapes(payment.products),
        product_count=payment.product_count,
        country=payment.country,
    )


def last_change(payment: Payment) -> datetime | None:
    """Return when the payment changed last, as far as its times tell."""
    account = payment.method.virtual_account if payment.method else None
    waiting = payment.status == "virtual_account_issued"
    times = [
        payment.requested_at,
        payment.paid_at,
        payment.failed_at,
        payment.cancelled_at,
        account.issued_at if account and waiting else None,
    ]
    return max((time for time in times if time is not None), default=None)


def amount_shape(payment: Payment) -> AmountShape:
    """Write the amounts: what was never cancelled has no tax-free part either; other unknown parts stay away."""
    amount = payment.amount
    none_back = 0 if not amount.cancelled else None
    return AmountShape(
        total=amount.total,
        tax_free=amount.tax_free,
        vat=amount.vat,
        supply=amount.supply,
        discount=amount.discount or 0,
        paid=paid_part(payment) if amount.paid is None else amount.paid,
        cancelled=amount.cancelled,
        cancelled_tax_free=none_back if amount.cancelled_tax_free is None else amount.cancelled_tax_free,
    )


def paid_part(payment: Payment) -> int | None:
    """Return what was paid when the API did not tell: all but a discount once paid, nothing before."""
    if payment.status == "paid":
        return payment.amount.total - (payment.amount.discount or 0)
    return None if payment.status in GIVEN_BACK else 0


def channel_shape(channel: PaymentChannel) -> ChannelShape:
    """Write where it was paid."""
    return ChannelShape(
        type=None if channel.live is None else "LIVE" if channel.live else "TEST",
        id=channel.id,
        key=channel.key,
        name=channel.name,
        pg_provider=channel.pg_provider,
        pg_merchant_id=channel.pg_merchant_id,
    )


def origin_shape(payment: Payment) -> OriginShape | None:
    """Write where the buyer was; the address is not known here."""
    platform = payment.platform
    if platform is None and payment.user_agent is None:
        return None
    return OriginShape(
        platform_type=None if platform is None else PLATFORM_OUT.get(platform, platform),
        user_agent=payment.user_agent,
    )


def failure_shape(failure: Failure | None) -> FailureShape:
    """Write why it failed."""
    if failure is None:
        return FailureShape()
    return FailureShape(reason=failure.reason, pg_code=failure.pg_code, pg_message=failure.pg_message)


def cancellation_shapes(cancellations: Sequence[Cancellation]) -> tuple[CancellationShape, ...]:
    """Write the cancellations of a payment."""
    return tuple(cancellation_shape(c) for c in cancellations)


def cancellation_shape(cancellation: Cancellation) -> CancellationShape:
    """Write a cancellation; an API that tells one time only was asked and obeyed at that time."""
    status, trigger = cancellation.status, cancellation.trigger
    return CancellationShape(
        status=CANCELLATION_STATUS_OUT.get(status, status),
        id=cancellation.id,
        total_amount=cancellation.amount,
        pg_cancellation_id=cancellation.pg_id,
        tax_free_amount=cancellation.tax_free,
        vat_amount=cancellation.vat,
        easy_pay_discount_amount=cancellation.easy_pay_discount,
        reason=cancellation.reason,
        cancelled_at=cancellation.cancelled_at,
        requested_at=cancellation.requested_at or cancellation.cancelled_at,
        receipt_url=cancellation.receipt_url,
        trigger=None if trigger is None else TRIGGER_OUT.get(trigger, trigger),
    )
