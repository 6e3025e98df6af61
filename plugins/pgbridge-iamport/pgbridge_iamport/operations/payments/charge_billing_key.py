"""`payments.charge_billing_key`: `POST /subscribe/payments/again`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.channel import Channel
from pgbridge.model.payment import Payment
from pgbridge.operations.base import key_id
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.wire import Accepted, Flow, Prior, WireRequest, WireResponse
from pgbridge_iamport.carried import HARMLESS, KEY_TERMS
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import charges_before, charges_seen, headers
from pgbridge_iamport.payments import decode_payment
from pgbridge_iamport.refusal import (
    MOST_CHANNEL_KEY,
    MOST_CUSTOMER_UID,
    ORDER_LIMITS,
    Problems,
    check_lengths,
    problem,
    refuse,
)
from pgbridge_iamport.shapes.requests import AgainBody
from pgbridge_iamport.terms import accepted_terms, key_fields
from pgbridge_iamport.written import answer_payment

OPERATION = ChargeBillingKey
ENDPOINTS = ("POST /subscribe/payments/again",)
FIELDS = {
    **KEY_TERMS,
    "order_id": "merchant_uid",
    "billing_key": "customer_uid",
    "pin_channel": "channel_key",
}
DROPPED = HARMLESS
LIMITS = (
    *ORDER_LIMITS,
    ("customer_uid", MOST_CUSTOMER_UID, "billing_key"),
    ("channel_key", MOST_CHANNEL_KEY, "pin_channel"),
)


def encode(op: ChargeBillingKey, channel: Channel) -> WireRequest:
    """Write the request. The key is bound to its PG already: a channel key only pins one of a super key's.

    :raises RuleViolation: V1 cannot carry it
    """
    problems: Problems = []
    body = AgainBody(
        customer_uid=key_id(op.billing_key),
        merchant_uid=op.order_id,
        channel_key=op.pin_channel,
        **key_fields(op, channel, problems),
    )
    if not op.order_name:
        problems.append(
            problem("name", "required", "order_name: this V1 call needs it", neutral="order_name")
        )
    check_lengths(body, LIMITS, problems)
    refuse(problems, op.name)
    return WireRequest(
        method="POST", path="/subscribe/payments/again", name="again", body=body, headers=headers(channel)
    )


def decode(op: ChargeBillingKey | None, response: WireResponse) -> Payment:  # noqa: ARG001
    """Read the payment: `code` 0 is no proof that it is paid, its status says so."""
    return decode_payment(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.of(request)
    pin = form.text("channel_key")
    op = ChargeBillingKey(
        # Of any length: V1 looks the key up first, as older clients' tests expect.
        order_id=form.need("merchant_uid"),
        billing_key=form.need("customer_uid"),
        pin_channel=pin,
        **accepted_terms(form),
    )
    return accepted(request, op, forms=(form,), channel_key=pin)


def answer(op: ChargeBillingKey | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_payment(result)


def prior(op: ChargeBillingKey, channel: Channel) -> Flow[Prior]:
    """List the attempts there are, so that none of them is taken for ours."""
    return Prior(op=op, sighting=(yield from charges_before(op.order_id, channel)))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """List the attempts under the order id that went out."""
    return (yield from charges_seen(attempt.vendor_id, channel, attempt))
