"""The tax parts of a payment that are left, from what is recorded and read."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.operations.base import Operation
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.plan.asks import intents_of
from pgbridge.plan.names import EXCLUSIVE
from pgbridge.tax import Parts, parts_left
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
