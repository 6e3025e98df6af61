"""`POST /payments/{paymentId}/pre-register`."""

from __future__ import annotations

from pgbridge.operations.payments.prepare import PreparePayment
from pgbridge.wire import Accepted, WireRequest
from pgbridge_portone import preparing

OPERATION = PreparePayment
ENDPOINTS = ("POST /payments/{paymentId}/pre-register",)
FIELDS = preparing.FIELDS
encode, decode, settle, answer = preparing.encode, preparing.decode, preparing.settle, preparing.answer


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    given, store, unknown = preparing.arguments(requests[0])
    return Accepted(op=PreparePayment(**given), store_id=store, unknown=unknown)
