"""`benepia.points`: `POST /benepia/point`."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.wallets import BenepiaAccount, BenepiaPoints
from pgbridge.operations.benepia.points import GetBenepiaPoints
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.bound import need_channel
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.refusal import Problems, refuse
from pgbridge_iamport.shapes.wallets import BenepiaPointBody, PointShape

OPERATION = GetBenepiaPoints
ENDPOINTS = ("POST /benepia/point",)
FIELDS = {"account.user": "benepia_user", "account.password": "benepia_password"}
READER = Reader(PointShape)


def encode(op: GetBenepiaPoints, channel: Channel) -> WireRequest:
    """Write the request: a read, though it goes out as a POST, for a password has no place in a URL.

    :raises RuleViolation: the channel has no key
    """
    problems: Problems = []
    body = BenepiaPointBody(
        benepia_user=op.account.user,
        benepia_password=op.account.password,
        channel_key=need_channel(channel, problems),
    )
    refuse(problems, op.name)
    return WireRequest(method="POST", path="/benepia/point", body=body, headers=headers(channel))


def decode(op: GetBenepiaPoints | None, response: WireResponse) -> BenepiaPoints:  # noqa: ARG001
    """Read the points.

    :raises BadAnswer: it does not say how many
    """
    it = READER.one(response.body)
    if it.point is None:
        raise BadAnswer("PortOne V1 answered points without their number", reason="bad_answer")
    return BenepiaPoints(points=it.point)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    account = BenepiaAccount(user=form.need("benepia_user"), password=form.need("benepia_password"))
    return accepted(
        request, GetBenepiaPoints(account=account), channel_key=form.text("channel_key"), forms=(form,)
    )


def answer(op: GetBenepiaPoints | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(PointShape(point=result.points))
