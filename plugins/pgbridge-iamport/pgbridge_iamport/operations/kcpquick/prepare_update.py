"""`kcpquick.prepare.update`: `PUT /kcpquick/prepare/{merchant_uid}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.page import Prepared
from pgbridge.operations.kcpquick.prepare_update import UpdateKcpQuickPrepare
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.bound import unseen
from pgbridge_iamport.quick import (
    REGISTRATION,
    accept_registration,
    answer_registration,
    registered,
    registration_request,
)

OPERATION, FIELDS = UpdateKcpQuickPrepare, REGISTRATION
ENDPOINTS = ("PUT /kcpquick/prepare/{merchant_uid}",)


def encode(op: UpdateKcpQuickPrepare, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: a text is too long, or the prepaid amount is missing or too big
    """
    return registration_request(op, channel, "PUT")


def decode(op: UpdateKcpQuickPrepare | None, response: WireResponse) -> Prepared:  # noqa: ARG001
    """Return what is announced now."""
    return registered(op)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accept_registration(request, UpdateKcpQuickPrepare)


def answer(op: UpdateKcpQuickPrepare | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_registration(result)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show nothing: V1 has no read of what was announced."""
    return (yield from unseen(attempt, channel))
