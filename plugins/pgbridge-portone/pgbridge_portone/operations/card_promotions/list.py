"""`GET /payment-gateways/card-promotion`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.promotion import CardPromotion
from pgbridge.operations.card_promotions.list import ListCardPromotions
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.promotions import PgPromotionShape, PgPromotionsShape

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = ListCardPromotions
ENDPOINTS = ("GET /payment-gateways/card-promotion",)
FIELDS = fields({"amount": "query.amount", "card_company": "query.cardCompany"})
PROMOTIONS = msgspec.json.Decoder(PgPromotionsShape)


def encode(op: ListCardPromotions, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: the channel has no key
    """
    if not channel.key:
        message = "promotions are those of a channel: set key = ... on it"
        raise refuse(problem("channel-key", "query.channelKey", message, neutral="channel"), subject="list")
    company = (("cardCompany", op.card_company),) if op.card_company is not None else ()
    given = (("channelKey", channel.key), ("amount", str(op.amount)), *company)
    return WireRequest(method="GET", path="/payment-gateways/card-promotion", query=given)


def decode(op: ListCardPromotions | None, response: WireResponse) -> tuple[CardPromotion, ...]:
    """Return the promotions."""
    del op
    return tuple(
        CardPromotion(
            id=it.promotion_id,
            card_company=it.card_company or "",
            discount=it.discount_amount or 0,
            minimum_amount=it.minimum_payment_amount or 0,
        )
        for it in parse(response.body, PROMOTIONS).promotions or ()
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it names no amount
    """
    given = query(requests[0])
    amount = given.get("amount", "")
    if not (amount.isascii() and amount.isdigit()):
        message = "must be a whole number of minor units"
        raise refuse(problem("amount", "query.amount", message, neutral="amount"), subject="list")
    op = ListCardPromotions(amount=int(amount), card_company=given.get("cardCompany"))
    return Accepted(op=op, channel_key=given.get("channelKey"))


def answer(op: ListCardPromotions | None, result: tuple[CardPromotion, ...] | PgbridgeError) -> WireResponse:
    """Write the promotions as V2 answers them."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "CHANNEL_NOT_FOUND")
    return answered(
        PgPromotionsShape(
            promotions=tuple(
                PgPromotionShape(
                    promotion_id=it.id,
                    card_company=it.card_company,
                    discount_amount=it.discount,
                    minimum_payment_amount=it.minimum_amount,
                )
                for it in result
            )
        )
    )
