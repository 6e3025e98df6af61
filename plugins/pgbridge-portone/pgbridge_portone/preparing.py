"""Registering an amount before the buyer pays, first or again: one call on V2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgbridge.errors import PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.money import exponent
from pgbridge.model.page import Prepared
from pgbridge.wire import WireRequest, WireResponse
from pgbridge_portone.accepting import body_of, part
from pgbridge_portone.answering import refused
from pgbridge_portone.asking import need_order, problem, refuse, segment, store_of
from pgbridge_portone.fields import Fields, fields
from pgbridge_portone.shapes.requests import PreRegisterBody

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

FIELDS: Fields = fields(
    {
        "order_id": "path.paymentId",
        "amount": "totalAmount",
        "tax_free": "taxFreeAmount",
        "currency": "currency",
    }
)


def encode(op: Any, channel: Channel) -> WireRequest:
    """Turn the operation into its request.

    :raises RuleViolation: V2 cannot take it
    """
    order_id = need_order(op.order_id, "prepare")
    if op.currency is not None:
        try:
            exponent(op.currency)
        except ValueError:
            message = "must be an ISO 4217 code that can be paid in, such as KRW"
            raise refuse(problem("currency", "currency", message, kind="format"), subject="prepare") from None
    return WireRequest(
        name="pre_register",
        method="POST",
        path=f"/payments/{segment(order_id)}/pre-register",
        body=PreRegisterBody(
            store_id=store_of(channel),
            total_amount=op.amount,
            tax_free_amount=op.tax_free,
            currency=op.currency,
        ),
        params={"paymentId": order_id},
    )


def decode(op: Any, response: WireResponse) -> Prepared:
    """Return what was registered; the answer itself says nothing."""
    del response
    if op is None:
        return Prepared(order_id="")
    return Prepared(order_id=op.order_id, amount=op.amount, tax_free=op.tax_free, currency=op.currency)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """V2 does not show a registered amount: only what the ledger has as done can be told, and absence says nothing."""
    del channel
    yield from ()
    if attempt.state != "done":
        return Sighting(absence_counts=False)
    result = Prepared(
        order_id=attempt.order_id or attempt.vendor_id,
        amount=attempt.amount,
        tax_free=attempt.tax_free,
        currency=attempt.currency,
    )
    return Sighting(items=(Seen(id=attempt.vendor_id, state="done", result=result),), absence_counts=False)


def arguments(request: WireRequest) -> tuple[dict[str, Any], str | None, tuple[str, ...]]:
    """Return the operation's arguments, the store and the unread fields of a request."""
    body, unknown = body_of(request, PreRegisterBody)
    given = {
        "order_id": part(request, 1),
        "amount": body.total_amount,
        "tax_free": body.tax_free_amount,
        "currency": None if body.currency is None else body.currency.removeprefix("CURRENCY_"),
    }
    return given, body.store_id, unknown


def answer(op: Any, result: Prepared | PgbridgeError) -> WireResponse:
    """Write the answer: an empty object."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    return WireResponse(status=200, body=b"{}", headers={"content-type": "application/json"})
