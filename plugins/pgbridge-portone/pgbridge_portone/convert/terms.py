"""What an order may say beside its price, as the requests of a charge take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgbridge_portone.convert.customer import address_input, product_inputs
from pgbridge_portone.shapes.requests import AmountInput, CashReceiptInput
from pgbridge_portone.words import CASH_RECEIPT_TYPE_OUT, PRODUCT_TYPE_OUT

if TYPE_CHECKING:
    from pgbridge.model.money import Amount
    from pgbridge.operations.base import CashReceiptRequest, OrderTerms


def terms_input(terms: OrderTerms) -> dict[str, Any]:
    """Return the seldom set arguments of a body; a Struct with many arguments is slow to make, so only those set."""
    found: dict[str, Any] = {}
    if terms.notice_urls:
        found["notice_urls"] = terms.notice_urls
    if terms.products:
        found["products"] = product_inputs(terms.products)
    if terms.product_type is not None:
        found["product_type"] = PRODUCT_TYPE_OUT[terms.product_type]
    if terms.product_count is not None:
        found["product_count"] = terms.product_count
    if terms.promotion_id is not None:
        found["promotion_id"] = terms.promotion_id
    if terms.shipping_address is not None:
        found["shipping_address"] = address_input(terms.shipping_address)
    if terms.country is not None:
        found["country"] = terms.country
    if terms.bypass is not None:
        found["bypass"] = terms.bypass
    if terms.notify is not None:
        found["skip_webhook"] = not terms.notify
    return found


def amount_input(amount: Amount) -> AmountInput:
    """Return the price; parts that are not stated are left to V2."""
    if amount.tax_free is None and amount.vat is None:
        return AmountInput(total=amount.total)
    return AmountInput(total=amount.total, tax_free=amount.tax_free, vat=amount.vat)


def receipt_input(receipt: CashReceiptRequest) -> CashReceiptInput:
    """Return the cash receipt that is asked for."""
    return CashReceiptInput(
        type=CASH_RECEIPT_TYPE_OUT[receipt.type], customer_identity_number=receipt.identity
    )
