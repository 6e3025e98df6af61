"""KCP Quick Pay: members, and transactions announced beforehand."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from pgbridge.errors import PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.page import Prepared
from pgbridge.model.wallets import KcpQuickMember
from pgbridge.operations.kcpquick.registration import KcpQuickRegistration
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.carried import Fields
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, accepted, tail
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.refusal import (
    MOST_ORDER_ID,
    Problems,
    check_length,
    check_lengths,
    problem,
    refuse,
)
from pgbridge_iamport.shapes.wallets import QuickMemberShape, QuickPrepareBody
from pgbridge_iamport.times import epoch, happened

Read = QuickMemberShape[datetime]
READER: Reader[Read] = Reader(Read)
MEMBERS = "/kcpquick/members/"
PREPARE = "/kcpquick/prepare/"
R = TypeVar("R", bound=KcpQuickRegistration)
REGISTRATION: Fields = {
    "order_id": "path.merchant_uid",
    "transaction_id": "btid",
    "customer_ip": "cust_ip",
    "code_verifier": "code_verifier",
    "prepaid_auth": "prepaid_auth_yn",
    "prepaid_amount": "prepaid_amount",
    "vendor_type": "vender_type",
    "reward_id": "reward_id",
}
LIMITS = (
    ("btid", 20, "transaction_id"),
    ("code_verifier", 200, "code_verifier"),
    ("vender_type", 20, "vendor_type"),
    ("reward_id", 20, "reward_id"),
)
MOST_PREPAID = 999_999_999


def registration_request(op: KcpQuickRegistration, channel: Channel, method: str) -> WireRequest:
    """Write what is announced.

    :raises RuleViolation: a text is too long, or the prepaid amount is missing or too big
    """
    problems: Problems = []
    body = QuickPrepareBody(
        btid=op.transaction_id,
        cust_ip=op.customer_ip,
        code_verifier=op.code_verifier,
        prepaid_auth_yn=None if op.prepaid_auth is None else "Y" if op.prepaid_auth else "N",
        prepaid_amount=op.prepaid_amount,
        vender_type=op.vendor_type,
        reward_id=op.reward_id,
    )
    check_length(op.order_id, MOST_ORDER_ID, "merchant_uid", "order_id", problems)
    check_lengths(body, LIMITS, problems)
    if op.prepaid_auth and op.prepaid_amount is None:
        message = "prepaid_amount: authorising prepaid money needs it"
        problems.append(problem("prepaid_amount", "required", message, neutral="prepaid_amount"))
    if op.prepaid_amount is not None and not 0 <= op.prepaid_amount <= MOST_PREPAID:
        message = "prepaid_amount: won, of at most nine digits"
        problems.append(problem("prepaid_amount", "max", message, neutral="prepaid_amount"))
    refuse(problems, op.name)
    return WireRequest(
        method=method,
        path=f"{PREPARE}{quote(op.order_id, safe='')}",
        body=body,
        headers=headers(channel),
        params={"merchant_uid": op.order_id},
    )


def registered(op: KcpQuickRegistration | None) -> Prepared:
    """Return what is announced now: a success says no more than that it is."""
    if op is None:
        return Prepared(order_id="")
    currency = None if op.prepaid_amount is None else "KRW"
    return Prepared(order_id=op.order_id, amount=op.prepaid_amount, currency=currency)


def accept_registration(request: WireRequest, kind: type[R]) -> Accepted:
    """Read a foreign request."""
    form = Form.of(request)
    op = kind(
        order_id=tail(request, PREPARE),
        transaction_id=form.need("btid"),
        customer_ip=form.need("cust_ip"),
        code_verifier=form.need("code_verifier"),
        prepaid_auth=form.flag("prepaid_auth_yn"),
        prepaid_amount=form.integer("prepaid_amount"),
        vendor_type=form.text("vender_type"),
        reward_id=form.text("reward_id"),
    )
    return accepted(request, op, forms=(form,))


def member_path(member_id: str) -> str:
    """Return the path of a member."""
    return f"{MEMBERS}{quote(member_id, safe='')}"


def decode_member(body: bytes, member_id: str | None) -> KcpQuickMember:
    """Read a member as it was; the one that was asked for, where the answer does not say."""
    it = READER.one(body)
    return KcpQuickMember(
        member_id=it.member_id or member_id or "",
        pg_provider=it.pg_provider.upper() if it.pg_provider else None,
        pg_merchant_id=it.pg_id,
        registered_at=happened(it.inserted),
        updated_at=happened(it.updated),
    )


def answer_member(result: Any) -> WireResponse:
    """Write a member, or the error in its place."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(
        QuickMemberShape[int](
            member_id=result.member_id,
            pg_provider=result.pg_provider.lower() if result.pg_provider else None,
            pg_id=result.pg_merchant_id,
            inserted=epoch(result.registered_at),
            updated=epoch(result.updated_at),
        )
    )


def answer_registration(result: Any) -> WireResponse:
    """Write that it is announced, or the error in its place."""
    return failure(result) if isinstance(result, PgbridgeError) else success(None)
