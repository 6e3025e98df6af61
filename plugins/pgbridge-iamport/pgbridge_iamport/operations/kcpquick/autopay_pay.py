"""`kcpquick.autopay.pay`: `POST /kcpquick/payment/autopay`."""

from __future__ import annotations

from pgbridge.model.billing_key import VendorKey
from pgbridge.model.channel import Channel
from pgbridge.operations.base import key_id
from pgbridge.operations.kcpquick.autopay_pay import PayKcpQuickAutopay
from pgbridge.wire import Accepted, WireRequest
from pgbridge_iamport import own_charges
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.own_charges import OWN_CHARGE, accepted_charge, won
from pgbridge_iamport.refusal import Problems, check_lengths, one_url, refuse
from pgbridge_iamport.shapes.wallets import QuickAutopayBody

OPERATION = PayKcpQuickAutopay
ENDPOINTS = ("POST /kcpquick/payment/autopay",)
FIELDS = {**OWN_CHARGE, "billing_key": "customer_uid", "buyer_name": "buyer_name"}
LIMITS = (("merchant_uid", 40, "order_id"), ("name", 40, "order_name"), ("buyer_name", 20, "buyer_name"))
decode, answer, prior, settle = (
    own_charges.decode,
    own_charges.answer,
    own_charges.prior,
    own_charges.settle,
)


def encode(op: PayKcpQuickAutopay, channel: Channel) -> WireRequest:
    """Write the request; this call takes JSON only.

    :raises RuleViolation: it pays in another currency, or a text is too long
    """
    problems: Problems = []
    body = QuickAutopayBody(
        customer_uid=key_id(op.billing_key),
        merchant_uid=op.order_id,
        name=op.order_name,
        buyer_name=op.buyer_name,
        amount=won(op.amount, problems),
        notice_url=one_url(op.notice_urls, problems),
    )
    check_lengths(body, LIMITS, problems)
    refuse(problems, op.name)
    return WireRequest(method="POST", path="/kcpquick/payment/autopay", body=body, headers=headers(channel))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = PayKcpQuickAutopay(
        billing_key=VendorKey(id=form.need("customer_uid")),
        buyer_name=form.need("buyer_name"),
        **accepted_charge(form),
    )
    return accepted(request, op, forms=(form,))
