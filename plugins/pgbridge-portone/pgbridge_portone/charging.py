"""What all charges share: the card on the wire, what exists before, what a send left, what fills a short answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.errors import ApiError, BadAnswer, NotFound
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.card import Card
from pgbridge.model.payment import Payment, PaymentAmount
from pgbridge.wire import Prior, WireRequest
from pgbridge_portone.asking import problem, read, refuse, segment, store_query
from pgbridge_portone.convert.payment import PAID_ONCE, read_payment
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ItemsShape, PaidShape
from pgbridge_portone.shapes.requests import CredentialInput
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow, WireResponse

PAID = msgspec.json.Decoder(PaidShape)
ITEMS = msgspec.json.Decoder(ItemsShape)
EXPIRY = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
WAITING_FOR_DEPOSIT = "virtual_account_issued"


def credential(card: Card) -> CredentialInput:
    """Return the card as V2 takes it: digits, `YY`, `MM`."""
    number, expiry = card.number, card.expiry
    return CredentialInput(
        number=number if number.isdigit() else number.replace("-", "").replace(" ", ""),
        expiry_year=expiry[2:4],
        expiry_month=expiry[5:],
        birth_or_business_registration_number=card.birth_or_business_number,
        password_two_digits=card.password_digits,
    )


def card_problems(card: Card) -> list[Violation]:
    """Return what V2 cannot take of a card; no value is in any message."""
    found = []
    expiry = card.expiry
    if not EXPIRY.fullmatch(expiry):
        message = "must be YYYY-MM between 2000 and 2099: V2 takes the last two digits of the year"
        found.append(
            problem(
                "expiry",
                "method.card.credential.expiryYear",
                message,
                neutral="card.expiry",
                kind="format",
            )
        )
    if card.cvc is not None:
        found.append(
            problem(
                "cvc",
                "method.card.credential",
                "V2 takes no CVC: leave it out, or use a V1 channel",
                neutral="card.cvc",
                kind="forbidden",
            )
        )
    return found


def card_from(body: CredentialInput) -> Card:
    """Return the card of a request; its year is one of this century."""
    return Card(
        number=body.number,
        expiry=f"20{body.expiry_year}-{body.expiry_month:0>2}",
        birth_or_business_number=body.birth_or_business_registration_number,
        password_digits=body.password_two_digits,
    )


def summary_of(op: Any, response: WireResponse, status: str = "paid") -> Payment:
    """Return what a charge's answer tells: that it is done, when, and the PG's id; the rest is what was asked for.

    :raises BadAnswer: it cannot be read
    :raises RuleViolation: nobody knows what was asked for, and the answer does not say
    """
    paid = parse(response.body, PAID).payment
    if op is None:
        message = (
            'V2 answers a charge without order id and amount: give the request too (context={"request": ...})'
        )
        raise refuse(problem("request", "request", message), subject="answer of a charge")
    amount = op.amount
    done = status == "paid"
    return Payment(
        order_id=op.order_id,
        vendor_order_id=op.order_id,
        status=status,
        amount=PaymentAmount(
            total=amount.total,
            paid=None if done else 0,
            tax_free=amount.tax_free,
            vat=amount.vat,
        ),
        currency=amount.currency,
        order_name=op.order_name,
        customer=op.customer,
        custom_data=op.custom_data,
        paid_at=utc(paid.paid_at) if done else None,
        pg_tx_id=paid.pg_tx_id,
        version="V2",
        partial=True,
        wire=response.body,
    )


def get_request(order_id: str, channel: Channel) -> WireRequest:
    """`GET /payments/{paymentId}`."""
    return WireRequest(
        method="GET",
        path=f"/payments/{segment(order_id)}",
        query=store_query(channel),
        params={"paymentId": order_id},
    )


def transactions_request(order_id: str, channel: Channel) -> WireRequest:
    """`GET /payments/{paymentId}/transactions` (unstable API)."""
    return WireRequest(
        method="GET",
        path=f"/payments/{segment(order_id)}/transactions",
        query=store_query(channel),
        params={"paymentId": order_id},
    )


def absent(error: ApiError) -> bool:
    """Tell whether V2 itself said that there is no such payment; a 404 of anybody else says nothing."""
    return isinstance(error, NotFound) and error.reason == "payment_not_found"


def transactions(order_id: str, channel: Channel) -> Flow[tuple[Payment, ...]]:
    """Read every attempt at paying an order; none when V2 does not know the order."""
    try:
        response = yield from read(transactions_request(order_id, channel), channel)
    except NotFound as error:
        if absent(error):
            return ()
        raise
    return tuple(read_payment(raw) for raw in parse(response.body, ITEMS).items)


def attempts(order_id: str, channel: Channel) -> Flow[tuple[Payment, ...]]:
    """Read every attempt as completely as V2 tells: the list is an unstable API, the payment shows one of them."""
    listed: tuple[Payment, ...] | None = None
    try:
        listed = yield from transactions(order_id, channel)
    except (BadAnswer, NotFound):
        listed = None
    try:
        response = yield from read(get_request(order_id, channel), channel)
    except NotFound as error:
        if listed is None or not absent(error):
            raise
        return listed
    payment = read_payment(response.body)
    others = tuple(p for p in listed or () if p.attempt_id != payment.attempt_id)
    return (payment, *others)


def seen(payment: Payment, attempt: Attempt | None = None) -> Seen:
    """Return an attempt at a payment as the ledger judges it."""
    issuing = attempt is not None and attempt.family == "virtual_account"
    if closed_empty(payment):
        state = "failed"
    elif payment.status in PAID_ONCE or (issuing and payment.status == WAITING_FOR_DEPOSIT):
        state = "done"
    else:
        state = "failed" if payment.status == "failed" else "pending"
    return Seen(
        id=payment.attempt_id or payment.order_id,
        state=state,
        amount=payment.amount.total,
        currency=payment.currency,
        marked=attempt is not None and attempt.mark in (payment.custom_data or ""),
        at=payment.requested_at.timestamp() if payment.requested_at else None,
        result=payment,
    )


def closed_empty(payment: Payment) -> bool:
    """Tell whether this is a virtual account that was closed before anybody paid into it: it reads as cancelled."""
    account = payment.method is not None and payment.method.type == "virtual_account"
    return (
        account and payment.status == "cancelled" and payment.paid_at is None and not payment.amount.cancelled
    )


def prior(op: Any, channel: Channel) -> Flow[Prior]:
    """Read which attempts exist before the first send: none of them is this one's."""
    found = yield from transactions(op.order_id, channel)
    return Prior(op=op, sighting=Sighting(items=tuple(seen(payment) for payment in found)))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read every attempt under the vendor id that the send went out under."""
    found = yield from attempts(attempt.vendor_id, channel)
    # An empty account says nothing about a charge beside it, not even that something failed.
    told = (p for p in found if attempt.family != "charge" or not closed_empty(p))
    return Sighting(items=tuple(seen(payment, attempt) for payment in told))


def complete(op: Any, result: Payment, channel: Channel) -> Flow[Payment]:
    """Read the payment that a short answer is about; what shows another attempt, or an older state, is left alone."""
    response = yield from read(get_request(op.order_id, channel), channel)
    payment = read_payment(response.body)
    other = None not in (result.pg_tx_id, payment.pg_tx_id) and payment.pg_tx_id != result.pg_tx_id
    behind = payment.status not in PAID_ONCE and payment.status != result.status
    return result if other or behind else payment
