"""`payments.balance`: `GET /payments/{imp_uid}/balance`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.balance import Balance, BalanceChange, BalanceParts
from pgbridge.model.channel import Channel
from pgbridge.operations.payments.balance import GetBalance
from pgbridge.wire import Accepted, Flow, WireRequest, WireResponse
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import accepted, tail
from pgbridge_iamport.lookups import get, paid_attempt, read
from pgbridge_iamport.payments import minor
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.shapes.extras import BalanceShape, ChangeShape, PartsShape
from pgbridge_iamport.times import epoch, happened

OPERATION = GetBalance
ENDPOINTS = ("GET /payments/{imp_uid}/balance",)
FIELDS = {"order_id": None, "attempt_id": "path.imp_uid"}
# V1 reads it by attempt; `flow` finds the paid one by the order id.
DROPPED = frozenset(("order_id",))
READER: Reader[BalanceShape[datetime]] = Reader(BalanceShape[datetime])
STEM, TAIL = "/payments/", "/balance"
CURRENCY = "KRW"  # Payco alone shows a balance


def encode(op: GetBalance, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: no attempt is named
    """
    if not op.attempt_id:
        message = "attempt_id: V1 reads a balance by it"
        refuse([problem("imp_uid", "required", message, neutral="attempt_id")], op.name)
    return get(f"{STEM}{quote(op.attempt_id or '', safe='')}{TAIL}", channel)


def flow(op: GetBalance, channel: Channel) -> Flow[Balance]:
    """Read the balance, after the attempt where only the order is named.

    :raises NotFound: there is no such payment
    """
    if not op.attempt_id and op.order_id:
        paid = yield from paid_attempt(op.order_id, channel)
        op = msgspec.structs.replace(op, attempt_id=paid.attempt_id)
    response = yield from read(encode(op, channel), channel)
    return decode(op, response)


def decode(op: GetBalance | None, response: WireResponse) -> Balance:
    """Read the balance.

    :raises BadAnswer: it does not say how much was paid
    """
    it = READER.one(response.body)
    if it.amount is None:
        raise BadAnswer("PortOne V1 answered a balance without an amount", reason="bad_answer")
    return Balance(
        attempt_id=op.attempt_id if op is not None else None,
        amount=minor(it.amount, CURRENCY),
        cash_receipt=parts(it.cash_receipt),
        primary=parts(it.primary),
        secondary=parts(it.secondary),
        discount=parts(it.discount),
        history=tuple(
            BalanceChange(
                at=happened(row.created),
                cash_receipt=parts(row.cash_receipt),
                primary=parts(row.primary),
                secondary=parts(row.secondary),
                discount=parts(row.discount),
            )
            for row in it.histories or ()
        ),
        wire=response.body,
    )


def parts(it: PartsShape | None) -> BalanceParts | None:
    """Return one means of payment."""
    if it is None:
        return None
    given = {name: getattr(it, name) for name in it.__struct_fields__}
    return BalanceParts(**{k: None if v is None else minor(v, CURRENCY) for k, v in given.items()})


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, GetBalance(attempt_id=tail(request, STEM)))


def answer(op: GetBalance | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a balance as V1 answers it."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(
        BalanceShape[int](
            amount=result.amount,
            cash_receipt=written(result.cash_receipt),
            primary=written(result.primary),
            secondary=written(result.secondary),
            discount=written(result.discount),
            histories=[
                ChangeShape[int](
                    cash_receipt=written(row.cash_receipt),
                    primary=written(row.primary),
                    secondary=written(row.secondary),
                    discount=written(row.discount),
                    created=epoch(row.at),
                )
                for row in result.history
            ],
        )
    )


def written(it: BalanceParts | None) -> PartsShape:
    """Write one means of payment; nothing of it is 0."""
    if it is None:
        return PartsShape(tax_free=0, supply=0, vat=0, service=0)
    return PartsShape(
        tax_free=it.tax_free or 0, supply=it.supply or 0, vat=it.vat or 0, service=it.service or 0
    )
