"""`POST /payments/{paymentId}/schedule`, once for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgbridge.errors import PgbridgeError
from pgbridge.model.billing_key import Schedule, VendorKey
from pgbridge.operations.base import ScheduledCharge, key_id
from pgbridge.operations.schedules.create import CreateSchedule
from pgbridge.wire import Accepted, Prior, WireRequest, WireResponse
from pgbridge_portone import scheduling
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.fields import BILLING_TERMS, fields, inside
from pgbridge_portone.judge import judge
from pgbridge_portone.shapes.answers import ScheduledShape, ScheduleSummary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgbridge.model.channel import Channel
    from pgbridge.wire import Flow

OPERATION = CreateSchedule
ENDPOINTS = ("POST /payments/{paymentId}/schedule",)
APPROXIMATIONS = (
    "PortOne V2 schedules one row a request, of a key that exists: what is scheduled stays when a later row fails, and the result says so",
)
FIELDS = fields(
    {
        "billing_key": "payment.billingKey",
        "rows": "payment",
        "pin_channel": "payment.channelKey",
        "customer_id": "payment.customer.id",
        "card": None,
        "card.number": None,
        "card.expiry": None,
        "card.birth_or_business_number": None,
        "card.password_digits": None,
        "card.cvc": None,
        "checking_amount": None,
    },
    inside("rows[]", "payment", BILLING_TERMS),
    {"rows[].order_id": "path.paymentId", "rows[].due_at": "timeToPay", "rows[].notify": None},
)
settle = scheduling.settle_created


def encode(op: CreateSchedule, channel: Channel) -> WireRequest:
    """Turn a single row into its request; `encode_all` gives those of several.

    :raises RuleViolation: V2 cannot take it, or it is not one row
    """
    requests = encode_all(op, channel)
    if len(requests) != 1:
        message = f"V2 takes one request for each row: {len(requests)} here"
        raise refuse(problem("rows", "payment", message, neutral="rows"), subject="schedule")
    return requests[0]


def encode_all(op: CreateSchedule, channel: Channel) -> tuple[WireRequest, ...]:
    """Return one request for each row.

    :raises RuleViolation: V2 cannot take it
    """
    if op.checking_amount:
        message = "V2 charges nothing to check a card: leave checking_amount out"
        raise refuse(
            problem("checking-amount", "payment", message, neutral="checking_amount", kind="forbidden"),
            subject="schedule",
        )
    key = key_id(op.billing_key)
    return tuple(
        scheduling.create_request(row_of(row, op.customer_id), key, channel, pin_channel=op.pin_channel)
        for row in op.rows
    )


def row_of(row: ScheduledCharge, customer_id: str | None) -> ScheduledCharge:
    """Return the row with the buyer's id that the operation names for all rows."""
    if customer_id is None or row.customer.id is not None:
        return row
    return replace(row, customer=replace(row.customer, id=customer_id))


def decode(op: CreateSchedule | None, response: WireResponse) -> tuple[Schedule, ...]:
    """Return the schedule of a single row.

    :raises RuleViolation: nobody knows what was asked for, and the answer does not say
    """
    return decode_all(op, (response,))


def decode_all(op: CreateSchedule | None, responses: Sequence[WireResponse]) -> tuple[Schedule, ...]:
    """Return the schedules, row by row.

    :raises ApiError: one of the answers is an error
    :raises RuleViolation: the rows are not known
    """
    rows = op.rows if op is not None else ()
    found = []
    for index, response in enumerate(responses):
        judged = judge(response)
        if judged is not None:
            raise judged.error
        if op is None or index >= len(rows):
            message = 'V2 answers with an id only: give the request too (context={"request": ...})'
            raise refuse(problem("request", "request", message), subject="answer of a schedule")
        row = row_of(rows[index], op.customer_id)
        found.append(scheduling.created(row, key_id(op.billing_key), response))
    return tuple(found)


def prior(op: CreateSchedule, channel: Channel) -> Flow[Prior]:
    """Read which schedules there are for the order of a single row: none of them is the one to be made."""
    key, row = key_id(op.billing_key), op.rows[0]
    found = yield from scheduling.around(key, row.due_at, row.order_id, channel)
    return Prior(op=op, sighting=scheduling.sighting_of(found), target=key)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from its requests.

    :raises RuleViolation: they are for several billing keys
    """
    read = [scheduling.row_from(request) for request in requests]
    keys = {body.billing_key for _, body, _ in read}
    pins = {body.channel_key for _, body, _ in read}
    stores = {body.store_id for _, body, _ in read}
    if len(keys) != 1 or len(pins) != 1 or len(stores) != 1:
        message = "the rows must share one billing key, channel and store"
        raise refuse(problem("billing-key", "payment.billingKey", message), subject="schedule")
    (pin,) = pins
    op = CreateSchedule(
        billing_key=VendorKey(id=keys.pop()),
        rows=tuple(row for row, _, _ in read),
        pin_channel=pin,
    )
    unknown = tuple(path for _, _, paths in read for path in paths)
    return Accepted(op=op, channel_key=pin, store_id=stores.pop(), unknown=unknown)


def answer(op: CreateSchedule | None, result: tuple[Schedule, ...] | PgbridgeError) -> WireResponse:
    """Write the answer for a single row."""
    return answer_all(op, result)[0]


def answer_all(
    op: CreateSchedule | None, result: tuple[Schedule, ...] | PgbridgeError
) -> tuple[WireResponse, ...]:
    """Write one answer for each row: the schedule's id."""
    del op
    if isinstance(result, PgbridgeError):
        return (refused(result, "BILLING_KEY_NOT_FOUND"),)
    return tuple(answered(ScheduledShape(schedule=ScheduleSummary(id=schedule.id))) for schedule in result)
