"""`PortOne.requestIssueBillingKeyAndPay`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.model.money import Amount
from pgbridge.operations.browser.billing_key_and_pay import BrowserBillingKeyAndPay
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.asking import refuse
from pgbridge_portone.browsing import accepted, results, words, written
from pgbridge_portone.browsing.fields import ORDER
from pgbridge_portone.browsing.remarks import store_remark
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.browser import KeyAndPayParams

if TYPE_CHECKING:
    from pgbridge.errors import PgbridgeError
    from pgbridge.model.browser import BrowserResult
    from pgbridge.model.channel import Channel

OPERATION = BrowserBillingKeyAndPay
ENDPOINTS = ("PortOne.requestIssueBillingKeyAndPay",)
FIELDS = fields(ORDER, {"alias": None, "method": "billingKeyAndPayMethod"})
remarks = store_remark


def encode(op: BrowserBillingKeyAndPay, channel: Channel) -> WireRequest:
    """Turn the operation into the call's parameters.

    :raises RuleViolation: V2's window cannot take it
    """
    to = written.Writer()
    if not op.order_name:
        to.note("order-name", "orderName", "V2 needs a name for the order: give order_name", "order_name")
    body = KeyAndPayParams(
        payment_id=op.order_id,
        order_name=op.order_name or "",
        total_amount=op.amount.total,
        currency=to.currency(op.amount),
        channel_key=to.key(channel),
        tax_free_amount=op.amount.tax_free,
        vat_amount=op.amount.vat,
        billing_key_and_pay_method=to.word(
            words.KEY_AND_PAY_METHOD_OUT, op.method, "billingKeyAndPayMethod", "method"
        ),
        products=written.products(op.products),
        is_cultural_expense=op.cultural_expense,
        store_details=written.store_details(op.store),
        country=op.country,
        **to.terms(op, channel),
    )
    if to.problems:
        raise refuse(*to.problems, subject="browser billing key and payment")
    return WireRequest(
        method="",
        path="PortOne.requestIssueBillingKeyAndPay",
        name="browser_billing_key_and_pay",
        body=body,
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from the parameters of a call. V2 does not know the shop's name of the key.

    :raises RuleViolation: they cannot be read
    """
    body, unknown = accepted.params_of(requests[0], KeyAndPayParams)
    op = BrowserBillingKeyAndPay(
        alias="",
        order_id=body.payment_id,
        order_name=body.order_name,
        amount=Amount(
            total=body.total_amount,
            currency=body.currency or "KRW",
            tax_free=body.tax_free_amount,
            vat=body.vat_amount,
        ),
        method=accepted.word(words.KEY_AND_PAY_METHOD, body.billing_key_and_pay_method),
        products=accepted.products(body.products),
        cultural_expense=body.is_cultural_expense,
        store=accepted.store(body.store_details),
        country=body.country,
        **accepted.terms(body),
    )
    return accepted.accepted(op, body, unknown)


def decode(op: BrowserBillingKeyAndPay | None, response: WireResponse) -> BrowserResult:
    """Read what the window said."""
    del op
    return results.read(response, "billing_key_and_pay")


def answer(op: BrowserBillingKeyAndPay | None, result: BrowserResult | PgbridgeError) -> WireResponse:
    """Write what the window said as V2 has it."""
    del op
    return results.write(result)
