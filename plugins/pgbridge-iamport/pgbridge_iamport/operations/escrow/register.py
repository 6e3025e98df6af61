"""`escrow.register`: `POST /escrows/logis/{imp_uid}`."""

from __future__ import annotations

from typing import Any

import msgspec

from pgbridge.model.channel import Channel
from pgbridge.model.escrow import EscrowLogistics
from pgbridge.operations.escrow.register import RegisterEscrow
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport import escrows
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.receipts import attempt_of, need_attempt, receipt_path

OPERATION = RegisterEscrow
ENDPOINTS = ("POST /escrows/logis/{imp_uid}",)
FIELDS = {**escrows.FIELDS, "send_email": "send_email"}
DROPPED = escrows.DROPPED
settle, unsaid = escrows.settle, escrows.unsaid


def encode(op: RegisterEscrow, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named, or V1 cannot carry it
    """
    uid = need_attempt(op.attempt_id, op.name)
    return WireRequest(
        method="POST",
        path=receipt_path(escrows.LOGIS, uid),
        name="escrow_logistics",
        body=escrows.logistics_body(op, channel, op.send_email),
        headers=headers(channel),
        params={"imp_uid": uid},
    )


def decode(op: RegisterEscrow | None, response: WireResponse) -> EscrowLogistics:
    """Read the delivery."""
    named = (op.order_id, op.attempt_id) if op is not None else (None, None)
    return escrows.decode_logistics(response.body, *named)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    terms, forms = escrows.accepted_logistics(form)
    op = RegisterEscrow(attempt_id=tail(request, escrows.LOGIS), send_email=form.flag("send_email"), **terms)
    return accepted(request, op, forms=forms)


def answer(op: RegisterEscrow | None, result: Any) -> WireResponse:
    """Write a result as V1 answers it."""
    return escrows.answer_logistics(op, result)


def prior(op: RegisterEscrow, channel: Channel) -> Flow[Prior]:
    """Find the paid attempt, and see which delivery it has before this.

    :raises NotFound: there is no such payment
    :raises Conflict: it is not paid
    """
    uid = yield from attempt_of(op, channel)
    sighting = yield from escrows.deliveries_seen(uid, channel)
    return Prior(op=msgspec.structs.replace(op, attempt_id=uid, order_id=None), sighting=sighting, target=uid)
