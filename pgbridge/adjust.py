"""Adjustments: what a channel's contracts make of an operation, before it is encoded. Pure.

There is one: the VAT contract of the merchant ID, at pay and at cancel, the same for both APIs.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

import msgspec

from pgbridge.errors import RuleViolation
from pgbridge.model.channel import Channel
from pgbridge.model.money import Amount
from pgbridge.operations.base import OrderTerms
from pgbridge.operations.browser.billing_key_and_pay import BrowserBillingKeyAndPay
from pgbridge.operations.browser.payment import BrowserPayment
from pgbridge.operations.payments.cancel import CancelPayment
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.rules import Violation
from pgbridge.tax import Parts, share, vat_of

T = TypeVar("T")
SOURCE = "docs/explanation/vat.md"


def adjust(op: T, channel: Channel) -> T:
    """Return the operation with the amounts that the channel's VAT contract asks for.

    :raises RuleViolation: the caller's own parts contradict the contract
    """
    if isinstance(op, (OrderTerms, BrowserPayment, BrowserBillingKeyAndPay)):
        return msgspec.structs.replace(op, amount=at_pay(op.amount, channel))
    if isinstance(op, CreateSchedule):
        rows = tuple(msgspec.structs.replace(row, amount=at_pay(row.amount, channel)) for row in op.rows)
        return msgspec.structs.replace(op, rows=rows)
    terms = getattr(op, "terms", None)
    if isinstance(terms, OrderTerms):
        changed: Any = msgspec.structs.replace(terms, amount=at_pay(terms.amount, channel))
        replaced: T = msgspec.structs.replace(op, terms=changed)  # type: ignore[type-var]
        return replaced
    return op


def at_pay(amount: Amount, channel: Channel) -> Amount:
    """Return the amount with the parts that the contract wants stated when paying."""
    vat = channel.vat
    if vat == "automatic":
        if amount.vat is not None:
            refuse(
                "vat-automatic",
                "amount.vat",
                "this merchant ID computes VAT itself: leave vat out, or set vat = "
                '"designated" on the channel if it has that contract',
            )
        return amount
    if vat == "designated":
        tax_free = amount.tax_free or 0
        stated = vat_of(amount.total - tax_free, channel.vat_rounding) if amount.vat is None else amount.vat
        return msgspec.structs.replace(amount, tax_free=tax_free, vat=stated)
    if vat == "zero-rated":
        if amount.tax_free or amount.vat:
            refuse(
                "vat-zero-rated",
                "amount.tax_free",
                "a zero-rated merchant ID has no tax-free part and no VAT: leave both out",
            )
        return msgspec.structs.replace(amount, tax_free=0, vat=0)
    if amount.vat or amount.tax_free not in (None, amount.total):
        refuse(
            "vat-exempt",
            "amount.tax_free",
            "an exempt merchant ID sells tax-free goods only: leave tax_free and vat out",
        )
    return msgspec.structs.replace(amount, tax_free=amount.total, vat=None)


def at_cancel(op: CancelPayment, channel: Channel, left: Parts | None) -> CancelPayment:
    """Return the cancel with the parts that the contract wants stated.

    :param op: with `amount` filled in
    :param left: what is left of the payment before this cancel; None when the parts are not known
    :raises RuleViolation: parts must be stated and cannot be known, or those given do not fit what is left
    """
    amount = op.amount or 0
    vat = channel.vat
    if vat == "zero-rated":
        return msgspec.structs.replace(op, tax_free=0, vat=0)
    if vat == "exempt":
        return msgspec.structs.replace(op, tax_free=amount, vat=None)
    if vat == "automatic":
        if op.vat is not None:
            refuse("vat-automatic", "vat", "this merchant ID computes VAT itself: leave vat out")
        if op.tax_free is not None or left is None or not left.tax_free:
            return op
        return msgspec.structs.replace(op, tax_free=share(amount, left, None, "down")[0])
    if op.tax_free is not None and op.vat is not None:
        return op
    if left is None or left.vat is None:
        refuse(
            "vat-designated-parts",
            "tax_free",
            "this merchant ID states VAT, and what is left of the payment's parts is not known here: "
            "give both tax_free and vat of this cancel",
        )
    tax_free, part = share(amount, left, op.tax_free, channel.vat_rounding)
    return msgspec.structs.replace(op, tax_free=tax_free, vat=part if op.vat is None else op.vat)


def refuse(rule: str, field: str, message: str) -> NoReturn:
    """Raise the one problem."""
    raise RuleViolation(
        [
            Violation(
                rule=f"channel.{rule}",
                severity="error",
                field=field,
                neutral_field=field,
                message=f"{field}: {message}",
                kind="conditional",
                value=None,
                source=SOURCE,
            )
        ],
        subject="amount",
    )
