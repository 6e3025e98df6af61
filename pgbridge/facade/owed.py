"""Partial cancels of which the shop has not been told yet.

V1 names no cancel, so without `checksum` the same request twice gives money back twice: two items at one price may both come
back. But a shop whose answer was lost asks again too, and means the first. What tells the two apart is whether it was told:
from before a cancel begins until an answer that shows it has left, the same request means the same cancel. So the shop has
been told of as many cancels as there are, however often it asks.
"""

from __future__ import annotations

import hmac
import uuid
from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.facade import store as db
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.ledger.seal import key_of
from pgbridge.model.payment import Payment

if TYPE_CHECKING:
    from pgbridge.facade.calls import Call
    from pgbridge.facade.store import Store

OWED = "owed"
# Seconds until a request is a new one whatever became of the first: nobody repeats for that long without a look.
LONGEST = 24 * 3600


async def name_of(call: Call, op: Any, parts: str, mark: str) -> tuple[str, bool]:
    """Name a partial cancel, durably before it begins, and tell whether the request had that name before.

    :param parts: what the name begins with
    :param mark: what it ends with
    """
    text = msgspec.json.encode(msgspec.structs.replace(op, cancel_id=None))
    payment, scope, now = about(op), call.scope.name, call.desk.store.ledger.now()

    def claim(run: Execute) -> tuple[str, str, bool]:
        # Keyed, for a request may name a bank account.
        subject = f"{payment}/{hmac.digest(key_of(run), text, 'sha256').hex()}"
        kept = db.note(run, OWED, scope, subject)
        if kept is not None and now - when(kept) < LONGEST:
            return subject, kept, True
        made = f"{int(now)} {parts}-{uuid.uuid4().hex}{mark}"
        db.put_note(run, OWED, scope, subject, made)
        return subject, made, False

    subject, kept, before = await call.desk.store.write(claim)
    call.owed[subject] = kept
    return named(kept), before


def about(op: Any) -> str:
    """Return what a cancel's payment goes by here."""
    return str(op.order_id or op.attempt_id)


def when(kept: str) -> float:
    """Return when a note was made."""
    return float(kept.partition(" ")[0])


def named(kept: str) -> str:
    """Return the cancel that a note is of."""
    return kept.partition(" ")[2]


async def shown_by(call: Call) -> dict[str, str]:
    """Return the notes of which the answer tells: the call's own, and those of cancels in the payments it shows."""
    found, payments, scope = dict(call.owed), [each for each in call.shown if each.cancellations], call.scope
    if payments:
        found |= await call.desk.store.read(lambda run: seen(run, scope.name, payments))
    return found


def seen(run: Execute, scope: str, payments: list[Payment]) -> dict[str, str]:
    """Return the notes of cancels that these payments show."""
    notes = run("SELECT subject, value FROM facade_notes WHERE kind = ? AND shop = ?", (OWED, scope))
    found: dict[str, str] = {}
    for payment in payments if notes else ():
        names = {str(name) for name in (payment.order_id, payment.attempt_id) if name}
        of_it = {subject: kept for subject, kept in notes if subject.rpartition("/")[0] in names}
        if not of_it:
            continue
        rows = [
            row
            for each in payment.cancellations
            for row in run(
                "SELECT identity FROM attempts WHERE vendor_ref = ? AND family = 'cancel' AND state = 'done'",
                (each.id,),
            )
        ]
        done = {str(identity).rpartition("/")[2] for (identity,) in rows}
        found |= {subject: kept for subject, kept in of_it.items() if named(kept) in done}
    return found


async def release(store: Store, scope: str, notes: dict[str, str]) -> None:
    """Forget: from now on the same request is a cancel of its own."""

    def work(run: Execute) -> None:
        for subject, kept in notes.items():
            run(
                "DELETE FROM facade_notes WHERE kind = ? AND shop = ? AND subject = ? AND value = ?",
                (OWED, scope, subject, kept),
            )

    await store.write(work)


async def keep(store: Store, scope: str, notes: dict[str, str]) -> None:
    """Remember again what was forgotten, unless the same request has come since."""

    def work(run: Execute) -> None:
        for subject, kept in notes.items():
            db.add_note(run, OWED, scope, subject, kept)

    await store.write(work)
