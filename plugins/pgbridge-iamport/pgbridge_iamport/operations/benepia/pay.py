"""`benepia.pay`: `POST /benepia/payment`."""

from __future__ import annotations

from pgbridge.model.channel import Channel
from pgbridge.model.customer import Customer
from pgbridge.model.wallets import BenepiaAccount
from pgbridge.operations.benepia.pay import PayBenepia
from pgbridge.wire import Accepted, WireRequest
from pgbridge_iamport import own_charges
from pgbridge_iamport.bound import need_channel
from pgbridge_iamport.carried import BUYER
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import headers
from pgbridge_iamport.own_charges import OWN_CHARGE, accepted_charge, won
from pgbridge_iamport.refusal import ORDER_LIMITS, Problems, check_lengths, refuse
from pgbridge_iamport.shapes.wallets import BenepiaPayBody
from pgbridge_iamport.terms import buyer_name

OPERATION = PayBenepia
ENDPOINTS = ("POST /benepia/payment",)
FIELDS = {
    **OWN_CHARGE,
    **BUYER,
    "account.user": "benepia_user",
    "account.password": "benepia_password",
    "member_code": "benepia_member_code",
    "custom_data": "custom_data",
}
# The shop's own id of the buyer is only a label here: V1 files payments by order id alone.
DROPPED = frozenset(("customer.id",))
decode, answer, prior, settle = (
    own_charges.decode,
    own_charges.answer,
    own_charges.prior,
    own_charges.settle,
)


def encode(op: PayBenepia, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: it pays in another currency, a text is too long, or the channel has no key
    """
    problems: Problems = []
    customer = op.customer
    body = BenepiaPayBody(
        benepia_user=op.account.user,
        benepia_password=op.account.password,
        merchant_uid=op.order_id,
        amount=won(op.amount, problems),
        name=op.order_name,
        channel_key=need_channel(channel, problems),
        benepia_member_code=op.member_code,
        buyer_name=buyer_name(customer, channel),
        buyer_email=customer.email,
        buyer_tel=customer.phone,
        buyer_addr=customer.one_line_address,
        buyer_postcode=customer.postcode,
        notice_url=list(op.notice_urls) or None,
        custom_data=op.custom_data,
    )
    check_lengths(body, ORDER_LIMITS, problems)
    refuse(problems, op.name)
    return WireRequest(method="POST", path="/benepia/payment", body=body, headers=headers(channel))


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    op = PayBenepia(
        account=BenepiaAccount(user=form.need("benepia_user"), password=form.need("benepia_password")),
        member_code=form.text("benepia_member_code"),
        customer=Customer(
            name=form.text("buyer_name"),
            email=form.text("buyer_email"),
            phone=form.text("buyer_tel"),
            address=form.text("buyer_addr"),
            postcode=form.text("buyer_postcode"),
        ),
        custom_data=form.text("custom_data"),
        **accepted_charge(form),
    )
    return accepted(request, op, channel_key=form.text("channel_key"), forms=(form,))
