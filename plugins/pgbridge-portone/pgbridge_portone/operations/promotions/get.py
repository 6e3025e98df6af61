"""`GET /promotions/{promotionId}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.promotion import Discount, Promotion
from pgbridge.operations.promotions.get import GetPromotion
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import segment
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.promotions import (
    PartitionShape,
    PolicyShape,
    PromotionShape,
    RecoverShape,
    SchemeShape,
)
from pgbridge_portone.times import utc

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetPromotion
ENDPOINTS = ("GET /promotions/{promotionId}",)
FIELDS = fields({"promotion_id": "path.promotionId"})
PROMOTION = msgspec.json.Decoder(PromotionShape)
RECOVER, NO_RECOVER = "RECOVER", "NO_RECOVER"
RECOVERS = {RECOVER: True, NO_RECOVER: False}


def encode(op: GetPromotion, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: no path can hold the id
    """
    del channel
    return WireRequest(method="GET", path=f"/promotions/{segment(op.promotion_id)}")


def decode(op: GetPromotion | None, response: WireResponse) -> Promotion:
    """Return the promotion."""
    del op
    it = parse(response.body, PROMOTION)
    policy, recover = it.discount_policy, it.recover_option
    return Promotion(
        id=it.id,
        type=it.type.lower(),
        name=it.name,
        status=it.status.lower() if it.status else None,
        currency=it.currency or "KRW",
        discounts=tuple(discount_of(each) for each in (policy.partitions if policy else None) or ()),
        budget=it.total_budget,
        spent=it.spent_amount,
        max_discount=it.max_discount_amount,
        card_company=it.card_company,
        recover=RECOVERS.get(recover.type or "") if recover is not None else None,
        starts_at=utc(it.start_at),
        ends_at=utc(it.end_at),
        terminated_at=utc(it.terminated_at),
        created_at=utc(it.created_at),
        store_id=it.store_id,
        wire=response.body,
    )


def discount_of(it: PartitionShape) -> Discount:
    """Return what is taken off from an amount on; of a kind that nobody knew only the kind."""
    scheme = it.scheme
    if scheme is None:
        return Discount(amount_from=it.amount_from or 0, type="")
    value = scheme.amount if scheme.amount is not None else scheme.percent
    return Discount(amount_from=it.amount_from or 0, type=scheme.type.lower(), value=value)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    return Accepted(op=GetPromotion(promotion_id=part(requests[0], 1)))


def answer(op: GetPromotion | None, result: Promotion | PgbridgeError) -> WireResponse:
    """Write the promotion as V2 answers it."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "PROMOTION_NOT_FOUND")
    partitions = tuple(
        PartitionShape(
            amount_from=it.amount_from,
            scheme=SchemeShape(type=it.type.upper(), **{it.type: it.value}),
        )
        if it.type in ("amount", "percent")
        else PartitionShape(amount_from=it.amount_from, scheme=SchemeShape(type=it.type.upper()))
        for it in result.discounts
    )
    recover = None if result.recover is None else RecoverShape(type=RECOVER if result.recover else NO_RECOVER)
    return answered(
        PromotionShape(
            type=result.type.upper(),
            id=result.id,
            store_id=result.store_id,
            name=result.name,
            discount_policy=PolicyShape(partitions=partitions),
            total_budget=result.budget,
            max_discount_amount=result.max_discount,
            spent_amount=result.spent,
            currency=result.currency,
            start_at=result.starts_at,
            end_at=result.ends_at,
            terminated_at=result.terminated_at,
            card_company=result.card_company,
            status=result.status.upper() if result.status else None,
            created_at=result.created_at,
            recover_option=recover,
        )
    )
