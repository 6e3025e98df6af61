"""`POST /payments/{paymentId}/escrow/complete`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.escrow import EscrowLogistics
from pgbridge.operations.escrow.confirm import ConfirmEscrow
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import delivering
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import need_order, problem, refuse, segment, store_of
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import ConfirmedShape
from pgbridge_portone.shapes.requests import ConfirmEscrowBody
from pgbridge_portone.times import utc
from pgbridge_portone.words import REQUESTER_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = ConfirmEscrow
ENDPOINTS = ("POST /payments/{paymentId}/escrow/complete",)
APPROXIMATIONS = ("PortOne V2 takes only whether it is the shop that confirms",)
FIELDS = fields({"order_id": "path.paymentId", "attempt_id": None, "requester": "fromStore"})
# V2 names a payment by its order.
DROPPED = frozenset(("attempt_id",))
CONFIRMED = msgspec.json.Decoder(ConfirmedShape)
settle = delivering.settle_confirmed


def encode(op: ConfirmEscrow, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: there is no order id, or V2 does not know that requester
    """
    order_id = need_order(op.order_id, "escrow")
    if op.requester is not None and op.requester not in REQUESTER_OUT:
        message = f"must be one of {', '.join(REQUESTER_OUT)}"
        raise refuse(
            problem("requester", "fromStore", message, neutral="requester", kind="enum"), subject="escrow"
        )
    from_store = None if op.requester is None else op.requester == "admin"
    return WireRequest(
        method="POST",
        path=f"/payments/{segment(order_id)}/escrow/complete",
        body=ConfirmEscrowBody(store_id=store_of(channel), from_store=from_store),
        params={"paymentId": order_id},
    )


def decode(op: ConfirmEscrow | None, response: WireResponse) -> EscrowLogistics:
    """Return when it was confirmed."""
    return EscrowLogistics(
        order_id=op.order_id if op else None,
        status="confirmed",
        completed_at=utc(parse(response.body, CONFIRMED).completed_at),
        partial=True,
        wire=response.body,
    )


def prior(op: ConfirmEscrow, channel: Channel) -> Flow[Prior]:
    """Remember under which order to look; nothing need be read."""
    yield from ()
    del channel
    return Prior(op=op, target=op.order_id)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    body, unknown = body_of(request, ConfirmEscrowBody)
    by = None if body.from_store is None else "admin" if body.from_store else "customer"
    return Accepted(
        op=ConfirmEscrow(order_id=part(request, 1), requester=by), store_id=body.store_id, unknown=unknown
    )


def answer(op: ConfirmEscrow | None, result: EscrowLogistics | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    return answered(ConfirmedShape(completed_at=result.completed_at))
