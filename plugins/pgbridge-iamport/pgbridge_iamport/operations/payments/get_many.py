"""`payments.get_many`: `GET /payments`."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.page import Found
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.get_many import GetPayments
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import get, read
from pgbridge_iamport.payments import READER, payment_of
from pgbridge_iamport.refusal import Problems, problem, refuse
from pgbridge_iamport.written import written

OPERATION = GetPayments
ENDPOINTS = ("GET /payments",)
FIELDS = {"order_ids": "query.merchant_uid", "attempt_ids": "query.imp_uid"}
MOST = 100
PARTLY = 207


def encode(op: GetPayments, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no id, or more than V1 takes in one call (`flow` splits them)
    """
    problems: Problems = []
    count = len(op.order_ids) + len(op.attempt_ids)
    if not 1 <= count <= MOST:
        message = f"order_ids and attempt_ids: 1 to {MOST} together in one V1 call"
        problems.append(problem("imp_uid", "max_length", message, neutral="attempt_ids", value=MOST))
    refuse(problems, op.name)
    query = [("imp_uid[]", it) for it in op.attempt_ids] + [("merchant_uid[]", it) for it in op.order_ids]
    return get("/payments", channel, tuple(query))


def flow(op: GetPayments, channel: Channel) -> Flow[Found[Payment]]:
    """Read as many at a time as V1 takes; where it knows none of them it says so with a 404."""
    pairs = [("attempt_ids", it) for it in op.attempt_ids] + [("order_ids", it) for it in op.order_ids]
    items: list[Payment] = []
    missing: list[str] = []
    for start in range(0, len(pairs), MOST):
        chunk = pairs[start : start + MOST]
        some = GetPayments(
            attempt_ids=tuple(it for kind, it in chunk if kind == "attempt_ids"),
            order_ids=tuple(it for kind, it in chunk if kind == "order_ids"),
        )
        try:
            response = yield from read(encode(some, channel), channel)
        except NotFound:
            missing += [it for _, it in chunk]
            continue
        found = decode(some, response)
        items += found.items
        missing += found.missing
    return Found(items=tuple(items), missing=tuple(missing))


def decode(op: GetPayments | None, response: WireResponse) -> Found[Payment]:
    """Read what was found; the rest of what was asked for is missing."""
    items = tuple(payment_of(it, raw) for it, raw in READER.several(response.body))
    if op is None:
        return Found(items=items)
    attempts, orders = {it.attempt_id for it in items}, {it.order_id for it in items}
    missing = [it for it in op.attempt_ids if it not in attempts]
    missing += [it for it in op.order_ids if it not in orders]
    return Found(items=items, missing=tuple(missing))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.query(request)
    op = GetPayments(
        attempt_ids=tuple(str(it) for it in form.items("imp_uid")),
        order_ids=tuple(str(it) for it in form.items("merchant_uid")),
    )
    return accepted(request, op)


def answer(op: GetPayments | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it: 207 when some are missing."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    if result.missing and not result.items:
        return failure(NotFound("none of the payments exists", reason="payment_not_found"))
    return success([written(it) for it in result.items], PARTLY if result.missing else 200)
