"""`account_holder.get`: `GET /vbanks/holder`, from an older page of the documents."""

from __future__ import annotations

from typing import Any

from pgbridge.errors import BadAnswer, PgbridgeError
from pgbridge.model.channel import Channel
from pgbridge.model.outcome import AccountHolder
from pgbridge.operations.account_holder.get import GetAccountHolder
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport import codes
from pgbridge_iamport.envelope import Reader, failure, success
from pgbridge_iamport.form import Form, accepted
from pgbridge_iamport.lookups import get
from pgbridge_iamport.refusal import problem, refuse
from pgbridge_iamport.shapes.extras import HolderShape

OPERATION = GetAccountHolder
ENDPOINTS = ("GET /vbanks/holder",)
APPROXIMATIONS = ("PortOne V1's current documents no longer show this call; it is known from older ones",)
FIELDS = {"bank": "query.bank_code", "number": "query.bank_num", "birth": None, "business_number": None}
READER: Reader[HolderShape] = Reader(HolderShape)


def encode(op: GetAccountHolder, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: V1 has no code for the bank
    """
    bank = codes.BANK_CODES.get(op.bank)
    if bank is None:
        message = "bank: not a bank that V1 has a code for; use PortOne's name of it, such as SHINHAN"
        refuse([problem("bank_code", "enum", message, neutral="bank")], op.name)
    return get("/vbanks/holder", channel, (("bank_code", bank or ""), ("bank_num", op.number)))


def decode(op: GetAccountHolder | None, response: WireResponse) -> AccountHolder:  # noqa: ARG001
    """Read whose it is.

    :raises BadAnswer: it does not say
    """
    holder = READER.one(response.body).bank_holder
    if not holder:
        raise BadAnswer("PortOne V1 answered an account without its holder", reason="bad_answer")
    return AccountHolder(name=holder)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    form = Form.query(request)
    code = form.need("bank_code")
    op = GetAccountHolder(bank=codes.BANKS.get(code.zfill(3), code), number=form.need("bank_num"))
    return accepted(request, op)


def answer(op: GetAccountHolder | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write whose it is."""
    if isinstance(result, PgbridgeError):
        return failure(result)
    return success(HolderShape(bank_holder=result.name))
