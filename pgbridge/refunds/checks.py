"""Everything that makes a refund impossible, said in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import msgspec

from pgbridge.errors import RefundImpossible
from pgbridge.model.channel import Channel
from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment
from pgbridge.refunds.model import RefundLine, worded
from pgbridge.tax import Parts, Taken, parts_left

UNPAID = frozenset(("ready", "pending", "virtual_account_issued", "failed"))


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


def impossible(reason: str, message: str) -> NoReturn:
    """Refuse, in plain words."""
    raise RefundImpossible(message, reason=reason)
