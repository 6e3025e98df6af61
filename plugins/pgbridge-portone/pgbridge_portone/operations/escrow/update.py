"""`PATCH /payments/{paymentId}/escrow/logistics`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.model.escrow import EscrowLogistics
from pgbridge.operations.escrow.update import UpdateEscrow
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import delivering
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.shapes.requests import EscrowBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = UpdateEscrow
ENDPOINTS = ("PATCH /payments/{paymentId}/escrow/logistics",)
FIELDS, DROPPED = delivering.LOGISTICS, delivering.DROPPED
prior, settle, unsaid = delivering.prior, delivering.settle, delivering.unsaid


def encode(op: UpdateEscrow, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    return delivering.logistics_request(op, channel, "PATCH")


def decode(op: UpdateEscrow | None, response: WireResponse) -> EscrowLogistics:
    """Return the delivery as far as the answer tells."""
    return delivering.decode_delivery(op, response)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, EscrowBody)
    op = UpdateEscrow(order_id=part(request, 1), **delivering.logistics_from(body))
    return Accepted(op=op, store_id=body.store_id, unknown=unknown)


def answer(op: UpdateEscrow | None, result: EscrowLogistics | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it."""
    del op
    return delivering.answer_delivery(result, changed=True)
