"""The tax parts of a payment that are left, from what is recorded and read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from pgbridge.adjust import Parts
from pgbridge.model.attempt import Attempt
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Cancellation, Payment
from pgbridge.operations.base import Operation
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.plan.asks import intents_of
from pgbridge.plan.names import EXCLUSIVE
from pgbridge.wire import Flow


def left_of(op: Operation[Any], payment: Payment | None, channel: Channel) -> Flow[Parts | None]:
    """Return the parts of a payment that are left: from the ledger, else from a V2 read."""
    if payment is None:
        return None
    order_id = getattr(op, "order_id", None) or payment.order_id
    intents = yield from intents_of(order_id)
    paid = next((a for i in intents if i.family in EXCLUSIVE for a in i.attempts if a.state == "done"), None)
    cancels = [a for i in intents if i.family == "cancel" for a in i.attempts if a.state == "done"]
    return parts_left(payment, paid, cancels, designated=channel.vat == "designated")


def parts_left(
    payment: Payment, paid: Attempt | None, cancels: Sequence[Attempt], *, designated: bool
) -> Parts | None:
    """Compute what is left of each part; None when a cancel of unknown parts came in between."""
    amount = payment.amount
    total = amount.total - amount.cancelled
    tax_free = paid.tax_free if paid and paid.tax_free is not None else amount.tax_free
    vat = paid.vat if paid and paid.vat is not None else amount.vat
    if tax_free is None or (designated and vat is None):
        return None
    if sum(c.amount or 0 for c in cancels) == amount.cancelled:
        taken = [(c.tax_free, c.vat) for c in cancels]
    else:
        done = [c for c in payment.cancellations if isinstance(c, Cancellation) and c.status == "succeeded"]
        taken = [(c.tax_free, c.vat) for c in done]
        if sum(c.amount for c in done) != amount.cancelled:
            return None
    if any(t is None or (designated and v is None) for t, v in taken):
        return None
    left_vat = None if vat is None else vat - sum(v or 0 for _, v in taken)
    return Parts(total=total, tax_free=tax_free - sum(t or 0 for t, _ in taken), vat=left_vat)


def without_read_vat(op: Any, channel: Channel) -> Any:
    """Drop the VAT that the vendor computed for old terms, where the channel states none."""
    if channel.vat != "automatic":
        return op
    if isinstance(op, CreateSchedule):
        return msgspec.structs.replace(op, rows=tuple(stateless(row) for row in op.rows))
    terms = getattr(op, "terms", None)
    return msgspec.structs.replace(op, terms=stateless(terms)) if terms is not None else op


def stateless(terms: Any) -> Any:
    """Return terms whose amount states no VAT."""
    return msgspec.structs.replace(terms, amount=msgspec.structs.replace(terms.amount, vat=None))
