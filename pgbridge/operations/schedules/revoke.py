"""`schedules.revoke`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Revoked
from pgbridge.operations.base import BillingKeyRef, Operation


class RevokeSchedules(Operation[Revoked], frozen=True, kw_only=True):
    """Take back schedules: those named, or all of a billing key.

    V1 `POST /subscribe/payments/unschedule`, V2 `DELETE /payment-schedules` (all or nothing).
    """

    name: ClassVar[str] = "schedules.revoke"
    family: ClassVar[str] = "schedule_revocation"

    billing_key: BillingKeyRef | None = None
    order_ids: tuple[str, ...] = ()
    schedule_ids: tuple[str, ...] = ()
