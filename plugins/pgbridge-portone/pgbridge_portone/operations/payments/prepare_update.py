"""`POST /payments/{paymentId}/pre-register` again, which is inferred to overwrite."""

from __future__ import annotations

from pgbridge.operations.payments.prepare_update import UpdatePreparedPayment
from pgbridge.wire import Accepted, WireRequest
from pgbridge_portone import preparing

OPERATION = UpdatePreparedPayment
ENDPOINTS = ("POST /payments/{paymentId}/pre-register",)
APPROXIMATIONS = ("PortOne V2 has no update: the amount is registered again, which is taken to replace it",)
FIELDS = preparing.FIELDS
encode, decode, settle, answer = preparing.encode, preparing.decode, preparing.settle, preparing.answer


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    given, store, unknown = preparing.arguments(requests[0])
    return Accepted(op=UpdatePreparedPayment(**given), store_id=store, unknown=unknown)
