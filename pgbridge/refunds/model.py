"""What comes back, and the cancel that was worked out for it."""

from __future__ import annotations

from msgspec import Struct

from pgbridge.model.money import to_major
from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount
from pgbridge.tax import Parts, vat_of


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


def worded(minor: int, currency: str) -> str:
    """Write an amount for people."""
    return f"{to_major(minor, currency):,} {currency}"
