"""`GET /payments/{paymentId}/transactions` (unstable API)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Raw

from pgbridge.errors import PgbridgeError
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.attempts import ListAttempts
from pgbridge.wire import ENCODER, Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import need_order
from pgbridge_portone.charging import ITEMS, transactions, transactions_request
from pgbridge_portone.convert.payment import read_payment
from pgbridge_portone.convert.payment_written import payment_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ItemsShape
from pgbridge_portone.words import FILTER_STATUS, PAYMENT_STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = ListAttempts
ENDPOINTS = ("GET /payments/{paymentId}/transactions",)
APPROXIMATIONS = ("PortOne V2 gives all attempts at once, by a call that it may change or end (unstable)",)
FIELDS = fields({"order_id": "path.paymentId", "status": None})
# V2 lists all attempts; those in another state are left out here.
DROPPED = frozenset(("status",))
NEVER = datetime.min.replace(tzinfo=UTC)


def encode(op: ListAttempts, channel: Channel) -> WireRequest:
    """Turn the operation into its request."""
    return transactions_request(need_order(op.order_id, "attempts"), channel)


def flow(op: ListAttempts, channel: Channel) -> Flow[tuple[Payment, ...]]:
    """Read the attempts; none when V2 does not know the order."""
    found = yield from transactions(need_order(op.order_id, "attempts"), channel)
    return chosen(op, found)


def decode(op: ListAttempts | None, response: WireResponse) -> tuple[Payment, ...]:
    """Return the attempts, newest first."""
    return chosen(op, (read_payment(raw) for raw in parse(response.body, ITEMS).items))


def chosen(op: ListAttempts | None, found: Iterable[Payment]) -> tuple[Payment, ...]:
    """Return the attempts in the state that is asked for, newest first."""
    listed = sorted(found, key=lambda payment: payment.requested_at or NEVER, reverse=True)
    if op is None or op.status is None:
        return tuple(listed)
    words = FILTER_STATUS.get(op.status, (op.status,))
    states = {PAYMENT_STATUS.get(word, word) for word in words}
    return tuple(payment for payment in listed if payment.status in states)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(op=ListAttempts(order_id=part(request, 1)), store_id=query(request).get("storeId"))


def answer(op: ListAttempts | None, result: tuple[Payment, ...] | PgbridgeError) -> WireResponse:
    """Write the attempts as V2 lists them."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    items = tuple(Raw(ENCODER.encode(payment_shape(p, transaction=True))) for p in result)
    return answered(ItemsShape(items=items))
