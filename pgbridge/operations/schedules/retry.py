"""`schedules.retry`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.payment import Payment
from pgbridge.operations.base import BillingKeyRef, Operation, ScheduledCharge


class RetrySchedule(Operation[Payment], frozen=True, kw_only=True):
    """Charge a failed schedule now, under its own order id.

    V1 `POST /subscribe/payments/schedule/{merchant_uid}/retry`, V2 `POST /payments/{paymentId}/billing-key` with the
    terms of the schedule, read by `schedule_id` unless `billing_key` and `terms` are given.
    """

    name: ClassVar[str] = "schedules.retry"
    family: ClassVar[str] = "charge"

    order_id: str
    schedule_id: str | None = None
    billing_key: BillingKeyRef | None = None
    terms: ScheduledCharge | None = None
