"""`kcpquick.fido.release`: `POST /kcpquick/members/{member_id}/fido/release`."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.errors import PgbridgeError
from pgbridge.masking import masked
from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.wallets import KcpQuickMember
from pgbridge.operations.kcpquick.fido_release import ReleaseKcpQuickFido
from pgbridge.wire import Accepted, Flow, Judgement, WireRequest, WireResponse
from pgbridge_iamport.bound import need_channel, unseen
from pgbridge_iamport.envelope import UNREADABLE, failure, success
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.judge import judge as by_status
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.quick import MEMBERS, decode_member, member_path
from pgbridge_iamport.refusal import Problems, refuse
from pgbridge_iamport.shapes.wallets import ChannelBody

OPERATION = ReleaseKcpQuickFido
ENDPOINTS = ("POST /kcpquick/members/{member_id}/fido/release",)
FIELDS = {"member_id": "path.member_id"}
ANSWERED = 200


class Refused(Struct, frozen=True, kw_only=True):
    """What KCP said instead of releasing it."""

    code: Any = None
    message: Any = None


class Failure(Struct, frozen=True, kw_only=True):
    """The part of an answer that is there only when KCP refused."""

    error: Refused | None = None


def encode(op: ReleaseKcpQuickFido, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: the channel has no key
    """
    problems: Problems = []
    body = ChannelBody(channel_key=need_channel(channel, problems))
    refuse(problems, op.name)
    return WireRequest(
        method="POST",
        path=f"{member_path(op.member_id)}/fido/release",
        body=body,
        headers=headers(channel),
        params={"member_id": op.member_id},
    )


def judge(response: WireResponse) -> Judgement | None:
    """Judge an answer: the page of this call says that HTTP 200 with a code other than 0 is KCP's refusal."""
    judged = by_status(response)
    if judged is None or judged.kind != "error" or response.status != ANSWERED:
        return judged
    try:
        said = msgspec.json.decode(response.body, type=Failure).error or Refused()
    except UNREADABLE:
        said = Refused()
    error = judged.error
    error.pg_code = masked(said.code) if isinstance(said.code, str) else None
    error.pg_message = masked(said.message) if isinstance(said.message, str) else error.pg_message
    return Judgement(kind="refused", error=error)


def decode(op: ReleaseKcpQuickFido | None, response: WireResponse) -> KcpQuickMember:
    """Read whose login it was."""
    return decode_member(response.body, op.member_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = ReleaseKcpQuickFido(member_id=tail(request, MEMBERS))
    return accepted(request, op, channel_key=form.text("channel_key"), forms=(form,))


def answer(op: ReleaseKcpQuickFido | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success({"member_id": result.member_id})


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show nothing: V1 has no read of it."""
    return (yield from unseen(attempt, channel))
