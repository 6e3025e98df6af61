"""Late truths: money moved after the ledger had written that it did not, or will not. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from pgbridge.ledger.decide import CHARGING
from pgbridge.ledger.protocol import Change
from pgbridge.ledger.transitions import UNRESOLVED
from pgbridge.model.attempt import Attempt
from pgbridge.model.payment import Payment
from pgbridge.reconcile.compare import took_money

DEPOSITED = "deposited"


class Late(Struct, frozen=True, kw_only=True):
    """What the ledger does not have yet.

    :ivar alarm: what observers are told, where the shop was told otherwise; a deposit in time is none
    """

    change: Change
    alarm: str = ""


def late_truth(payment: Payment, rows: Sequence[Attempt]) -> Late | None:
    """Return what a payment shows that its rows do not say; nothing while one of them is unresolved.

    :param rows: what the ledger has under the payment's vendor id on one connection
    """
    charges = [row for row in rows if row.family in CHARGING]
    if not took_money(payment) or any(row.state in UNRESOLVED for row in charges):
        return None
    own = [row for row in charges if payment.attempt_id not in row.seen and fits(payment, row)]
    done = [row for row in charges if row.state == "done"]
    if done:
        return next((deposit(payment, row) for row in done if row in own and waits(payment, row)), None)
    ended = [row for row in own if row.state in ("failed", "released")]
    if not ended:
        return None
    named = [row for row in ended if row.vendor_ref == payment.attempt_id]
    return turned(payment, (named or ended)[-1])


def fits(payment: Payment, row: Attempt) -> bool:
    """Tell whether what was paid is what was asked."""
    return (row.amount, row.currency) == (payment.amount.total, payment.currency)


def waits(payment: Payment, row: Attempt) -> bool:
    """Tell whether a row is an account of which no deposit is noted."""
    return (
        row.family == "virtual_account"
        and row.vendor_ref in (None, payment.attempt_id)
        and not (row.note or "").startswith(DEPOSITED)
    )


def deposit(payment: Payment, row: Attempt) -> Late:
    """Return that somebody paid into an account."""
    over = row.due_at is not None and payment.paid_at is not None and payment.paid_at.timestamp() > row.due_at
    note = f"{DEPOSITED} after it expired" if over else DEPOSITED
    change = Change(attempt=row.id, state="done", vendor_ref=payment.attempt_id, note=note, late=True)
    alarm = f"{row.identity}: paid ({payment.attempt_id}) after its account had expired" if over else ""
    return Late(change=change, alarm=alarm)


def turned(payment: Payment, row: Attempt) -> Late:
    """Return that what had failed, or was let go, is paid after all."""
    account = row.family == "virtual_account"
    note = f"{DEPOSITED} after it was closed" if account and row.state == "released" else f"was {row.state}"
    return Late(
        change=Change(
            attempt=row.id, state="done", proof="late", vendor_ref=payment.attempt_id, note=note, late=True
        ),
        alarm=f"{row.identity}: paid ({payment.attempt_id}), but the ledger had it {row.state}",
    )
