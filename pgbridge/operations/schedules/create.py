"""`schedules.create`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.billing_key import Schedule
from pgbridge.model.card import Card
from pgbridge.operations.base import BillingKeyRef, Operation, ScheduledCharge


class CreateSchedule(Operation[tuple[Schedule, ...]], frozen=True, kw_only=True):
    """Charge a billing key later, once per row.

    V1 `POST /subscribe/payments/schedule`, V2 `POST /payments/{paymentId}/schedule`. Rows are created one by one, each
    with its own attempt, for neither API promises all or nothing.

    :ivar card: V1 only: issue the key in the same call
    :ivar checking_amount: V1 only, and always 0: anything else is a charge without an order id
    """

    name: ClassVar[str] = "schedules.create"
    family: ClassVar[str] = "schedule"

    billing_key: BillingKeyRef
    rows: tuple[ScheduledCharge, ...]
    pin_channel: str | None = None
    customer_id: str | None = None
    card: Card | None = None
    checking_amount: int | None = None
