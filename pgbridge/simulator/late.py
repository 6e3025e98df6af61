"""What the PG decides later: pending payments, cancellations that were only asked for, failures that turn paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgbridge.simulator import cancels
from pgbridge.simulator.state import Attempt, Cancellation, Failure

if TYPE_CHECKING:
    from pgbridge.simulator.world import World

APPROVABLE = ("READY", "PAY_PENDING", "FAILED")


def due(world: World, name: str, moment: float) -> None:  # noqa: ARG001 - every action gets it
    """Let the PG decide, unless somebody has decided meanwhile."""
    what, attempt_id, *about = name.split(" ")
    attempt = world.attempts.get(attempt_id)
    if attempt is None:
        return
    with world.caused("pg"):
        if what in ("cancelled", "kept"):
            if any(each.id == about[0] and each.status == "REQUESTED" for each in attempt.cancellations):
                decide(world, attempt, about[0], succeeds=what == "cancelled")
        elif attempt.status in APPROVABLE and attempt.paid_at is None:
            if what == "approve" and not order_is_paid(world, attempt):
                approve(world, attempt)
            elif attempt.status != "FAILED":
                decline(world, attempt, Failure(code="DECLINED", reason="PG사에서 승인을 거절했습니다."))


def approve(world: World, attempt: Attempt) -> Attempt:
    """Let a payment be paid: one in a window, one that is pending, or, late, one that had failed.

    :raises ValueError: it can no longer be paid, or its order is
    """
    if attempt.status not in APPROVABLE or attempt.paid_at is not None:
        message = f"a payment that is {attempt.status} cannot be approved"
        raise ValueError(message)
    if order_is_paid(world, attempt):
        message = "the order is paid by another attempt"
        raise ValueError(message)
    now = world.now()
    return world.put(
        replace(
            attempt,
            status="PAID",
            paid_at=now,
            changed_at=now,
            failed_at=None,
            failure=None,
            pg_tx_id=attempt.pg_tx_id or f"sim{world.ids.digits(20)}",
            approval_number=attempt.approval_number or world.ids.digits(8),
        )
    )


def order_is_paid(world: World, attempt: Attempt) -> bool:
    """Whether another attempt of the order took the money: there is one success at most."""
    bill = attempt.bill
    return any(each.paid_at is not None for each in world.tries(bill.store_id, bill.order_id, bill.version))


def decline(world: World, attempt: Attempt, failure: Failure) -> Attempt:
    """Let a payment fail.

    :raises ValueError: it is over
    """
    if attempt.status not in ("READY", "PAY_PENDING"):
        message = f"a payment that is {attempt.status} cannot be declined"
        raise ValueError(message)
    now = world.now()
    return world.put(replace(attempt, status="FAILED", failed_at=now, changed_at=now, failure=failure))


def decide(
    world: World, attempt: Attempt, cancellation_id: str, *, succeeds: bool
) -> tuple[Attempt, Cancellation]:
    """End a cancellation that was only asked for.

    :raises LookupError: there is none of this id
    :raises ValueError: it is over
    """
    found = next((each for each in attempt.cancellations if each.id == cancellation_id), None)
    if found is None:
        message = f"there is no cancellation {cancellation_id!r}"
        raise LookupError(message)
    if found.status != "REQUESTED":
        message = f"the cancellation no longer waits: it is {found.status}"
        raise ValueError(message)
    return cancels.finish(world, attempt, found, succeeded=succeeds)
