"""One payment of the vendor against the rows of the ledger. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pgbridge.ledger.decide import CHARGING
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.attempt import Attempt
from pgbridge.model.enums import PaymentStatus
from pgbridge.model.payment import Payment
from pgbridge.reconcile.result import Difference

WAITING = (PaymentStatus.PENDING, PaymentStatus.VIRTUAL_ACCOUNT_ISSUED)


def took_money(payment: Payment) -> bool:
    """Tell whether a payment was ever paid; an account that was closed empty reads as cancelled too."""
    if payment.status == PaymentStatus.CANCELLED:
        return payment.paid_at is not None or payment.amount.cancelled > 0
    return payment.status in (PaymentStatus.PAID, PaymentStatus.PARTIALLY_CANCELLED)


def compare(payment: Payment, rows: Sequence[Attempt], connection: str) -> list[Difference]:
    """Return where a payment and what the ledger has under its vendor id do not agree.

    What is unresolved is not a difference: it is reported as open.

    :param rows: every attempt under its vendor id, cancels included
    """
    charges = [row for row in rows if row.family in CHARGING]
    if not charges:
        known = took_money(payment) or payment.status in WAITING
        return [found(payment, connection, "extra", vendor=payment.status)] if known else []
    if any(row.state in UNRESOLVED for row in charges):
        return []
    order_id = charges[0].order_id
    done = next((row for row in charges if row.state == "done"), None)
    if done is None:
        if not took_money(payment):
            return []
        return [different(payment, connection, order_id, "status", charges[-1].state, payment.status)]
    own = payment.attempt_id in (done.vendor_ref, None) or done.vendor_ref is None
    if not took_money(payment):
        # Schedules and accounts are done once they exist; a failed try of the same id stands beside a good one.
        lost = done.family == "charge" and own
        return [different(payment, connection, order_id, "status", "done", payment.status)] if lost else []
    if done.family == "charge" and not own:
        return [found(payment, connection, "extra", order_id=order_id, vendor=payment.status)]
    pairs: list[tuple[str, str | int | None, str | int]] = [
        ("amount", done.amount, payment.amount.total),
        ("currency", done.currency, payment.currency),
        ("cancelled", cancelled(rows), payment.amount.cancelled),
    ]
    return [
        different(payment, connection, order_id, field, ours, theirs)
        for field, ours, theirs in pairs
        if ours is not None and ours != theirs
    ]


def cancelled(rows: Sequence[Attempt]) -> int | None:
    """Return how much the ledger has given back; None while a cancel is unresolved."""
    cancels = [row for row in rows if row.family == "cancel"]
    if any(row.state in UNRESOLVED for row in cancels):
        return None
    # A cancel without an amount gives back what was left when it began.
    return sum(
        (row.expected or 0) if row.amount is None else row.amount for row in cancels if row.state == "done"
    )


def missing(row: Attempt, connection: str) -> Difference:
    """Return the difference of a row that the vendor does not know."""
    return Difference(
        kind="missing",
        connection=connection,
        vendor_id=row.vendor_id,
        order_id=row.order_id,
        attempt_id=row.vendor_ref,
        ledger=row.state,
    )


def different(
    payment: Payment, connection: str, order_id: str | None, field: str, ours: str | int, theirs: str | int
) -> Difference:
    """Return one field that differs."""
    return found(payment, connection, "different", order_id=order_id, field=field, ledger=ours, vendor=theirs)


def found(
    payment: Payment,
    connection: str,
    kind: str,
    *,
    order_id: str | None = None,
    field: str = "",
    ledger: str | int | None = None,
    vendor: str | int | None = None,
) -> Difference:
    """Return a difference about a payment."""
    return Difference(
        kind=kind,
        connection=connection,
        vendor_id=payment.vendor_order_id or payment.order_id,
        order_id=order_id,
        attempt_id=payment.attempt_id,
        field=field,
        ledger=ledger,
        vendor=vendor,
    )
