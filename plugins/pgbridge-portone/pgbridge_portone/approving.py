"""What the merchant approves by hand: payments and billing keys that the buyer has authenticated in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pgbridge.model.attempt import Attempt, Sighting
from pgbridge.model.money import exponent
from pgbridge.wire import Prior
from pgbridge_portone import charging
from pgbridge_portone.asking import problem, read
from pgbridge_portone.convert.payment import read_payment

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.model.payment import Payment
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

# Inferred: what waits for the merchant's word reads READY, as any payment does that has been begun in the browser.
WAITING = "ready"


def testing(channel: Channel) -> bool:
    """Return `isTest`: V2 refuses to approve a payment of the other kind."""
    return channel.connection.environment == "test"


def approval_problems(op: Any, token_field: str) -> list[Violation]:
    """Return what V2 cannot take."""
    found = []
    if not op.token:
        message = "give the token that the browser was given"
        found.append(problem("token", token_field, message, neutral="token"))
    try:
        exponent(op.amount.currency)
    except ValueError:
        message = "must be an ISO 4217 code that can be paid in, such as KRW"
        found.append(problem("currency", "currency", message, neutral="amount.currency", kind="format"))
    return found


def prior(op: Any, channel: Channel) -> Flow[Prior]:
    """Read which attempts ended before: what waits is the very one that is to be approved."""
    found = yield from charging.transactions(op.order_id, channel)
    ended = tuple(item for item in map(charging.seen, found) if item.state != "pending")
    return Prior(op=op, sighting=Sighting(items=ended))


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read every attempt at the order; one that still waits shows nothing of this approval."""
    found = yield from charging.attempts(attempt.vendor_id, channel)
    seen = tuple(charging.seen(payment, attempt) for payment in found if payment.status != WAITING)
    return Sighting(items=seen)


def complete(op: Any, result: Payment, channel: Channel) -> Flow[Payment]:
    """Read the payment: an approved virtual account is not paid yet."""
    response = yield from read(charging.get_request(op.order_id, channel), channel)
    payment = read_payment(response.body)
    other = None not in (result.pg_tx_id, payment.pg_tx_id) and payment.pg_tx_id != result.pg_tx_id
    return result if other or payment.status == WAITING else payment
