"""`codes.banks`: `GET /banks`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.codes import BANK_CODES, BANKS, CodeName
from pgbridge.operations.codes.banks import ListBanks
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.coded import answer_codes, decode_codes
from pgbridge_iamport.form import accepted
from pgbridge_iamport.lookups import get

OPERATION = ListBanks
ENDPOINTS = ("GET /banks",)
FIELDS: dict[str, str | None] = {}


def encode(op: ListBanks, channel: Channel) -> WireRequest:  # noqa: ARG001 - it asks for nothing in particular
    """Write the request."""
    return get("/banks", channel)


def decode(op: ListBanks | None, response: WireResponse) -> tuple[CodeName, ...]:  # noqa: ARG001
    """Read the banks."""
    return decode_codes(response.body, BANKS)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, ListBanks())


def answer(op: ListBanks | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_codes(result, BANK_CODES)
