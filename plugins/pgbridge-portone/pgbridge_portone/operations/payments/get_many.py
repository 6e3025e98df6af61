"""One `GET /payments/{paymentId}` for each order: V2 has no read of several by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import NotFound, PgbridgeError
from pgbridge.model.page import Found
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.get_many import GetPayments
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused, written
from pgbridge_portone.asking import problem, read, refuse
from pgbridge_portone.charging import absent, get_request
from pgbridge_portone.convert.payment import read_payment
from pgbridge_portone.convert.payment_written import payment_shape
from pgbridge_portone.fields import fields
from pgbridge_portone.judge import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = GetPayments
ENDPOINTS = ("GET /payments/{paymentId}",)
APPROXIMATIONS = ("PortOne V2 reads one payment a request, so this is as many requests as ids",)
FIELDS = fields({"order_ids": "path.paymentId", "attempt_ids": None})


def encode(op: GetPayments, channel: Channel) -> WireRequest:
    """Turn a read of one payment into its request; `encode_all` gives those of several.

    :raises RuleViolation: it is not one
    """
    requests = encode_all(op, channel)
    if len(requests) != 1:
        message = f"V2 takes one request for each order: {len(requests)} here"
        raise refuse(problem("order-ids", "path.paymentId", message, neutral="order_ids"), subject="get_many")
    return requests[0]


def encode_all(op: GetPayments, channel: Channel) -> tuple[WireRequest, ...]:
    """Return one request for each order.

    :raises RuleViolation: attempts are named, by which V2 reads nothing
    """
    if op.attempt_ids:
        message = "V2 reads payments by the shop's order ids: give order_ids"
        raise refuse(
            problem("attempt-ids", "path.paymentId", message, neutral="attempt_ids"), subject="get_many"
        )
    return tuple(get_request(order_id, channel) for order_id in op.order_ids)


def flow(op: GetPayments, channel: Channel) -> Flow[Found[Payment]]:
    """Read one after the other; what V2 does not know is listed as missing."""
    found, missing = [], []
    for order_id, request in zip(op.order_ids, encode_all(op, channel), strict=True):
        try:
            response = yield from read(request, channel)
        except NotFound as error:
            if not absent(error):
                raise
            missing.append(order_id)
        else:
            found.append(read_payment(response.body))
    return Found(items=tuple(found), missing=tuple(missing))


def decode(op: GetPayments | None, response: WireResponse) -> Found[Payment]:
    """Return what one answer holds."""
    return decode_all(op, (response,))


def decode_all(op: GetPayments | None, responses: Sequence[WireResponse]) -> Found[Payment]:
    """Return what the answers hold, in the order of the ids.

    :raises ApiError: one of them is an error other than that there is no such payment
    """
    found: list[Payment] = []
    missing: list[str] = []
    names = op.order_ids if op is not None else ()
    for index, response in enumerate(responses):
        judged = judge(response)
        if judged is None:
            found.append(read_payment(response.body))
        elif absent(judged.error):
            missing.extend(names[index : index + 1])
        else:
            raise judged.error
    return Found(items=tuple(found), missing=tuple(missing))


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from its requests."""
    op = GetPayments(order_ids=tuple(part(request, 1) for request in requests))
    return Accepted(op=op, store_id=query(requests[0]).get("storeId") if requests else None)


def answer(op: GetPayments | None, result: Found[Payment] | PgbridgeError) -> WireResponse:
    """Write the answer for one payment."""
    return answer_all(op, result)[0]


def answer_all(op: GetPayments | None, result: Found[Payment] | PgbridgeError) -> tuple[WireResponse, ...]:
    """Write one answer for each id, in the order in which they were asked for."""
    if isinstance(result, PgbridgeError):
        return (refused(result),)
    known = {p.vendor_order_id or p.order_id: p for p in result.items}
    names = op.order_ids if op is not None and op.order_ids else (*known, *result.missing)
    return tuple(
        answered(payment_shape(known[name]))
        if name in known
        else written(404, "PAYMENT_NOT_FOUND", "there is no such payment")
        for name in names
    )
