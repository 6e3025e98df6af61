"""`GET /checkout-profiles/evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.checkout import CheckoutMethod
from pgbridge.operations.checkout_profiles.evaluate import EvaluateCheckoutProfile
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.checkout import MethodShape, MethodsShape

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = EvaluateCheckoutProfile
ENDPOINTS = ("GET /checkout-profiles/evaluate",)
FIELDS = fields(
    {
        "profile": "query.profileKey",
        "country": "query.country",
        "amount": "query.amount",
        "currency": "query.currency",
    }
)
METHODS = msgspec.json.Decoder(MethodsShape)


def encode(op: EvaluateCheckoutProfile, channel: Channel) -> WireRequest:
    """Turn the operation into its request."""
    del channel
    given = (
        ("profileKey", op.profile),
        ("country", op.country),
        ("currency", op.currency),
        ("amount", str(op.amount)),
    )
    return WireRequest(method="GET", path="/checkout-profiles/evaluate", query=given)


def decode(op: EvaluateCheckoutProfile | None, response: WireResponse) -> tuple[CheckoutMethod, ...]:
    """Return the means of payment."""
    del op
    return tuple(
        CheckoutMethod(payment_method=it.payment_method, channel_key=it.channel_key)
        for it in parse(response.body, METHODS).methods or ()
    )


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request.

    :raises RuleViolation: it lacks something
    """
    given = query(requests[0])
    amount = given.get("amount", "")
    if not (amount.isascii() and amount.isdigit()):
        message = "must be a whole number of minor units"
        raise refuse(problem("amount", "query.amount", message, neutral="amount"), subject="evaluate")
    op = EvaluateCheckoutProfile(
        profile=given.get("profileKey", ""),
        country=given.get("country", ""),
        amount=int(amount),
        currency=given.get("currency", ""),
    )
    return Accepted(op=op)


def answer(
    op: EvaluateCheckoutProfile | None, result: tuple[CheckoutMethod, ...] | PgbridgeError
) -> WireResponse:
    """Write the means of payment as V2 answers them."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "PROFILE_SETTINGS_NOT_FOUND")
    methods = (MethodShape(payment_method=it.payment_method, channel_key=it.channel_key) for it in result)
    return answered(MethodsShape(methods=tuple(methods)))
