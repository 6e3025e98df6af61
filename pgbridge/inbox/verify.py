"""A payment against its order: what a browser paid is only a claim until the amount is compared."""

from __future__ import annotations

import msgspec

from pgbridge.context import Run
from pgbridge.errors import AmountMismatch, ConfigError
from pgbridge.inbox.digest import rows_on
from pgbridge.inbox.findings import in_the_shops_words, observed_of
from pgbridge.ledger.decide import CHARGING
from pgbridge.ledger.protocol import Finding
from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.get import GetPayment
from pgbridge.plan import Planner
from pgbridge.plan.origin import made_for, origin, past
from pgbridge.wire import Flow
from pgbridge.writing import ask


def verify(planner: Planner, order_id: str, expected: Amount, run: Run, channel: str | None) -> Flow[Payment]:
    """Read a payment, compare it, and note in the ledger that it fits; see `Bridge.verify_payment`."""
    if not order_id:
        raise ConfigError("order_id: must not be empty")
    op = GetPayment(order_id=order_id)
    made = yield from made_for(op)
    where = past(planner, channel, None, made) if channel else (yield from origin(planner, op, run, made))
    payment: Payment = yield from planner.read(op, where, run, made)
    of_the_order(payment, order_id, {order_id, *(attempt.vendor_id for attempt in made)})
    compare(payment, expected)
    rows = yield from rows_on(payment, where.connection.name)
    named = in_the_shops_words(payment, rows)
    observed = observed_of(named, where, proof="verified")
    if observed:
        finding = Finding(observed=observed)
        yield from ask("conclude", lambda ledger: ledger.conclude(finding))
    for row in rows:
        if row.family in CHARGING and row.proof == "unverified":
            yield from ask("verified", lambda ledger, row=row: ledger.verified(row.id))  # type: ignore[misc]
    return msgspec.structs.replace(named, order_id=order_id)


def of_the_order(payment: Payment, order_id: str, names: set[str | None]) -> None:
    """Check that the payment that was answered is the one that was asked for, by the vendor's own word.

    :param names: under which the order may be known to the vendor
    :raises AmountMismatch: it is another order's
    """
    found = payment.vendor_order_id or payment.order_id
    if found not in names:
        raise AmountMismatch("order_id", expected=order_id, found=found, payment=payment)


def compare(payment: Payment, expected: Amount) -> None:
    """Compare what was asked with what was paid; tax parts only where both tell them.

    :raises AmountMismatch: they differ
    """
    pairs: list[tuple[str, int | str | None, int | str | None]] = [
        ("currency", expected.currency, payment.currency),
        ("total", expected.total, payment.amount.total),
        ("tax_free", stated(expected.tax_free), payment.amount.tax_free),
        ("vat", stated(expected.vat), payment.amount.vat),
    ]
    for field, ours, theirs in pairs:
        if ours is not None and theirs is not None and ours != theirs:
            raise AmountMismatch(field, expected=ours, found=theirs, payment=payment)


def stated(part: object) -> int | None:
    """Return a tax part, where one is stated."""
    return part if isinstance(part, int) else None
