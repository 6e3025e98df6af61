"""`POST /payments/{paymentId}/virtual-account/close`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.page import Closed
from pgbridge.operations.virtual_accounts.close import CloseVirtualAccount
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import need_order, read, segment, store_query
from pgbridge_portone.charging import get_request
from pgbridge_portone.convert.payment import read_payment
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ClosedShape
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = CloseVirtualAccount
ENDPOINTS = ("POST /payments/{paymentId}/virtual-account/close",)
FIELDS = fields({"order_id": "path.paymentId", "attempt_id": None})
# V2 closes the account of the order; an order has one that is open at most.
DROPPED = frozenset(("attempt_id",))
CLOSED = msgspec.json.Decoder(ClosedShape)


def encode(op: CloseVirtualAccount, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no order id
    """
    order_id = need_order(op.order_id, "close")
    return WireRequest(
        method="POST",
        path=f"/payments/{segment(order_id)}/virtual-account/close",
        query=store_query(channel),
        params={"paymentId": order_id},
    )


def decode(op: CloseVirtualAccount | None, response: WireResponse) -> Closed:
    """Return when it was closed."""
    closed = parse(response.body, CLOSED)
    return Closed(order_id=(op.order_id if op else None) or "", closed_at=utc(closed.closed_at))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read the payment: one that is cancelled and was never paid has a closed account."""
    response = yield from read(get_request(attempt.vendor_id, channel), channel)
    payment = read_payment(response.body)
    if payment.status != "cancelled" or payment.paid_at is not None:
        return Sighting()
    result = Closed(order_id=payment.order_id, closed_at=payment.cancelled_at)
    return Sighting(items=(Seen(id=attempt.vendor_id, state="done", result=result),))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(op=CloseVirtualAccount(order_id=part(request, 1)), store_id=query(request).get("storeId"))


def answer(op: CloseVirtualAccount | None, result: Closed | PgbridgeError) -> WireResponse:
    """Write when it was closed."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    return answered(ClosedShape(closed_at=result.closed_at))
