"""`virtual_accounts.close`: `DELETE /vbanks/{imp_uid}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from pgbridge.errors import ApiError, Conflict, NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.page import Closed
from pgbridge.model.payment import Payment
from pgbridge.operations.virtual_accounts.close import CloseVirtualAccount
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import attempts_of, headers, missing, payment_by_id
from pgbridge_iamport.operations.virtual_accounts.issue import pg_api_key
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.shapes.payment import PaymentShape
from pgbridge_iamport.times import epoch

OPERATION = CloseVirtualAccount
ENDPOINTS = ("DELETE /vbanks/{imp_uid}",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid"}
# V1 closes by attempt; `prior` finds it by the order id.
DROPPED = frozenset(("order_id",))
VBANKS = "/vbanks/"
# V1's page of this call lists a 400 for an account that does not wait for a deposit.
NOT_WAITING = frozenset(("invalid_state", "payment_not_waiting_for_deposit"))


def encode(op: CloseVirtualAccount, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named
    """
    if not op.attempt_id:
        message = "attempt_id: V1 closes an account by it"
        refuse([problem("imp_uid", "required", message, neutral="attempt_id")], op.name)
    uid = op.attempt_id or ""
    return WireRequest(
        method="DELETE",
        path=f"{VBANKS}{quote(uid, safe='')}",
        name="close_vbank",
        query=pg_api_key(channel),
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: CloseVirtualAccount | None, response: WireResponse) -> Closed:  # noqa: ARG001
    """Read whose account takes no more deposits."""
    return closed(decode_payment(response.body))


def closed(payment: Payment) -> Closed:
    """Return what a closed account's payment says."""
    return Closed(order_id=payment.order_id, closed_at=payment.cancelled_at)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, CloseVirtualAccount(attempt_id=tail(request, VBANKS)))


def answer(op: CloseVirtualAccount | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it, as far as it is known."""
    if isinstance(result, PgbridgeError):
        waiting = isinstance(result, ApiError) and result.reason in NOT_WAITING
        return failure(result, 400 if waiting else None)
    return success(
        PaymentShape[int](
            imp_uid=op.attempt_id if op is not None else None,
            merchant_uid=result.order_id,
            pay_method="vbank",
            status="cancelled",
            cancelled_at=epoch(result.closed_at),
        )
    )


def prior(op: CloseVirtualAccount, channel: Channel) -> Flow[Prior]:
    """Find the attempt that waits for a deposit.

    :raises NotFound: there is no such payment
    :raises Conflict: it does not wait for a deposit: it may be paid
    """
    if op.attempt_id:
        payment = yield from payment_by_id(op.attempt_id, channel)
    else:
        attempts = yield from attempts_of(op.order_id or "", channel)
        if not attempts:
            raise missing()
        waiting = [it for it in attempts if it.status == "virtual_account_issued"]
        payment = waiting[0] if waiting else attempts[0]
    if payment.status != "virtual_account_issued":
        raise Conflict(
            f"payment {payment.attempt_id} is {payment.status}, so no account of it waits for a deposit",
            reason="payment_not_waiting_for_deposit",
        )
    # By now the attempt says it all, and V1 has no place for the order.
    full = msgspec.structs.replace(op, attempt_id=payment.attempt_id, order_id=None)
    return Prior(op=full, target=payment.attempt_id)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the account is closed."""
    try:
        payment = yield from payment_by_id(attempt.target or attempt.vendor_id, channel)
    except NotFound:
        return Sighting()
    if payment.status != "cancelled" or payment.paid_at is not None:
        return Sighting()
    seen = Seen(id=payment.attempt_id or "", state="done", result=closed(payment))
    return Sighting(items=(seen,))
