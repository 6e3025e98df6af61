"""Payments to come: read, and written as V2 shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.model.billing_key import Schedule
from pgbridge.model.money import Amount
from pgbridge.operations.base import ScheduledCharge
from pgbridge_portone.convert.customer import customer_of, customer_shape, product_shapes, products_of
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ScheduleShape
from pgbridge_portone.times import utc
from pgbridge_portone.words import SCHEDULE_STATUS, SCHEDULE_STATUS_OUT

if TYPE_CHECKING:
    from datetime import datetime

SCHEDULE = msgspec.json.Decoder(ScheduleShape)


def read_schedule(body: bytes | msgspec.Raw) -> Schedule:
    """Read a `PaymentSchedule`.

    :raises BadAnswer: it cannot be read
    """
    shape = parse(body, SCHEDULE)
    return Schedule(
        id=shape.id,
        order_id=shape.payment_id,
        status=SCHEDULE_STATUS.get(shape.status, shape.status),
        due_at=utc(shape.time_to_pay) or shape.time_to_pay,
        amount=shape.total_amount,
        currency=shape.currency or "KRW",
        billing_key=shape.billing_key,
        order_name=shape.order_name,
        tax_free=shape.tax_free_amount,
        vat=shape.vat_amount,
        customer=customer_of(shape.customer),
        custom_data=shape.custom_data or None,  # V2 shows "" where there is none
        notice_urls=shape.notice_urls or (),
        products=products_of(shape.products),
        installment_months=shape.installment_month,
        created_at=utc(shape.created_at),
        started_at=utc(shape.started_at),
        completed_at=utc(shape.completed_at),
        revoked_at=utc(shape.revoked_at),
        merchant_id=shape.merchant_id,
        store_id=shape.store_id,
        wire=bytes(body),
    )


def schedule_shape(schedule: Schedule) -> ScheduleShape:
    """Write a schedule, with the times that V2 shows in this state; it is no escrow and no cultural expense."""
    begun = schedule.status in ("started", "succeeded", "failed", "pending")
    ended = begun and schedule.status != "started"
    return ScheduleShape(
        status=SCHEDULE_STATUS_OUT.get(schedule.status, schedule.status),
        id=schedule.id,
        merchant_id=schedule.merchant_id,
        store_id=schedule.store_id,
        payment_id=schedule.order_id,
        billing_key=schedule.billing_key,
        order_name=schedule.order_name,
        is_cultural_expense=False,
        is_escrow=False,
        customer=customer_shape(schedule.customer),
        custom_data=schedule.custom_data or "",
        total_amount=schedule.amount,
        tax_free_amount=schedule.tax_free,
        vat_amount=schedule.vat,
        currency=schedule.currency,
        installment_month=schedule.installment_months,
        notice_urls=schedule.notice_urls or None,
        products=product_shapes(schedule.products),
        created_at=schedule.created_at,
        time_to_pay=schedule.due_at,
        started_at=schedule.started_at if begun else None,
        completed_at=schedule.completed_at if ended else None,
        revoked_at=schedule.revoked_at if schedule.status == "revoked" else None,
    )


def terms_of(schedule: Schedule, due_at: datetime) -> ScheduledCharge:
    """Return the terms of a schedule again, for another time; V2 does not show all that was once sent."""
    return ScheduledCharge(
        order_id=schedule.order_id,
        due_at=due_at,
        amount=Amount(
            total=schedule.amount,
            currency=schedule.currency,
            tax_free=schedule.tax_free,
            vat=schedule.vat,
        ),
        order_name=schedule.order_name,
        customer=schedule.customer,
        custom_data=schedule.custom_data,
        notice_urls=schedule.notice_urls,
        products=schedule.products,
        installment_months=schedule.installment_months,
    )
