"""`payments.attempts`: `GET /payments/findAll/{merchant_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.attempts import ListAttempts
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.envelope import failure
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import attempts_of, attempts_request, page_of
from pgbridge_iamport.statuses import segment, wanted
from pgbridge_iamport.written import written_page

OPERATION = ListAttempts
ENDPOINTS = ("GET /payments/findAll/{merchant_uid}", "GET /payments/findAll/{merchant_uid}/{payment_status}")
FIELDS = {"order_id": "path.merchant_uid", "status": "path.payment_status"}
FIND_ALL = "/payments/findAll/"


def encode(op: ListAttempts, channel: Channel) -> WireRequest:
    """Write the request for the first page."""
    return attempts_request(op.order_id, channel, status=segment(op.status, op.name))


def flow(op: ListAttempts, channel: Channel) -> Flow[tuple[Payment, ...]]:
    """Read all pages; an order that V1 does not know has no attempts."""
    found = yield from attempts_of(op.order_id, channel, segment(op.status, op.name))
    return tuple(it for it in found if wanted(it, op.status))


def decode(op: ListAttempts | None, response: WireResponse) -> tuple[Payment, ...]:
    """Read one page."""
    status = op.status if op is not None else None
    return tuple(it for it in page_of(response.body).items if wanted(it, status))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    status = request.path[len(FIND_ALL) :].partition("/")[2] or None
    return accepted(request, ListAttempts(order_id=tail(request, FIND_ALL), status=status))


def answer(op: ListAttempts | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return failure(result) if isinstance(result, PgbridgeError) else written_page(result, total=len(result))
