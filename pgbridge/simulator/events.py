"""What happened in the world, as it happened: the source of webhooks, and of what a console shows."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from pgbridge.simulator.state import Attempt, BillingKey

Cause = Literal["api", "schedule", "pg", "buyer", "console"]
# What became of a payment, by the status it took.
BECAME = {
    "READY": "payment.ready",
    "PAID": "payment.paid",
    "FAILED": "payment.failed",
    "VIRTUAL_ACCOUNT_ISSUED": "payment.virtual_account_issued",
    "PAY_PENDING": "payment.pending",
    "CANCELLED": "payment.cancelled",
    "PARTIAL_CANCELLED": "payment.partial_cancelled",
}
KINDS = (
    *BECAME.values(),
    "payment.cancel_requested",
    "payment.cancel_failed",
    "billing_key.issued",
    "billing_key.deleted",
)


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened.

    :ivar kind: one of `KINDS`
    :ivar cause: who made it happen: a call of the `api`, a `schedule` that was due, the `pg`, the `buyer`, or the merchant
        in the `console`
    :ivar silent: whoever made it happen wanted no webhook, or (V1's cancels) did not ask for one
    """

    serial: int
    at: float
    kind: str
    cause: Cause
    version: str
    store_id: str
    order_id: str | None = None
    attempt_id: str | None = None
    cancellation_id: str | None = None
    billing_key: str | None = None
    silent: bool = False


def of_payment(before: Attempt | None, after: Attempt) -> list[tuple[str, str | None]]:
    """Return what a change of an attempt means: kinds, each with the cancellation it is about."""
    found: list[tuple[str, str | None]] = []
    known = {each.id: each.status for each in before.cancellations} if before is not None else {}
    for each in after.cancellations:
        if known.get(each.id) == each.status:
            continue
        if each.status == "SUCCEEDED":
            whole = after.cancelled.total >= after.bill.money.total
            found.append((BECAME["CANCELLED" if whole else "PARTIAL_CANCELLED"], each.id))
        else:
            found.append((f"payment.cancel_{each.status.lower()}", each.id))
    changed = before is None or before.status != after.status
    if changed and not found and (kind := BECAME.get(after.status)) is not None:
        found.append((kind, None))
    return found


def of_key(before: BillingKey | None, after: BillingKey) -> str | None:
    """Return what a change of a billing key means."""
    if after.deleted_at is not None:
        return "billing_key.deleted" if before is not None and before.deleted_at is None else None
    return "billing_key.issued" if before is None or before.issued_at != after.issued_at else None
