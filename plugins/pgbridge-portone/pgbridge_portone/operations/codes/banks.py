"""`GET /banks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import PgbridgeError
from pgbridge.operations.codes.banks import ListBanks
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.answering import refused
from pgbridge_portone.banks import REQUEST, answer_banks, decode_banks
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from pgbridge.model.channel import Channel
    from pgbridge.model.codes import CodeName

OPERATION = ListBanks
ENDPOINTS = ("GET /banks",)
FIELDS = fields()
APPROXIMATIONS = ("code: PortOne V2 tells no codes of banks, so they come from the table of this library",)


def encode(op: ListBanks, channel: Channel) -> WireRequest:
    """Turn the operation into its request."""
    del op, channel
    return REQUEST


def decode(op: ListBanks | None, response: WireResponse) -> tuple[CodeName, ...]:
    """Return the banks."""
    del op
    return decode_banks(response.body)


def accept(*requests: WireRequest) -> Accepted:
    """Read the operation from a request."""
    del requests
    return Accepted(op=ListBanks())


def answer(op: ListBanks | None, result: tuple[CodeName, ...] | PgbridgeError) -> WireResponse:
    """Write the banks as V2 answers them."""
    del op
    return refused(result) if isinstance(result, PgbridgeError) else answer_banks(result)
