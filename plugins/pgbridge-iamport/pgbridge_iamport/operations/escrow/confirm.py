"""`escrow.confirm`: `POST /payments/{imp_uid}/naver/confirm`, Naver Pay's payment type only."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.escrow import EscrowLogistics
from pgbridge.operations.escrow.confirm import ConfirmEscrow
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport import codes
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.receipts import attempt_of, need_attempt
from pgbridge_iamport.refusal import Problems, coded, refuse
from pgbridge_iamport.shapes.requests import NaverConfirmBody

OPERATION = ConfirmEscrow
ENDPOINTS = ("POST /payments/{imp_uid}/naver/confirm",)
APPROXIMATIONS = ("PortOne V1 confirms purchases by Naver Pay alone",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid", "requester": "requester"}
# V1 goes by attempt; `prior` finds it by the order id.
DROPPED = frozenset(("order_id",))


def encode(op: ConfirmEscrow, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named, or V1 does not know that requester
    """
    uid = need_attempt(op.attempt_id, op.name)
    problems: Problems = []
    requester = coded(codes.REQUESTERS, op.requester, "requester", "requester", problems)
    refuse(problems, op.name)
    return WireRequest(
        method="POST",
        path=f"/payments/{quote(uid, safe='')}/naver/confirm",
        body=NaverConfirmBody(requester=requester),
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: ConfirmEscrow | None, response: WireResponse) -> EscrowLogistics:
    """Say that it is confirmed; V1 tells no more."""
    return EscrowLogistics(
        order_id=op.order_id if op is not None else None,
        attempt_id=op.attempt_id if op is not None else None,
        status="confirmed",
        partial=True,
        wire=response.body,
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = ConfirmEscrow(attempt_id=tail(request, "/payments/"), requester=form.text("requester"))
    return accepted(request, op, forms=(form,))


def answer(op: ConfirmEscrow | None, result: Any) -> WireResponse:  # noqa: ARG001 - V1 answers nothing but success
    """Write a result as V1 answers it."""
    return failure(result) if isinstance(result, PgbridgeError) else success(None)


def prior(op: ConfirmEscrow, channel: Channel) -> Flow[Prior]:
    """Find the paid attempt.

    :raises NotFound: there is no such payment
    :raises Conflict: it is not paid
    """
    uid = yield from attempt_of(op, channel)
    return Prior(op=msgspec.structs.replace(op, attempt_id=uid, order_id=None), target=uid)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """V1 shows nowhere whether a purchase is confirmed: an error that is answered is believed, a silence stays unknown."""
    yield from ()
    del attempt, channel
    return Sighting()
