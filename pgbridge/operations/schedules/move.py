"""`schedules.move`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from pgbridge.model.billing_key import Schedule
from pgbridge.operations.base import BillingKeyRef, Operation, ScheduledCharge


class MoveSchedule(Operation[Schedule], frozen=True, kw_only=True):
    """Give a schedule another due time.

    V1 `PUT /subscribe/payments/schedule/{merchant_uid}`. V2 has no such call: the old one is revoked, read as revoked,
    and created again under the same payment id (the reuse is inferred), so there is a moment without any schedule.

    :ivar terms: the terms of the new schedule, for what V2 does not show of the old one; read from it when left out
    :ivar billing_key: whose schedule it is; V2 reads it from the old schedule when it is left out
    """

    name: ClassVar[str] = "schedules.move"
    family: ClassVar[str] = "schedule_move"

    order_id: str
    due_at: datetime
    schedule_id: str | None = None
    billing_key: BillingKeyRef | None = None
    terms: ScheduledCharge | None = None
