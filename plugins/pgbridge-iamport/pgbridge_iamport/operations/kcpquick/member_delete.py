"""`kcpquick.member.delete`: `DELETE /kcpquick/members/{member_id}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.wallets import KcpQuickMember
from pgbridge.operations.kcpquick.member_delete import DeleteKcpQuickMember
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.bound import unseen
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.quick import MEMBERS, answer_member, decode_member, member_path
from pgbridge_iamport.refusal import Problems, check_length, refuse

OPERATION = DeleteKcpQuickMember
ENDPOINTS = ("DELETE /kcpquick/members/{member_id}",)
FIELDS = {
    "member_id": "path.member_id",
    "site_code": "query.site_code",
    "partner_type": "query.partner_type",
    "partner_subtype": "query.partner_subtype",
}
MOST = 80


def encode(op: DeleteKcpQuickMember, channel: Channel) -> WireRequest:
    """Write the request; V1 wants an `Accept` header on this call.

    :raises RuleViolation: a code is too long
    """
    problems: Problems = []
    query = (
        ("site_code", op.site_code),
        ("partner_type", op.partner_type),
        ("partner_subtype", op.partner_subtype),
    )
    for name, value in query:
        check_length(value, MOST, name, name, problems)
    refuse(problems, op.name)
    return WireRequest(
        method="DELETE",
        path=member_path(op.member_id),
        query=query,
        headers=(*headers(channel), ("accept", "application/json")),
        params={"member_id": op.member_id, **dict(query)},
    )


def decode(op: DeleteKcpQuickMember | None, response: WireResponse) -> KcpQuickMember:
    """Read who is gone."""
    return decode_member(response.body, op.member_id if op is not None else None)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.query(request)
    op = DeleteKcpQuickMember(
        member_id=tail(request, MEMBERS),
        site_code=form.need("site_code"),
        partner_type=form.need("partner_type"),
        partner_subtype=form.need("partner_subtype"),
    )
    return accepted(request, op)


def answer(op: DeleteKcpQuickMember | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_member(result)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Show nothing: V1 has no read of a member."""
    return (yield from unseen(attempt, channel))
