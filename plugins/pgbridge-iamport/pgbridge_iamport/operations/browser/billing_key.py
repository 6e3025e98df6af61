"""`browser.billing_key`: `IMP.request_pay` with `customer_uid`, and `IMP.loadUI` for a drawn button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pgbridge.model.browser import BrowserResult
from pgbridge.model.channel import Channel
from pgbridge.operations.browser.billing_key import BrowserBillingKey
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport import codes
from pgbridge_iamport.browsing import methods, results, words, written
from pgbridge_iamport.browsing.accepted import Reader
from pgbridge_iamport.browsing.fields import AMOUNT, HARMLESS, TERMS
from pgbridge_iamport.refusal import Problems, coded, major, problem, refuse, total
from pgbridge_iamport.shapes.browser import CardObject, DirectCard, OfferedCard, PayParams

OPERATION = BrowserBillingKey
ENDPOINTS = ("IMP.loadUI", "IMP.request_pay")
FIELDS = {
    **TERMS,
    **AMOUNT,
    "alias": "customer_uid",
    "order_id": "merchant_uid",
    "ui": "uiType",
    "easy_pay_provider": "pay_method",
    "easy_pay_methods": "pay_method",
    "card_company": "card.direct.code",
    "available_cards": "card.detail",
}
DROPPED = HARMLESS


def encode(op: BrowserBillingKey, channel: Channel) -> WireRequest:
    """Write the call's parameters.

    :raises RuleViolation: V1's window cannot take them
    """
    problems: Problems = []
    amount = op.amount
    if op.order_id is None:
        message = "order_id: V1 needs an id of this request: give one"
        problems.append(problem("merchant_uid", "required", message, neutral="order_id"))
    body = PayParams(
        **written.goes_to(channel, channel.group, problems),
        pay_method=methods.pay_method(op, channel, problems),
        merchant_uid=op.order_id or "",
        amount=None if amount is None else total(amount, problems),
        currency=None if amount is None else amount.currency,
        tax_free=part(op, "tax_free", "tax_free", problems),
        vat_amount=part(op, "vat", "vat_amount", problems),
        customer_uid=op.alias or None,
        card=card(op, problems),
        **written.terms(op, channel, problems),
    )
    button = coded({ui: ui for ui in words.KEY_UI}, op.ui, "uiType", "ui", problems)
    written.checked(body, problems)
    params = written.with_extra(body, op.extra, problems)
    refuse(problems, op.name)
    return WireRequest(
        method="",
        path="IMP.loadUI" if button else "IMP.request_pay",
        name="browser_billing_key_ui" if button else "browser_billing_key",
        body=params,
        params={"uiType": button} if button else {},
    )


def part(op: BrowserBillingKey, name: str, field: str, problems: Problems) -> Any:
    """Return a part of the amount as V1 writes it."""
    if op.amount is None:
        return None
    return major(getattr(op.amount, name), op.amount.currency, field, f"amount.{name}", problems)


def card(op: BrowserBillingKey, problems: Problems) -> CardObject | None:
    """Return which cards may be kept."""
    code = coded(codes.CARD_CODES, op.card_company, "card.direct.code", "card_company", problems)
    offered = written.offer(codes.CARD_CODES, op.available_cards, "card.detail", "available_cards", problems)
    detail = tuple(OfferedCard(card_code=word, enabled=word != written.EVERY) for word in offered)
    if code is None and not detail:
        return None
    return CardObject(direct=DirectCard(code=code) if code else None, detail=detail or None)


def remarks(op: BrowserBillingKey, channel: Channel) -> Iterator[str]:
    """Tell what V1 only comes near to."""
    del channel
    yield from written.rounded_days(op)


def accept(*requests: WireRequest) -> Accepted:
    """Read the parameters of a foreign call."""
    (request,) = requests
    reader = Reader(request)
    form = reader.form
    amount = None if form.number("amount") is None else form.amount()
    cards = reader.cards()
    for lost in ("installment_months", "available_installments"):
        if cards.pop(lost) not in (None, ()):
            reader.unknown.append(lost)
    op = BrowserBillingKey(
        alias=form.text("customer_uid") or "",
        order_id=form.need("merchant_uid"),
        amount=amount,
        ui=form.text("uiType"),
        **{name: value for name, value in reader.method().items() if name != "gift_certificate"},
        **cards,
        **reader.terms(),
        extra=reader.extra(),
    )
    return reader.accepted(op)


def decode(op: BrowserBillingKey | None, response: WireResponse) -> BrowserResult:  # noqa: ARG001 - it says it all
    """Read what the window said."""
    return results.read(response, "billing_key")


def answer(op: BrowserBillingKey | None, result: Any) -> WireResponse:  # noqa: ARG001 - a result says it all
    """Write what the window said as V1 has it."""
    return results.write(result)
