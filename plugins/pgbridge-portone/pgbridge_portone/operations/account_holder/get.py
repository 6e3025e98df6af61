"""`GET /platform/bank-accounts/{bank}/{accountNumber}/holder`: part of partner settlement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.errors import PgbridgeError
from pgbridge.model.outcome import AccountHolder
from pgbridge.operations.account_holder.get import GetAccountHolder
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.accepting import part, query
from pgbridge_portone.answering import answered, refused
from pgbridge_portone.asking import problem, refuse, segment
from pgbridge_portone.fields import fields
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.reports import HolderShape
from pgbridge_portone.words import BANKS

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel

OPERATION = GetAccountHolder
ENDPOINTS = ("GET /platform/bank-accounts/{bank}/{accountNumber}/holder",)
FIELDS = fields(
    {
        "bank": "path.bank",
        "number": "path.accountNumber",
        "birth": "query.birthdate",
        "business_number": "query.businessRegistrationNumber",
    }
)
APPROXIMATIONS = (
    "account_holder.get: V2 answers it as a part of partner settlement, which the store must have",
)
HOLDER = msgspec.json.Decoder(HolderShape)


def encode(op: GetAccountHolder, channel: Channel) -> WireRequest:
    """Turn the operation into its request; on a test connection in test mode.

    :raises RuleViolation: V2 cannot take it
    """
    number = "".join(c for c in op.number if c not in "- ")
    found = []
    if op.bank not in BANKS:
        message = "is not a bank that V2 knows: use its name, such as SHINHAN"
        found.append(problem("bank", "path.bank", message, neutral="bank", kind="enum"))
    if not (number.isascii() and number.isdigit()):
        message = "must be digits, with or without hyphens"
        found.append(problem("number", "path.accountNumber", message, neutral="number", kind="format"))
    if op.birth is not None and op.business_number is not None:
        message = "compare the birth date or the business number, not both"
        found.append(problem("holder", "query.birthdate", message, neutral="birth", kind="forbidden"))
    if found:
        raise refuse(*found, subject="account holder")
    given = (
        ("test", "true" if channel.connection.environment == "test" else None),
        ("birthdate", op.birth),
        ("businessRegistrationNumber", op.business_number),
    )
    return WireRequest(
        method="GET",
        path=f"/platform/bank-accounts/{segment(op.bank)}/{number}/holder",
        query=tuple((name, value) for name, value in given if value is not None),
    )


def decode(op: GetAccountHolder | None, response: WireResponse) -> AccountHolder:
    """Return whose it is."""
    del op
    shape = parse(response.body, HOLDER)
    return AccountHolder(name=shape.holder_name, verification_id=shape.account_verification_id)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    request = requests[0]
    given = query(request)
    op = GetAccountHolder(
        bank=part(request, 2),
        number=part(request, 3),
        birth=given.get("birthdate"),
        business_number=given.get("businessRegistrationNumber"),
    )
    return Accepted(op=op)


def answer(op: GetAccountHolder | None, result: AccountHolder | PgbridgeError) -> WireResponse:
    """Write whose it is. V1 makes no verification, so that its id is empty."""
    del op
    if isinstance(result, PgbridgeError):
        return refused(result)
    return answered(
        HolderShape(holder_name=result.name, account_verification_id=result.verification_id or "")
    )
