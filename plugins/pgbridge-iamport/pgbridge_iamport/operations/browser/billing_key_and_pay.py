"""`browser.billing_key_and_pay`: `IMP.request_pay` with `customer_uid` and an amount."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pgbridge.model.browser import BrowserResult
from pgbridge.model.channel import Channel
from pgbridge.operations.browser.billing_key_and_pay import BrowserBillingKeyAndPay
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.browsing import results, words, written
from pgbridge_iamport.browsing.accepted import Reader
from pgbridge_iamport.browsing.fields import HARMLESS, ORDER
from pgbridge_iamport.refusal import Problems, coded, major, refuse, total
from pgbridge_iamport.shapes.browser import PayParams

OPERATION = BrowserBillingKeyAndPay
ENDPOINTS = ("IMP.request_pay",)
FIELDS = {**ORDER, "alias": "customer_uid"}
DROPPED = HARMLESS


def encode(op: BrowserBillingKeyAndPay, channel: Channel) -> WireRequest:
    """Write the call's parameters.

    :raises RuleViolation: V1's window cannot take them
    """
    problems: Problems = []
    amount, currency = op.amount, op.amount.currency
    body = PayParams(
        **written.goes_to(channel, channel.group, problems),
        pay_method=coded(words.METHOD_OUT, op.method, "pay_method", "method", problems),
        merchant_uid=op.order_id,
        amount=total(amount, problems),
        currency=currency,
        tax_free=major(amount.tax_free, currency, "tax_free", "amount.tax_free", problems),
        vat_amount=major(amount.vat, currency, "vat_amount", "amount.vat", problems),
        customer_uid=op.alias or None,
        products=written.products(op.products, currency, problems),
        country=op.country,
        **written.shop(op.store, channel),
        **written.terms(op, channel, problems),
    )
    written.checked(body, problems)
    params = written.with_extra(body, op.extra, problems)
    refuse(problems, op.name)
    return WireRequest(method="", path="IMP.request_pay", name="browser_billing_key", body=params)


def remarks(op: BrowserBillingKeyAndPay, channel: Channel) -> Iterator[str]:
    """Tell what V1 only comes near to."""
    del channel
    yield from written.rounded_days(op)


def accept(*requests: WireRequest) -> Accepted:
    """Read the parameters of a foreign call."""
    (request,) = requests
    reader = Reader(request)
    form = reader.form
    amount, word = form.amount(), form.text("pay_method")
    op = BrowserBillingKeyAndPay(
        alias=form.text("customer_uid") or "",
        order_id=form.need("merchant_uid"),
        amount=amount,
        method=words.METHOD.get(word, word) if word else None,
        products=reader.products(amount.currency),
        country=form.text("country"),
        store=reader.store(),
        **reader.terms(),
        extra=reader.extra(),
    )
    return reader.accepted(op)


def decode(op: BrowserBillingKeyAndPay | None, response: WireResponse) -> BrowserResult:  # noqa: ARG001
    """Read what the window said."""
    return results.read(response, "billing_key_and_pay")


def answer(op: BrowserBillingKeyAndPay | None, result: Any) -> WireResponse:  # noqa: ARG001 - a result says it all
    """Write what the window said as V1 has it."""
    return results.write(result)
