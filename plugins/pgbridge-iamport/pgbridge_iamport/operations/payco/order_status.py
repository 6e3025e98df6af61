"""`payco.order_status`: `POST /payco/orders/status/{imp_uid}`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.wallets import PaycoStatus
from pgbridge.operations.payco.order_status import SetPaycoStatus
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.bound import ONE_PAYMENT, attempt_of, need_attempt, unseen
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.refusal import Problems, coded, refuse
from pgbridge_iamport.shapes.wallets import PaycoBody, PaycoShape

OPERATION = SetPaycoStatus
ENDPOINTS = ("POST /payco/orders/status/{imp_uid}",)
FIELDS = {**ONE_PAYMENT, "status": "status"}
# `prior` finds the attempt by the order id.
DROPPED = frozenset(("order_id",))
STATUS_CODES = {
    "delivery_start": "DELIVERY_START",
    "purchase_decision": "PURCHASE_DECISION",
    "cancelled": "CANCELED",
}
STATUSES = {code: name for name, code in STATUS_CODES.items()}
ORDERS = "/payco/orders/status/"
READER = Reader(PaycoShape)


def encode(op: SetPaycoStatus, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named, or PAYCO knows no such state
    """
    problems: Problems = []
    status = coded(STATUS_CODES, op.status, "status", "status", problems)
    refuse(problems, op.name)
    uid = need_attempt(op.attempt_id, op.name)
    return WireRequest(
        method="POST",
        path=f"{ORDERS}{quote(uid, safe='')}",
        body=PaycoBody(status=status or ""),
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: SetPaycoStatus | None, response: WireResponse) -> PaycoStatus:
    """Read the state PAYCO has now; the one that was set, where the answer does not say."""
    status = READER.one(response.body).status
    if status is None:
        return PaycoStatus(status=op.status if op is not None else "")
    return PaycoStatus(status=STATUSES.get(status, status))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    status = form.need("status")
    op = SetPaycoStatus(attempt_id=tail(request, ORDERS), status=STATUSES.get(status, status))
    return accepted(request, op, forms=(form,))


def answer(op: SetPaycoStatus | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(PaycoShape(status=STATUS_CODES.get(result.status, result.status)))


def prior(op: SetPaycoStatus, channel: Channel) -> Flow[Prior]:
    """Find the attempt that paid the order.

    :raises NotFound: there is no such payment
    """
    uid = yield from attempt_of(op, channel)
    return Prior(op=msgspec.structs.replace(op, attempt_id=uid, order_id=None), target=uid)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show nothing: V1 has no read of it."""
    return (yield from unseen(attempt, channel))
