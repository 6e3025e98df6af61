"""Partner settlement of orders and of their cancels: what both share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.errors import Conflict, NotFound, PgbridgeError
from pgbridge.model.attempt import Attempt, Seen, Sighting
from pgbridge.model.platform import PartnerDiscount, Transfer
from pgbridge.wire import Prior, WireRequest, WireResponse
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, read, segment
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.transfers import (
    DiscountInput,
    MadeShape,
    NamedShape,
    PropertyInput,
    PropertyValue,
    SettledShape,
    TransferShape,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pgbridge.model.channel import Channel
    from pgbridge.rules import Violation
    from pgbridge.wire import Flow

MADE = msgspec.json.Decoder(MadeShape)
TRANSFER = msgspec.json.Decoder(TransferShape)
TYPES = {"ORDER": "order", "ORDER_CANCEL": "order_cancel"}
TYPES_OUT = {word: name for name, word in TYPES.items()}
MISSING = "PLATFORM_TRANSFER_NOT_FOUND"


def test_query(channel: Channel) -> tuple[tuple[str, str], ...]:
    """Return what keeps a test connection from settling real money."""
    return (("test", "true"),) if channel.connection.environment == "test" else ()


def both_problem(op: Any) -> list[Violation]:
    """Return the problem of an amount beside lines."""
    if op.amount is None or not op.lines:
        return []
    message = "name the whole amount or the lines, not both"
    return [problem("detail", "orderDetail", message, neutral="amount", kind="forbidden")]


def discounts(given: tuple[PartnerDiscount, ...]) -> tuple[DiscountInput, ...]:
    """Return discounts as V2 takes them."""
    return tuple(
        DiscountInput(share_policy_id=it.policy_id, amount=it.amount, tax_free_amount=it.tax_free)
        for it in given
    )


def discounts_of(given: tuple[DiscountInput, ...]) -> tuple[PartnerDiscount, ...]:
    """Return discounts."""
    return tuple(
        PartnerDiscount(policy_id=it.share_policy_id, amount=it.amount, tax_free=it.tax_free_amount)
        for it in given
    )


def properties(given: Mapping[str, str] | None) -> tuple[PropertyInput, ...] | None:
    """Return user-defined properties as V2 takes them."""
    if given is None:
        return None
    return tuple(PropertyInput(key=key, value=PropertyValue(string=str(v))) for key, v in given.items())


def properties_of(given: tuple[PropertyInput, ...] | None) -> dict[str, str] | None:
    """Return user-defined properties."""
    return None if given is None else {it.key: it.value.string for it in given}


def decode(op: Any, response: WireResponse) -> Transfer:
    """Return the transfer that was made."""
    del op
    return transfer_of(parse(response.body, MADE).transfer, response.body)


def transfer_of(it: TransferShape, wire: bytes) -> Transfer:
    """Return a transfer."""
    amount = it.amount
    return Transfer(
        id=it.id,
        type=TYPES.get(it.type or "", (it.type or "").lower()),
        status=it.status.lower() if it.status else None,
        partner_id=it.partner.id if it.partner is not None else None,
        order_id=it.payment.id if it.payment is not None else None,
        cancellation_id=it.cancellation.id if it.cancellation is not None else None,
        amount=None if amount is None else amount.settlement,
        order_amount=None if amount is None else amount.order,
        currency=it.settlement_currency,
        settles_on=it.settlement_date,
        starts_on=it.settlement_start_date,
        test=it.is_for_test,
        memo=it.memo,
        wire=wire,
    )


def found(transfer_id: str, channel: Channel) -> Flow[Transfer | None]:
    """Read a transfer; None when V2 itself says that there is none."""
    request = WireRequest(
        method="GET", path=f"/platform/transfers/{segment(transfer_id)}", query=test_query(channel)
    )
    try:
        response = yield from read(request, channel)
    except NotFound as error:
        if error.code == MISSING:
            return None
        raise
    return transfer_of(parse(response.body, TRANSFER), response.body)


def prior(op: Any, channel: Channel) -> Flow[Prior]:
    """Look whether the id is taken, for what is there cannot come from this call.

    :raises Conflict: it is
    """
    there = yield from found(op.transfer_id, channel)
    if there is not None:
        raise Conflict(
            f"transfer {op.transfer_id} exists, and not by this ledger: choose another id",
            reason="transfer_exists",
        )
    return Prior(op=op, target=op.transfer_id)


def settle(attempt: Attempt, channel: Channel) -> Flow[Sighting]:
    """Read the transfer by the id that the shop gave it."""
    there = yield from found(attempt.identity, channel)
    if there is None:
        return Sighting()
    return Sighting(items=(Seen(id=there.id, state="done", result=there),))


def answer(op: Any, result: Transfer | PgbridgeError) -> WireResponse:
    """Write the transfer as far as it is known."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result, "PLATFORM_PAYMENT_NOT_FOUND")
    shape = TransferShape(
        id=result.id,
        type=TYPES_OUT.get(result.type, result.type.upper()),
        status=result.status.upper() if result.status else None,
        memo=result.memo,
        partner=None if result.partner_id is None else NamedShape(id=result.partner_id),
        payment=None if result.order_id is None else NamedShape(id=result.order_id),
        cancellation=None if result.cancellation_id is None else NamedShape(id=result.cancellation_id),
        amount=SettledShape(settlement=result.amount, order=result.order_amount),
        settlement_currency=result.currency,
        settlement_date=result.settles_on,
        settlement_start_date=result.starts_on,
        is_for_test=result.test,
    )
    return answered(MadeShape(transfer=shape))
