"""`channels.list`: `GET /users/pg`."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.account import ChannelSetting
from pgbridge.model.channel import Channel
from pgbridge.operations.channels.list import ListChannels
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import accepted
from pgbridge_iamport.lookups import get
from pgbridge_iamport.shapes.account import ChannelShape

OPERATION = ListChannels
ENDPOINTS = ("GET /users/pg",)
FIELDS: dict[str, str | None] = {}
READER = Reader(ChannelShape)


def encode(op: ListChannels, channel: Channel) -> WireRequest:  # noqa: ARG001 - it asks for nothing in particular
    """Write the request."""
    return get("/users/pg", channel)


def decode(op: ListChannels | None, response: WireResponse) -> tuple[ChannelSetting, ...]:  # noqa: ARG001
    """Read the channels."""
    return tuple(setting(it) for it, _ in READER.several(response.body))


def setting(it: ChannelShape) -> ChannelSetting:
    """Return a channel.

    :raises BadAnswer: it does not say of which PG
    """
    if it.pg_provider is None:
        raise BadAnswer("PortOne V1 listed a channel without its PG", reason="bad_answer")
    return ChannelSetting(
        pg_provider=it.pg_provider.upper(),
        pg_merchant_id=it.pg_id,
        live=None if it.sandbox is None else not it.sandbox,
        type=it.type,
        name=it.channel_name,
        key=it.channel_key,
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, ListChannels())


def answer(op: ListChannels | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(
        [
            ChannelShape(
                pg_provider=it.pg_provider.lower(),
                pg_id=it.pg_merchant_id,
                sandbox=None if it.live is None else not it.live,
                type=it.type,
                channel_name=it.name,
                channel_key=it.key,
            )
            for it in result
        ]
    )
