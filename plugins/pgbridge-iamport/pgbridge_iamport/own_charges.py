"""Charges that only V1 has: they pay in won, through one channel, under the shop's order id like any other charge."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.money import Amount
from pgbridge.model.payment import Payment
from pgbridge.wire import Flow, Prior, WireResponse
from pgbridge_iamport.carried import Fields
from pgbridge_iamport.form import Form
from pgbridge_iamport.lookups import charges_before, charges_seen
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import Problems, problem
from pgbridge_iamport.written import answer_payment

OWN_CHARGE: Fields = {
    "order_id": "merchant_uid",
    "order_name": "name",
    # Another currency than won is refused: these calls have no place for one.
    "amount.currency": "amount",
    "amount.total": "amount",
    "amount.tax_free": None,
    "amount.vat": None,
    "notice_urls": "notice_url",
}


def won(amount: Amount, problems: Problems) -> int:
    """Return the total in won."""
    if amount.currency != "KRW":
        message = "amount.currency: this call pays in won: give KRW"
        problems.append(problem("amount", "format", message, neutral="amount.currency"))
    return amount.total


def accepted_charge(form: Form) -> dict[str, Any]:
    """Return what all of these calls say."""
    return {
        "order_id": form.order_id(),
        "order_name": form.need("name"),
        "amount": Amount(total=form.need_money("amount", "KRW")),
        "notice_urls": tuple(str(it) for it in form.items("notice_url")),
    }


def decode(op: Any, response: WireResponse) -> Payment:
    """Read the payment: `code` 0 is no proof that it is paid, its status says so."""
    del op
    return decode_payment(response.body)


def answer(op: Any, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    del op
    return answer_payment(result)


def prior(op: Any, channel: Channel) -> Flow[Prior]:
    """List the attempts there are, so that none of them is taken for ours."""
    return Prior(op=op, sighting=(yield from charges_before(op.order_id, channel)))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """List the attempts under the order id that went out."""
    return (yield from charges_seen(attempt.vendor_id, channel, attempt))
