"""Plans a refund to the won: which taxable, tax-free and VAT parts the next cancel takes. Pure; nothing is sent.

The parts are computed by the same functions that every cancel goes through (`pgbridge.adjust`, `pgbridge.tax`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import msgspec
from msgspec import Struct

from pgbridge.adjust import at_cancel
from pgbridge.errors import RefundImpossible
from pgbridge.model.channel import Channel
from pgbridge.model.money import Amount, to_major
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount
from pgbridge.tax import Parts, Taken, parts_left, vat_of

UNPAID = frozenset(("ready", "pending", "virtual_account_issued", "failed"))


class RefundLine(Struct, frozen=True, kw_only=True):
    """One line of the basket that comes back.

    :ivar amount: what one piece cost, VAT included, in minor units
    :ivar quantity: how many pieces come back
    :ivar tax_free: whether these goods are free of VAT
    """

    amount: int
    quantity: int = 1
    tax_free: bool = False


class RefundPlan(Struct, frozen=True, kw_only=True):
    """One cancel, worked out; amounts in minor units of `currency`.

    :ivar amount: everything that goes back
    :ivar tax_free: its tax-free part; None where the request does not state it
    :ivar vat: the VAT inside it; None where the request does not state it
    :ivar cancellable: what can be given back before this cancel
    :ivar before: the payment's parts before it; None when they are not known here
    :ivar after: what stays of them
    :ivar rounding: how the channel's contract rounds VAT
    """

    order_id: str
    currency: str
    amount: int
    cancellable: int
    tax_free: int | None = None
    vat: int | None = None
    before: Parts | None = None
    after: Parts | None = None
    rounding: str = "down"

    @property
    def taxable(self) -> int | None:
        """The part on which VAT is due, VAT included; None when it is not known here."""
        if self.before is None or self.after is None:
            return None if self.tax_free is None else self.amount - self.tax_free
        return self.before.taxable - self.after.taxable

    @property
    def full(self) -> bool:
        """Whether nothing is left afterwards."""
        return self.amount == self.cancellable

    def operation(
        self,
        *,
        cancel_id: str,
        reason: str = "cancelled by the merchant",
        refund_account: RefundAccount | None = None,
    ) -> CancelPayment:
        """Return the cancel to execute. It goes through only while exactly `cancellable` is left.

        :param cancel_id: the shop's own name of this cancel; the same name is the same cancel
        """
        return CancelPayment(
            order_id=self.order_id,
            amount=self.amount,
            tax_free=self.tax_free,
            vat=self.vat,
            cancel_id=cancel_id,
            expected_cancellable=self.cancellable,
            currency=self.currency,
            reason=reason,
            refund_account=refund_account,
        )

    def explain(self) -> str:
        """Return what goes back, what stays and why, in plain words."""

        def shown(minor: int) -> str:
            return worded(minor, self.currency)

        text = [f"{shown(self.amount)} of the {shown(self.cancellable)} that can be given back goes back."]
        if self.before is None or self.after is None:
            text.append(
                "The payment's tax parts are not known here, so the PG works out those that are not stated: "
                "give paid= to have them planned."
            )
            return " ".join(text)
        taxable = self.amount - (self.before.tax_free - self.after.tax_free)
        text.append(f"Taxable {shown(taxable)}, tax-free {shown(self.amount - taxable)}.")
        if self.vat is None:
            text.append("VAT is not stated under this channel's contract.")
        else:
            text.append(f"VAT {shown(self.vat)}.")
            usual = vat_of(taxable, self.rounding)
            if self.vat != usual and (self.before.vat or 0) > 0:
                text.append(
                    f"One eleventh would be {shown(usual)}; it is {shown(self.vat)} so that the VAT given back "
                    "adds up to the VAT paid."
                )
        text.append(
            "Nothing is left afterwards."
            if self.full
            else f"{shown(self.after.total)} is left, {shown(self.after.tax_free)} of it tax-free"
            + ("." if self.after.vat is None else f", {shown(self.after.vat)} of it VAT.")
        )
        return " ".join(text)


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


def asked(amount: int | None, lines: Sequence[RefundLine]) -> tuple[int | None, int | None]:
    """Return the amount that is asked for, and the tax-free part of the lines."""
    if amount is not None and lines:
        impossible("bad_amount", "amount: give it, or lines, not both.")
    if amount is not None:
        whole(amount, "amount")
        return amount, None
    if not lines:
        return None, None
    for index, line in enumerate(lines):
        whole(line.amount, f"lines[{index}].amount")
        whole(line.quantity, f"lines[{index}].quantity")
    total = sum(line.amount * line.quantity for line in lines)
    return total, sum(line.amount * line.quantity for line in lines if line.tax_free)


def whole(value: object, field: str) -> None:
    """Check that a number is whole and more than none."""
    if type(value) is not int or value <= 0:
        impossible(
            "bad_amount",
            f"{field}: must be a whole number more than 0 (amounts in minor units, such as won or cents).",
        )


def present(payment: Payment, paid: Amount | None, cancels: Sequence[Taken] | None) -> Payment:
    """Return the payment as it is after all cancels that are known, here or there."""
    if payment.status in UNPAID:
        impossible("not_paid", f"This payment is {payment.status}: nothing was paid, so nothing can go back.")
    if paid is not None and (paid.total, paid.currency) != (payment.amount.total, payment.currency):
        impossible(
            "parts_inconsistent",
            f"paid: {worded(paid.total, paid.currency)} is not the payment's total of "
            f"{worded(payment.amount.total, payment.currency)}.",
        )
    done = payment.cancellations if cancels is None else tuple(cancels)
    if any(getattr(c, "status", "") == "requested" for c in (*payment.cancellations, *done)):
        impossible(
            "cancel_pending",
            "A cancel of this payment is not decided yet, so nobody can know what is left: read the payment again later.",
        )
    if cancels is None:
        return payment
    total = payment.amount.total
    taken = sum(total if c.amount is None else c.amount for c in made(cancels))
    # A cancel that is newer than the read counts too; of one that only the read shows, the parts come from there.
    amount = msgspec.structs.replace(
        payment.amount, cancelled=min(total, max(payment.amount.cancelled, taken))
    )
    return msgspec.structs.replace(payment, amount=amount)


def made(cancels: Sequence[Taken]) -> list[Taken]:
    """Leave out the cancels that failed."""
    return [c for c in cancels if getattr(c, "status", "") != "failed"]


def known(payment: Payment, paid: Amount | None, cancels: Sequence[Taken], channel: Channel) -> Parts | None:
    """Return the parts that are left, as far as the contract or what is known tells."""
    left, currency = payment.cancellable, payment.currency
    if channel.vat == "zero-rated":
        return Parts(total=left, tax_free=0, vat=0)
    if channel.vat == "exempt":
        return Parts(total=left, tax_free=left, vat=0)
    designated = channel.vat == "designated"
    found = parts_left(payment, paid, made(cancels), designated=designated)
    if not designated:
        return None if found is None else msgspec.structs.replace(found, vat=None)
    if found is None:
        gone = payment.amount.cancelled
        told = (
            "and earlier cancels gave back "
            f"{worded(gone, currency)} of which the tax-free part and the VAT are not known here: give cancels= with "
            "the parts of each, and paid= where the API does not show what was charged."
            if gone
            else "and the tax-free part and the VAT of this payment are not known here: give paid= with both."
        )
        impossible("parts_unknown", f"This merchant ID states VAT on every cancel, {told}")
    return found


def consistent(left: Parts, currency: str) -> None:
    """Check that what is left can be what is left of a payment."""
    vat = left.vat or 0
    if left.tax_free < 0 or vat < 0 or left.tax_free + vat > left.total:
        impossible(
            "parts_inconsistent",
            f"The parts do not fit together: of {worded(left.total, currency)} that is left, "
            f"{worded(left.tax_free, currency)} would be tax-free and {worded(vat, currency)} VAT. Compare the payment "
            "and its cancels with the PG's own records.",
        )


def under_contract(amount: int, tax_free: int, channel: Channel, currency: str) -> None:
    """Check the lines against what the contract sells."""
    if channel.vat == "zero-rated" and tax_free:
        impossible(
            "wrong_contract",
            f"{worded(tax_free, currency)} of these lines is tax-free, but this merchant ID is zero-rated and has no "
            "tax-free part: mark the lines as taxable.",
        )
    if channel.vat == "exempt" and tax_free != amount:
        impossible(
            "wrong_contract",
            f"{worded(amount - tax_free, currency)} of these lines is taxable, but this merchant ID sells tax-free "
            "goods only: mark the lines as tax-free.",
        )


def fitting(amount: int, tax_free: int, left: Parts, currency: str) -> None:
    """Check that both parts of the lines are still there."""
    for reason, name, part, rest in (
        ("too_much_tax_free", "tax-free", tax_free, left.tax_free),
        ("too_much_taxable", "taxable", amount - tax_free, left.taxable),
    ):
        if part > rest:
            impossible(
                reason,
                f"{worded(part, currency)} of these lines is {name}, but only {worded(rest, currency)} of the "
                f"payment's {name} part is left. Give back {worded(amount, currency)} by amount instead: its parts are "
                "then shared so that they fit.",
            )


def minus(left: Parts, op: CancelPayment) -> Parts:
    """Return what stays after a cancel."""
    return Parts(
        total=left.total - (op.amount or 0),
        tax_free=left.tax_free - (op.tax_free or 0),
        vat=None if left.vat is None else left.vat - (op.vat or 0),
    )


def worded(minor: int, currency: str) -> str:
    """Write an amount for people."""
    return f"{to_major(minor, currency):,} {currency}"


def impossible(reason: str, message: str) -> NoReturn:
    """Refuse, in plain words."""
    raise RefundImpossible(message, reason=reason)
