"""A charge of a billing key, now or later: the same terms on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgbridge_portone.asking import problem, terms_problems
from pgbridge_portone.convert.customer import customer_input
from pgbridge_portone.convert.terms import amount_input, receipt_input, terms_input
from pgbridge_portone.shapes.requests import BillingKeyBody
from pgbridge_portone.words import CASH_RECEIPT_TYPE_OUT, LOCALE_OUT

if TYPE_CHECKING:
    from pgbridge.operations.base import OrderTerms
    from pgbridge.rules import Violation


def billing_problems(terms: OrderTerms, key: str, prefix: str = "") -> list[Violation]:
    """Return what V2 cannot take of a charge of a billing key."""
    found = terms_problems(terms, prefix)
    if not key:
        message = "V2 needs the billing key that PortOne gave out"
        found.append(problem("billing-key", f"{prefix}billingKey", message, neutral="billing_key"))
    if terms.cash_receipt is not None and terms.cash_receipt.type not in CASH_RECEIPT_TYPE_OUT:
        message = f"must be one of {', '.join(CASH_RECEIPT_TYPE_OUT)}"
        field = f"{prefix}cashReceipt.type"
        found.append(problem("cash-receipt", field, message, neutral="cash_receipt.type", kind="enum"))
    return found


def billing_body(
    terms: OrderTerms, key: str, *, store: str | None, channel_key: str | None
) -> BillingKeyBody:
    """Return the body; the terms have been checked."""
    extra = terms_input(terms)
    if terms.installment_months is not None:
        extra["installment_month"] = terms.installment_months
    if terms.interest_free_by_merchant is not None:
        extra["use_free_interest_from_merchant"] = terms.interest_free_by_merchant
    if terms.use_card_point is not None:
        extra["use_card_point"] = terms.use_card_point
    if terms.cash_receipt is not None:
        extra["cash_receipt"] = receipt_input(terms.cash_receipt)
    if terms.locale is not None:
        extra["locale"] = LOCALE_OUT[terms.locale]
    body = BillingKeyBody(
        billing_key=key,
        order_name=terms.order_name or "",
        amount=amount_input(terms.amount),
        currency=terms.amount.currency,
        store_id=store,
        channel_key=channel_key,
        customer=customer_input(terms.customer),
        custom_data=terms.custom_data,
    )
    return replace(body, **extra) if extra else body
