"""`payments.charge_card`: `POST /subscribe/payments/onetime`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.operations.base import ThreeDSecure
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport import codes
from pgbridge_iamport.cards import accepted_card, grouped
from pgbridge_iamport.carried import CARD, CARD_TERMS, HARMLESS
from pgbridge_iamport.form import Form, accepted, wrong
from pgbridge_iamport.lookups import charges_before, charges_seen, headers
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import (
    MOST_CHANNEL_KEY,
    MOST_CUSTOMER_UID,
    MOST_PG,
    ORDER_LIMITS,
    Problems,
    check_length,
    check_lengths,
    coded,
    major,
    missing_setting,
    one_url,
    refuse,
    total,
)
from pgbridge_iamport.shapes.requests import OnetimeBody
from pgbridge_iamport.terms import accepted_terms, buyer_name, json_text
from pgbridge_iamport.written import answer_payment

OPERATION = ChargeCard
ENDPOINTS = ("POST /subscribe/payments/onetime",)
FIELDS = {
    **CARD_TERMS,
    **CARD,
    "order_id": "merchant_uid",
    "channel_group": "channelGroupId",
    "save_as": "customer_uid",
    "three_d_secure.charge_id": "secure_3d_charge_id",
    "three_d_secure.token": "secure_3d_token",
}
DROPPED = HARMLESS
LIMITS = (
    *ORDER_LIMITS,
    ("customer_uid", MOST_CUSTOMER_UID, "save_as"),
    ("pg", MOST_PG, "channel.pg"),
)


def encode(op: ChargeCard, channel: Channel) -> WireRequest:
    """Write the request. V1 chooses the PG of this call by `pg` alone, so a channel key is no use here.

    :raises RuleViolation: V1 cannot carry it, or the channel has no `pg`
    """
    problems: Problems = []
    amount, customer, secure = op.amount, op.customer, op.three_d_secure
    currency = amount.currency
    group = op.channel_group or channel.group
    pg = None if group else channel.pg
    if group is None and pg is None:
        missing_setting(channel, "pg", "pg", problems)
    body = OnetimeBody(
        merchant_uid=op.order_id,
        amount=total(amount, problems),
        card_number=grouped(op.card),
        expiry=op.card.expiry,
        currency=currency,
        tax_free=major(amount.tax_free, currency, "tax_free", "amount.tax_free", problems),
        vat_amount=major(amount.vat, currency, "vat_amount", "amount.vat", problems),
        birth=op.card.birth_or_business_number,
        pwd_2digit=op.card.password_digits,
        cvc=op.card.cvc,
        customer_uid=op.save_as,
        pg=pg,
        channelGroupId=group,
        name=op.order_name,
        buyer_name=buyer_name(customer, channel),
        buyer_email=customer.email,
        buyer_tel=customer.phone,
        buyer_addr=customer.one_line_address,
        buyer_postcode=customer.postcode,
        card_quota=op.installment_months,
        interest_free_by_merchant=op.interest_free_by_merchant,
        use_card_point=op.use_card_point,
        custom_data=op.custom_data,
        notice_url=one_url(op.notice_urls, problems) if op.notice_urls else None,
        browser_ip=op.browser_ip,
        secure_3d_charge_id=secure.charge_id if secure is not None else None,
        secure_3d_token=secure.token if secure is not None else None,
        product_type=coded(
            codes.PRODUCT_TYPE_CODES, op.product_type, "product_type", "product_type", problems
        )
        if op.product_type is not None
        else None,
        promotion_id=op.promotion_id,
        bypass=json_text(op.bypass) if op.bypass is not None else None,
    )
    check_lengths(body, LIMITS, problems)
    if group is not None:
        check_length(group, MOST_CHANNEL_KEY, "channelGroupId", "channel_group", problems)
    if problems:
        refuse(problems, op.name)
    return WireRequest(
        method="POST", path="/subscribe/payments/onetime", name="onetime", body=body, headers=headers(channel)
    )


def decode(op: ChargeCard | None, response: WireResponse) -> Payment:  # noqa: ARG001 - the answer says it all
    """Read the payment: `code` 0 is no proof that it is paid, its status says so."""
    return decode_payment(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    card = accepted_card(form)
    if card is None:
        raise wrong("card_number", "is required")
    terms: dict[str, Any] = accepted_terms(form)
    terms.pop("extra")
    charge, proof = form.text("secure_3d_charge_id"), form.text("secure_3d_token")
    op = ChargeCard(
        order_id=form.order_id(),
        card=card,
        save_as=form.text("customer_uid"),
        channel_group=form.text("channelGroupId"),
        three_d_secure=ThreeDSecure(charge_id=charge or "", token=proof or "")
        if charge is not None or proof is not None
        else None,
        **terms,
    )
    return accepted(request, op, forms=(form,), pg=form.text("pg"))


def answer(op: ChargeCard | None, result: Any) -> WireResponse:  # noqa: ARG001 - a payment says it all
    """Write a result as V1 answers it."""
    return answer_payment(result)


def prior(op: ChargeCard, channel: Channel) -> Flow[Prior]:
    """List the attempts there are, so that none of them is taken for ours."""
    return Prior(op=op, sighting=(yield from charges_before(op.order_id, channel)))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """List the attempts under the order id that went out."""
    return (yield from charges_seen(attempt.vendor_id, channel, attempt))
