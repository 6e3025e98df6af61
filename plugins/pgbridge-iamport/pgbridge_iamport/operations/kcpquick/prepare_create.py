"""`kcpquick.prepare.create`: `POST /kcpquick/prepare/{merchant_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.page import Prepared
from pgbridge.operations.kcpquick.prepare_create import PrepareKcpQuick
from pgbridge.wire import Accepted, Flow, Judgement, WireRequest, WireResponse
from pgbridge_iamport.bound import unseen
from pgbridge_iamport.judge import judge as by_status
from pgbridge_iamport.quick import (
    REGISTRATION,
    accept_registration,
    answer_registration,
    registered,
    registration_request,
)

OPERATION, FIELDS = PrepareKcpQuick, REGISTRATION
ENDPOINTS = ("POST /kcpquick/prepare/{merchant_uid}",)
EXISTS = 409


def encode(op: PrepareKcpQuick, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: a text is too long, or the prepaid amount is missing or too big
    """
    return registration_request(op, channel, "POST")


def decode(op: PrepareKcpQuick | None, response: WireResponse) -> Prepared:  # noqa: ARG001
    """Return what is announced now."""
    return registered(op)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accept_registration(request, PrepareKcpQuick)


def answer(op: PrepareKcpQuick | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_registration(result)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show nothing: V1 has no read of what was announced."""
    return (yield from unseen(attempt, channel))


def judge(response: WireResponse) -> Judgement | None:
    """Judge an answer: the page of this call gives 409 for what was announced before, so nothing was changed."""
    judged = by_status(response)
    if judged is None or response.status != EXISTS:
        return judged
    judged.error.reason = "already_prepared"
    return Judgement(kind="refused", error=judged.error)
