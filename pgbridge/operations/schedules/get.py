"""`schedules.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.billing_key import Schedule
from pgbridge.operations.base import Operation


class GetSchedule(Operation[Schedule], frozen=True, kw_only=True):
    """Read one schedule. V1 reads by order id, V2 by schedule id (the ledger knows the pair).

    V1 `GET /subscribe/payments/schedule/{merchant_uid}`, V2 `GET /payment-schedules/{paymentScheduleId}`.
    """

    name: ClassVar[str] = "schedules.get"

    order_id: str | None = None
    schedule_id: str | None = None
