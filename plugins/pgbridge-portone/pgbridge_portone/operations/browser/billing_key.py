"""`PortOne.requestIssueBillingKey` and `PortOne.loadIssueBillingKeyUI`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.model.money import Amount
from pgbridge.operations.browser.billing_key import BrowserBillingKey
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.asking import refuse
from pgbridge_portone.browsing import accepted, details, results, words, written
from pgbridge_portone.browsing.fields import TERMS
from pgbridge_portone.browsing.remarks import store_remark
from pgbridge_portone.fields import fields
from pgbridge_portone.shapes.browser import BillingKeyParams

if TYPE_CHECKING:
    from pgbridge.errors import PgbridgeError
    from pgbridge.model.browser import BrowserResult
    from pgbridge.model.channel import Channel

OPERATION = BrowserBillingKey
ENDPOINTS = ("PortOne.loadIssueBillingKeyUI", "PortOne.requestIssueBillingKey")
FIELDS = fields(
    TERMS,
    {
        "alias": None,
        "order_id": "issueId",
        "order_name": "issueName",
        "amount.total": "displayAmount",
        "amount.currency": "currency",
        "amount.tax_free": None,
        "amount.vat": None,
        "method": "billingKeyMethod",
        "ui": "uiType",
        "easy_pay_provider": "easyPay.easyPayProvider",
        "easy_pay_methods": "easyPay.availablePayMethods",
        "card_company": "card.cardCompany",
        "available_cards": "easyPay.availableCards",
    },
)
# What the drawn button does not take.
NO_BUTTON = (
    ("window_type", "windowType"),
    ("force_redirect", "forceRedirect"),
    ("offer_period", "offerPeriod"),
    ("popup", "popup"),
    ("iframe", "iframe"),
    ("card", "card"),
    ("mobile", "mobile"),
    ("easy_pay", "easyPay"),
)
remarks = store_remark


def encode(op: BrowserBillingKey, channel: Channel) -> WireRequest:
    """Turn the operation into the call's parameters.

    :raises RuleViolation: V2's window cannot take it
    """
    to = written.Writer()
    button = op.ui is not None
    method = to.word(words.KEY_METHOD_OUT, op.method, "billingKeyMethod", "method")
    body = BillingKeyParams(
        billing_key_method=method or ("PAYPAL" if button else None),
        ui_type=to.word(words.KEY_UI_OUT, op.ui, "uiType", "ui"),
        channel_key=to.key(channel),
        display_amount=None if op.amount is None else op.amount.total,
        currency=to.currency(op.amount),
        issue_name=op.order_name,
        issue_id=op.order_id,
        **details.key_details(op, to),
        **to.terms(op, channel),
    )
    if op.method is None and not button:
        message = f"method: V2 must be told what to keep: one of {', '.join(words.KEY_METHOD_OUT)}"
        to.note("method", "billingKeyMethod", message, "method")
    for name, wire in NO_BUTTON if button else ():
        if getattr(body, name) is not None:
            message = f"PortOne.loadIssueBillingKeyUI has no {wire}: leave it out, or leave ui out"
            to.note("button", wire, message, wire)
    if to.problems:
        raise refuse(*to.problems, subject="browser billing key")
    return WireRequest(
        method="",
        path="PortOne.loadIssueBillingKeyUI" if button else "PortOne.requestIssueBillingKey",
        name="browser_billing_key_ui" if button else "browser_billing_key",
        body=body,
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from the parameters of a call. V2 does not know the shop's name of the key.

    :raises RuleViolation: they cannot be read
    """
    body, unknown = accepted.params_of(requests[0], BillingKeyParams)
    inner, homeless = details.key_accepted(body)
    amount = None
    if body.display_amount is not None:
        amount = Amount(total=body.display_amount, currency=body.currency or "KRW")
    elif body.currency is not None:
        homeless.append("currency")
    op = BrowserBillingKey(
        alias="",
        order_id=body.issue_id,
        order_name=body.issue_name,
        amount=amount,
        method=accepted.word(words.KEY_METHOD, body.billing_key_method),
        ui=accepted.word(words.KEY_UI, body.ui_type),
        **inner,
        **accepted.terms(body),
    )
    return accepted.accepted(op, body, [*unknown, *homeless])


def decode(op: BrowserBillingKey | None, response: WireResponse) -> BrowserResult:
    """Read what the window said."""
    del op
    return results.read(response, "billing_key")


def answer(op: BrowserBillingKey | None, result: BrowserResult | PgbridgeError) -> WireResponse:
    """Write what the window said as V2 has it."""
    del op
    return results.write(result)
