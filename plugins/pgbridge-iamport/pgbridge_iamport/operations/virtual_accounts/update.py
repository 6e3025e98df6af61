"""`virtual_accounts.update`: `PUT /vbanks/{imp_uid}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.operations.virtual_accounts.update import UpdateVirtualAccount
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport import waiting
from pgbridge_iamport.envelope import failure
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import headers, payment_by_id
from pgbridge_iamport.operations.virtual_accounts.close import NOT_WAITING, VBANKS
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import Problems, problem, refuse
from pgbridge_iamport.shapes.extras import AccountBody
from pgbridge_iamport.times import epoch
from pgbridge_iamport.written import answer_payment

OPERATION = UpdateVirtualAccount
ENDPOINTS = ("PUT /vbanks/{imp_uid}",)
FIELDS = {
    "order_id": None,
    "attempt_id": "path.imp_uid",
    "amount": "amount",
    "expires_at": "vbank_due",
}
# V1 changes by attempt; `prior` finds it by the order id.
DROPPED = frozenset(("order_id",))
ISSUED = "virtual_account_issued"


def encode(op: UpdateVirtualAccount, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named, or nothing is to change
    """
    problems: Problems = []
    if not op.attempt_id:
        message = "attempt_id: V1 changes an account by it"
        problems.append(problem("imp_uid", "required", message, neutral="attempt_id"))
    if op.amount is None and op.expires_at is None:
        message = "amount: say what is to change, amount or expires_at"
        problems.append(problem("amount", "required", message, neutral="amount"))
    if op.amount is not None and op.amount <= 0:
        problems.append(problem("amount", "min", "amount: must be more than 0", neutral="amount", value=1))
    refuse(problems, op.name)
    uid = op.attempt_id or ""
    return WireRequest(
        method="PUT",
        path=f"{VBANKS}{quote(uid, safe='')}",
        body=AccountBody(amount=op.amount, vbank_due=epoch(op.expires_at) if op.expires_at else None),
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: UpdateVirtualAccount | None, response: WireResponse) -> Payment:  # noqa: ARG001
    """Read the payment as it waits now."""
    return decode_payment(response.body)


def prior(op: UpdateVirtualAccount, channel: Channel) -> Flow[Prior]:
    """Find the attempt that waits for a deposit.

    :raises Conflict: it does not wait for a deposit: it may be paid
    """
    return (yield from waiting.prior(op, channel, ISSUED))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Look whether the account waits for what was asked."""
    try:
        payment = yield from payment_by_id(attempt.target or attempt.vendor_id, channel)
    except NotFound:
        return Sighting()
    method = payment.method
    account = method.virtual_account if method is not None else None
    due = account.expires_at if account is not None else None
    same_due = attempt.due_at is None or (due is not None and int(due.timestamp()) == int(attempt.due_at))
    if payment.status != ISSUED or attempt.amount not in (None, payment.amount.total) or not same_due:
        return Sighting()
    return Sighting(items=(Seen(id=payment.attempt_id or "", state="done", result=payment),))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = UpdateVirtualAccount(
        attempt_id=tail(request, VBANKS),
        amount=form.money("amount", "KRW"),
        expires_at=form.time("vbank_due"),
    )
    return accepted(request, op, forms=(form,))


def answer(op: UpdateVirtualAccount | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        waits_no_more = getattr(result, "reason", "") in NOT_WAITING
        return failure(result, 400 if waits_no_more else None)
    return answer_payment(result)
