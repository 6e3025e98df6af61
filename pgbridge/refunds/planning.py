"""From what is asked for to the cancel that gives exactly that back."""

from __future__ import annotations

from collections.abc import Sequence

from pgbridge.adjust import at_cancel
from pgbridge.model.channel import Channel
from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.refunds.checks import asked, consistent, fitting, impossible, known, present, under_contract
from pgbridge.refunds.model import RefundLine, RefundPlan, worded
from pgbridge.tax import Parts, Taken


def plan_refund(
    payment: Payment,
    *,
    channel: Channel,
    amount: int | None = None,
    lines: Sequence[RefundLine] = (),
    paid: Amount | None = None,
    cancels: Sequence[Taken] | None = None,
) -> RefundPlan:
    """Work out the next cancel of a payment, so that the last won can always be given back.

    >>> from pgbridge import Channel, Connection, Payment
    >>> from pgbridge.model.payment import PaymentAmount
    >>> main = Connection(name="main", api="v2", environment="test")
    >>> shop = Channel(name="shop", connection=main, provider="nice-v2", vat="designated")
    >>> paid = PaymentAmount(total=10_000, tax_free=1_200, vat=800)
    >>> order = Payment(order_id="order0001", status="paid", amount=paid)
    >>> plan = plan_refund(order, channel=shop, lines=[RefundLine(amount=1_200, tax_free=True)])
    >>> plan.amount, plan.tax_free, plan.vat
    (1200, 1200, 0)

    :param payment: as the API shows it now
    :param channel: where it was paid; its `vat` and `vat_rounding` are the contract
    :param amount: minor units; the parts are shared fairly. Without amount and lines everything that is left goes back
    :param lines: what comes back, instead of `amount`; the parts follow the goods
    :param paid: what was charged with its parts, where the API does not show them (V1)
    :param cancels: the cancels made so far, with their parts, where the API does not show them (V1); the payment's own
        when left out
    :raises RefundImpossible: it cannot be done; `explain()` says why
    """
    wanted, tax_free = asked(amount, lines)
    payment = present(payment, paid, cancels)
    left, currency = payment.cancellable, payment.currency
    if left <= 0:
        impossible("nothing_left", "Everything of this payment has been given back already.")
    wanted = left if wanted is None else wanted
    if wanted > left:
        impossible(
            "too_much",
            f"Only {worded(left, currency)} of {worded(payment.amount.total, currency)} is left to give back, so "
            f"{worded(wanted, currency)} cannot be.",
        )
    before = known(payment, paid, cancels or (), channel)
    if before is not None:
        consistent(before, currency)
    if tax_free is not None:
        under_contract(wanted, tax_free, channel, currency)
        if before is not None:
            fitting(wanted, tax_free, before, currency)
    # A PG that works VAT out itself is told a tax-free part only where the payment has one.
    unsaid = channel.vat == "automatic" and not tax_free and not (before and before.tax_free)
    wish = CancelPayment(
        order_id=payment.order_id, amount=wanted, cancel_id="plan", tax_free=None if unsaid else tax_free
    )
    op = at_cancel(wish, channel, before)
    return RefundPlan(
        order_id=payment.order_id,
        currency=currency,
        amount=wanted,
        cancellable=left,
        tax_free=op.tax_free,
        vat=op.vat,
        before=before,
        after=None if before is None else minus(before, op),
        rounding=channel.vat_rounding,
    )


def minus(left: Parts, op: CancelPayment) -> Parts:
    """Return what stays after a cancel."""
    return Parts(
        total=left.total - (op.amount or 0),
        tax_free=left.tax_free - (op.tax_free or 0),
        vat=None if left.vat is None else left.vat - (op.vat or 0),
    )
