"""`codes.cards`: `GET /cards`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.codes import CARD_CODES, CARDS, CodeName
from pgbridge.operations.codes.cards import ListCardCompanies
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.coded import answer_codes, decode_codes
from pgbridge_iamport.form import accepted
from pgbridge_iamport.lookups import get

OPERATION = ListCardCompanies
ENDPOINTS = ("GET /cards",)
FIELDS: dict[str, str | None] = {}


def encode(op: ListCardCompanies, channel: Channel) -> WireRequest:  # noqa: ARG001 - it asks for nothing in particular
    """Write the request."""
    return get("/cards", channel)


def decode(op: ListCardCompanies | None, response: WireResponse) -> tuple[CodeName, ...]:  # noqa: ARG001
    """Read the card companies."""
    return decode_codes(response.body, CARDS)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    return accepted(request, ListCardCompanies())


def answer(op: ListCardCompanies | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_codes(result, CARD_CODES)
