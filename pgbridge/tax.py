"""The tax parts of a payment: what is left of them, and what a cancel takes. Pure; the only place that computes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from pgbridge.model.payment import Payment


class Parts(Struct, frozen=True, kw_only=True):
    """How much of a payment is left, in minor units: all of it, its tax-free part, its VAT."""

    total: int
    tax_free: int
    vat: int | None = None

    @property
    def taxable(self) -> int:
        """The part on which VAT is due, VAT included."""
        return self.total - self.tax_free


class Stated(Protocol):
    """Anything that tells the tax parts of a payment: a ledger attempt, an `Amount`."""

    @property
    def tax_free(self) -> int | None:
        """The tax-free part, in minor units."""

    @property
    def vat(self) -> int | None:
        """The VAT inside it, in minor units."""


class Taken(Stated, Protocol):
    """Anything that tells what a cancel took: a ledger attempt, a `Cancellation`, a `CancelPayment`, a `RefundPlan`."""

    @property
    def amount(self) -> int | None:
        """Everything it took, in minor units; None for all that was left."""


def parts_left(
    payment: Payment, paid: Stated | None, cancels: Sequence[Taken], *, designated: bool
) -> Parts | None:
    """Compute what is left of each part; None when a cancel of unknown parts came in between.

    :param paid: the parts as they were charged; where it does not tell, the payment does
    :param cancels: those whose parts are known here; used when they are all there were, else the payment's own are
    :param designated: whether VAT must be known too
    """
    amount = payment.amount
    total = amount.total - amount.cancelled
    tax_free = paid.tax_free if paid and paid.tax_free is not None else amount.tax_free
    vat = paid.vat if paid and paid.vat is not None else amount.vat
    if tax_free is None or (designated and vat is None):
        return None
    if sum(c.amount or 0 for c in cancels) == amount.cancelled:
        taken = [(c.tax_free, c.vat) for c in cancels]
    else:
        done = [c for c in payment.cancellations if c.status == "succeeded"]
        taken = [(c.tax_free, c.vat) for c in done]
        if sum(c.amount for c in done) != amount.cancelled:
            return None
    # Of a payment without a tax-free part no cancel took one, told or not.
    if any((tax_free and t is None) or (designated and v is None) for t, v in taken):
        return None
    left_vat = None if vat is None else vat - sum(v or 0 for _, v in taken)
    return Parts(total=total, tax_free=tax_free - sum(t or 0 for t, _ in taken), vat=left_vat)


def share(amount: int, left: Parts, tax_free: int | None, rounding: str) -> tuple[int, int]:
    """Return the tax-free part and the VAT of a cancel, such that what remains can still be given back.

    The last cancel takes exactly what is left, so every sequence of cancels ends at zero in each part.
    """
    rest = left.total - amount
    vat_left = left.vat or 0
    if tax_free is None:
        fair = amount * left.tax_free // left.total if left.total else 0
        tax_free = min(max(fair, left.tax_free - rest, 0), left.tax_free, amount)
    vat = vat_of(amount - tax_free, rounding)
    least = max(0, vat_left - (rest - (left.tax_free - tax_free)))
    return tax_free, min(max(vat, least), vat_left, amount - tax_free)


def vat_of(taxable: int, rounding: str) -> int:
    """Return the VAT inside a taxable amount: an eleventh, rounded as the merchant ID's contract says."""
    if rounding == "up":
        return -(-taxable // 11)
    if rounding == "half-up":
        return (2 * taxable + 11) // 22
    return taxable // 11
