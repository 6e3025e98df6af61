"""Amounts registered before the buyer pays. Vendor schema: `PaymentPrepareAnnotation`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pgbridge.errors import BadAnswer, NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.money import to_major
from pgbridge.model.page import Prepared
from pgbridge.wire import Flow, WireRequest, WireResponse
from pgbridge_iamport.carried import Fields
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.lookups import absence_counts, get, read
from pgbridge_iamport.payments import minor
from pgbridge_iamport.refusal import MOST_ORDER_ID, Problems, check_length, major, refuse
from pgbridge_iamport.shapes.billing import PreparedShape
from pgbridge_iamport.shapes.requests import PrepareBody

PREPARE = "/payments/prepare"
READER = Reader(PreparedShape)
PREPARE_FIELDS: Fields = {
    "order_id": "merchant_uid",
    "amount": "amount",
    "tax_free": None,
    "currency": "currency",
}


def prepare_body(order_id: str, amount: int, currency: str | None, operation: str) -> PrepareBody:
    """Return the body of a registration; without a currency the amount counts as won.

    :raises RuleViolation: the order id is too long, or nobody pays in that currency
    """
    problems: Problems = []
    check_length(order_id, MOST_ORDER_ID, "merchant_uid", "order_id", problems)
    written = major(amount, currency or "KRW", "amount", "currency", problems)
    refuse(problems, operation)
    return PrepareBody(merchant_uid=order_id, amount=written or 0, currency=currency)


def prepared_request(order_id: str, channel: Channel) -> WireRequest:
    """Return the read of a registered amount."""
    return get(f"{PREPARE}/{quote(order_id, safe='')}", channel)


def decode_prepared(body: bytes, order_id: str | None) -> Prepared:
    """Read what is registered.

    :raises BadAnswer: it does not say for which order
    """
    it = READER.one(body)
    name = it.merchant_uid or order_id
    if name is None:
        raise BadAnswer("PortOne V1 answered a registered amount without its order", reason="bad_answer")
    amount = None if it.amount is None else minor(it.amount, it.currency or "KRW")
    return Prepared(order_id=name, amount=amount, currency=it.currency)


def answer_prepared(order_id: str | None, result: Any) -> WireResponse:
    """Write a registered amount, or the error in its place."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    amount = result.amount
    return success(
        PreparedShape(
            merchant_uid=result.order_id or order_id,
            amount=None if amount is None else to_major(amount, result.currency or "KRW"),
            currency=result.currency,
        )
    )


def prepared_seen(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show the registered amount when it is the one that was sent."""
    try:
        response = yield from read(prepared_request(attempt.vendor_id, channel), channel)
    except NotFound:
        return Sighting(absence_counts=absence_counts(channel))
    found = decode_prepared(response.body, attempt.vendor_id)
    if found.amount != attempt.amount or attempt.currency not in (None, found.currency):
        return Sighting()
    return Sighting(items=(Seen(id=found.order_id, state="done", amount=found.amount, result=found),))
