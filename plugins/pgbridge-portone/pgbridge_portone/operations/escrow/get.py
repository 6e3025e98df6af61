"""`GET /payments/{paymentId}`, for its `escrow`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.escrow import EscrowLogistics
from pgbridge.operations.escrow.get import GetEscrow
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import delivering
from pgbridge_portone.accepting import part, query
from pgbridge_portone.asking import need_order
from pgbridge_portone.charging import get_request
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetEscrow
ENDPOINTS = ("GET /payments/{paymentId}",)
APPROXIMATIONS = (
    "PortOne V2 shows a delivery on its payment; of a payment made through V1 it always says registered",
)
FIELDS = fields({"order_id": "path.paymentId", "attempt_id": None})
# V2 names a payment by its order.
DROPPED = frozenset(("attempt_id",))


def encode(op: GetEscrow, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no order id
    """
    return get_request(need_order(op.order_id, "escrow"), channel)


def decode(op: GetEscrow | None, response: WireResponse) -> EscrowLogistics:
    """Return the delivery.

    :raises NotFound: it is no escrow payment
    """
    del op
    return delivering.read_delivery(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    return Accepted(op=GetEscrow(order_id=part(request, 1)), store_id=query(request).get("storeId"))


def answer(op: GetEscrow | None, result: EscrowLogistics | PgbridgeError) -> WireResponse:
    """Write of the payment what is about its delivery."""
    return delivering.answer_payment(op.order_id if op else None, result)
