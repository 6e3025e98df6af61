"""`kcpquick.money.pay`: `POST /kcpquick/payment/money`."""

from __future__ import annotations

from pgbridge.model.channel import Channel
from pgbridge.operations.kcpquick.money_pay import PayKcpQuickMoney
from pgbridge.wire import Accepted, WireRequest
from pgbridge_iamport import own_charges
from pgbridge_iamport.bound import need_channel
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.own_charges import OWN_CHARGE, accepted_charge, won
from pgbridge_iamport.refusal import Problems, check_lengths, one_url, refuse
from pgbridge_iamport.shapes.wallets import QuickMoneyBody

OPERATION = PayKcpQuickMoney
ENDPOINTS = ("POST /kcpquick/payment/money",)
FIELDS = {**OWN_CHARGE, "member_id": "member_id", "pin_attempt_id": "imp_uid"}
LIMITS = (("member_id", 16, "member_id"), ("merchant_uid", 40, "order_id"), ("name", 40, "order_name"))
decode, answer, prior, settle = (
    own_charges.decode,
    own_charges.answer,
    own_charges.prior,
    own_charges.settle,
)


def encode(op: PayKcpQuickMoney, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: it pays in another currency, a text is too long, or the channel has no key
    """
    problems: Problems = []
    body = QuickMoneyBody(
        member_id=op.member_id,
        channel_key=need_channel(channel, problems),
        merchant_uid=op.order_id,
        name=op.order_name,
        amount=won(op.amount, problems),
        imp_uid=op.pin_attempt_id,
        notice_url=one_url(op.notice_urls, problems),
    )
    check_lengths(body, LIMITS, problems)
    refuse(problems, op.name)
    return WireRequest(method="POST", path="/kcpquick/payment/money", body=body, headers=headers(channel))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = PayKcpQuickMoney(
        member_id=form.need("member_id"), pin_attempt_id=form.need("imp_uid"), **accepted_charge(form)
    )
    return accepted(request, op, channel_key=form.text("channel_key"), forms=(form,))
