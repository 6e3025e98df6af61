"""`cvs.revoke`: `DELETE /cvs/{imp_uid}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.outcome import RevokedBarcode
from pgbridge.model.payment import Payment
from pgbridge.operations.cvs.revoke import RevokeBarcode
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport import waiting
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import headers, payment_by_id
from pgbridge_iamport.operations.cvs.issue import CVS
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.shapes.payment import PaymentShape
from pgbridge_iamport.times import epoch

OPERATION = RevokeBarcode
ENDPOINTS = ("DELETE /cvs/{imp_uid}",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid"}
# V1 revokes by attempt; `prior` finds it by the order id.
DROPPED = frozenset(("order_id",))
STEM = "/cvs/"
READY = "ready"


def encode(op: RevokeBarcode, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named
    """
    if not op.attempt_id:
        message = "attempt_id: V1 revokes a barcode by it"
        refuse([problem("imp_uid", "required", message, neutral="attempt_id")], op.name)
    uid = op.attempt_id or ""
    path = f"{STEM}{quote(uid, safe='')}"
    return WireRequest(method="DELETE", path=path, headers=headers(channel), params={"imp_uid": uid})


def decode(op: RevokeBarcode | None, response: WireResponse) -> RevokedBarcode:  # noqa: ARG001
    """Read whose barcode is gone."""
    return revoked(decode_payment(response.body))


def revoked(payment: Payment) -> RevokedBarcode:
    """Return what a revoked barcode's payment says."""
    return RevokedBarcode(order_id=payment.order_id, revoked_at=payment.cancelled_at)


def prior(op: RevokeBarcode, channel: Channel) -> Flow[Prior]:
    """Find the barcode that waits for the buyer.

    :raises Conflict: it waits no more: it may be paid
    """
    return (yield from waiting.prior(op, channel, READY))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the barcode is gone. Inferred: its payment then reads as cancelled, or as failed."""
    try:
        payment = yield from payment_by_id(attempt.target or attempt.vendor_id, channel)
    except NotFound:
        return Sighting()
    if payment.status not in ("cancelled", "failed") or payment.paid_at is not None:
        return Sighting()
    return Sighting(items=(Seen(id=payment.attempt_id or "", state="done", result=revoked(payment)),))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, RevokeBarcode(attempt_id=tail(request, STEM)))


def answer(op: RevokeBarcode | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it, as far as it is known."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(
        PaymentShape[int](
            imp_uid=op.attempt_id if op is not None else None,
            merchant_uid=result.order_id,
            pay_method=CVS,
            status="cancelled",
            cancelled_at=epoch(result.revoked_at),
        )
    )
