"""Carries out an endpoint's steps in a thread, for Django and Flask."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from pgbridge.adapters.handling import Endpoint, Handle, Inbound, Keep, Read
from pgbridge.errors import PgbridgeError
from pgbridge.model.delivery import Reply
from pgbridge.model.payment import Payment
from pgbridge.model.webhook import Approve, ConfirmRequest, Reject, WebhookEvent

if TYPE_CHECKING:
    from pgbridge.client import Bridge
    from pgbridge.inbox import Inbox

Handler = Callable[[WebhookEvent, Payment | None], object]
Confirm = Callable[[ConfirmRequest], Approve | Reject]


def answer(
    endpoint: Endpoint,
    request: Inbound,
    handler: Handler | None,
    confirm: Confirm | None,
    bridge: Bridge | None,
    inbox: Inbox | None,
) -> Reply:
    """Answer one delivery."""
    steps = endpoint.steps(request)
    bridge = bridge or (inbox.bridge if inbox is not None else None)
    advance = partial(next, steps)
    while True:
        try:
            step = advance()
        except StopIteration as done:
            reply: Reply = done.value
            return reply
        if isinstance(step, Read):
            assert bridge is not None  # `endpoint` demands it
            try:
                advance = partial(
                    steps.send,
                    bridge.execute(step.operation, channel=endpoint.channel, deadline=step.deadline),
                )
            except PgbridgeError as error:
                advance = partial(steps.throw, error)
        elif isinstance(step, Handle):
            assert handler is not None  # `endpoint` demands it, or an inbox
            handler(step.event, step.payment)
            advance = partial(steps.send, None)
        elif isinstance(step, Keep):
            assert inbox is not None  # nothing is kept without it
            advance = partial(steps.send, inbox.keep(step.event, channel=endpoint.channel))
        else:
            assert confirm is not None  # no question is asked without it
            advance = partial(steps.send, confirm(step.request))
