"""`schedules.reschedule`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.billing_key import Schedule
from pgbridge.operations.base import BillingKeyRef, Operation, ScheduledCharge


class Reschedule(Operation[Schedule], frozen=True, kw_only=True):
    """Schedule a failed or revoked payment again.

    V1 `POST /subscribe/payments/schedule/{merchant_uid}/reschedule`. V2 creates a new schedule, so it needs `terms`
    and `billing_key`, or reads them from the old one by `schedule_id`.
    """

    name: ClassVar[str] = "schedules.reschedule"
    family: ClassVar[str] = "schedule_move"

    order_id: str
    due_at: datetime
    schedule_id: str | None = None
    billing_key: BillingKeyRef | None = None
    terms: ScheduledCharge | None = None
