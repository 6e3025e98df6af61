"""`naver.points.deposit`: `POST /payments/{imp_uid}/naver/point`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.naver import NaverPoints
from pgbridge.operations.naver.points_deposit import DepositNaverPoints
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.bound import unseen
from pgbridge_iamport.envelope import failure, success
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import headers

OPERATION = DepositNaverPoints
ENDPOINTS = ("POST /payments/{imp_uid}/naver/point",)
FIELDS = {"attempt_id": "path.imp_uid"}
PAYMENTS = "/payments/"


def encode(op: DepositNaverPoints, channel: Channel) -> WireRequest:
    """Write the request."""
    return WireRequest(
        method="POST",
        path=f"{PAYMENTS}{quote(op.attempt_id, safe='')}/naver/point",
        headers=headers(channel),
        params={"imp_uid": op.attempt_id},
    )


def decode(op: DepositNaverPoints | None, response: WireResponse) -> NaverPoints:  # noqa: ARG001
    """Return whose points those are: a success says no more."""
    return NaverPoints(attempt_id=op.attempt_id if op is not None else "")


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, DepositNaverPoints(attempt_id=tail(request, PAYMENTS)))


def answer(op: DepositNaverPoints | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return failure(result) if isinstance(result, PgbridgeError) else success(None)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show nothing: V1 has no read of points that were given."""
    return (yield from unseen(attempt, channel))
