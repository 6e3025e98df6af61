"""`POST /payments/{paymentId}/instant` with `method.card`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone import charging
from pgbridge_portone.accepting import body_of, part, terms_from
from pgbridge_portone.answering import answered, declined, refused
from pgbridge_portone.asking import (
    channel_problem,
    problem,
    refuse,
    segment,
    store_of,
    terms_problems,
)
from pgbridge_portone.convert.customer import customer_input
from pgbridge_portone.convert.terms import terms_input
from pgbridge_portone.fields import CARD, INSTANT, fields
from pgbridge_portone.shapes.answers import PaidShape, PaidSummary
from pgbridge_portone.shapes.requests import AmountInput, CardInput, InstantBody, MethodInput
from pgbridge_portone.words import PRODUCT_TYPE_OUT

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.model.payment import Payment

OPERATION = ChargeCard
ENDPOINTS = ("POST /payments/{paymentId}/instant",)
APPROXIMATIONS = ("PortOne V2 answers a charge with a summary, so the payment is read after it",)
FIELDS = fields(
    INSTANT,
    CARD,
    {
        "installment_months": "method.card.installmentMonth",
        "interest_free_by_merchant": "method.card.useFreeInterestFromMerchant",
        "free_installment_plan": "method.card.useFreeInstallmentPlan",
        "use_card_point": "method.card.useCardPoint",
        "three_d_secure": None,
        "three_d_secure.charge_id": None,
        "three_d_secure.token": None,
        "save_as": None,
    },
)
prior, settle, complete = charging.prior, charging.settle, charging.complete


def encode(op: ChargeCard, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    amount, card = op.amount, op.card
    group = op.channel_group or channel.group
    if (
        not op.order_name
        or amount.currency != "KRW"
        or op.locale is not None
        or not (op.product_type is None or op.product_type in PRODUCT_TYPE_OUT)
        or card.cvc is not None
        or card.expiry[:2] != "20"
        or card.expiry[4:5] != "-"
        or not (group or channel.key)
    ):
        check(op, group or channel.key)
    extra = terms_input(op)
    if op.cultural_expense is not None:
        extra["is_cultural_expense"] = op.cultural_expense
    if op.escrow is not None:
        extra["is_escrow"] = op.escrow
    if store := store_of(channel):
        extra["store_id"] = store
    if group:
        extra["channel_group_id"], extra["channel_key"] = group, None
    body = InstantBody(
        method=MethodInput(card=card_input(op)),
        order_name=op.order_name or "",
        amount=AmountInput(total=amount.total, tax_free=amount.tax_free, vat=amount.vat),
        currency=amount.currency,
        channel_key=channel.key,
        customer=customer_input(op.customer),
        custom_data=op.custom_data,
    )
    return WireRequest(
        name="instant",
        method="POST",
        path=f"/payments/{segment(op.order_id)}/instant",
        body=msgspec.structs.replace(body, **extra) if extra else body,
        params={"paymentId": op.order_id},
    )


def card_input(op: ChargeCard) -> CardInput:
    """Return the card, and how it is to be charged."""
    credential = charging.credential(op.card)
    if (
        op.free_installment_plan is None
        and op.interest_free_by_merchant is None
        and op.use_card_point is None
    ):
        return CardInput(credential=credential, installment_month=op.installment_months)
    return CardInput(
        credential=credential,
        installment_month=op.installment_months,
        use_free_installment_plan=op.free_installment_plan,
        use_free_interest_from_merchant=op.interest_free_by_merchant,
        use_card_point=op.use_card_point,
    )


def check(op: ChargeCard, channel: str | None) -> None:
    """List everything that V2 cannot take of the operation.

    :raises RuleViolation: there is something
    """
    problems = terms_problems(op) + charging.card_problems(op.card)
    if not channel:
        problems.append(channel_problem())
    if problems:
        raise refuse(*problems, subject="charge")


def decode(op: ChargeCard | None, response: WireResponse) -> Payment:
    """Return the paid payment as far as the answer tells."""
    return charging.summary_of(op, response)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it is no charge of a card, or cannot be read
    """
    request = requests[0]
    body, unknown = body_of(request, InstantBody)
    card = body.method.card
    if card is None:
        raise refuse(problem("method", "method.card", "this operation charges a card"), subject="instant")
    op = ChargeCard(
        order_id=part(request, 1),
        card=charging.card_from(card.credential),
        installment_months=card.installment_month,
        interest_free_by_merchant=card.use_free_interest_from_merchant,
        free_installment_plan=card.use_free_installment_plan,
        use_card_point=card.use_card_point,
        escrow=body.is_escrow,
        cultural_expense=body.is_cultural_expense,
        channel_group=body.channel_group_id,
        **terms_from(body),
    )
    return Accepted(op=op, channel_key=body.channel_key, store_id=body.store_id, unknown=unknown)


def answer(op: ChargeCard | None, result: Payment | PgbridgeError) -> WireResponse:
    """Write the result as V2 answers it: a summary, or the PG's refusal."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    if result.status == "failed":
        return declined(result)
    return answered(PaidShape(payment=PaidSummary(pg_tx_id=result.pg_tx_id, paid_at=result.paid_at)))
