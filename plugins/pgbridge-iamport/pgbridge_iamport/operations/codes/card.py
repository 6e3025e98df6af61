"""`codes.card`: `GET /cards/{card_standard_code}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.codes import CARD_CODES, CARDS, CodeName
from pgbridge.operations.codes.card import GetCardCompany
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.coded import answer_codes, code_request, decode_code
from pgbridge_iamport.form import accepted, tail

OPERATION = GetCardCompany
ENDPOINTS = ("GET /cards/{card_standard_code}",)
FIELDS = {"company": "path.card_standard_code"}
STEM = "/cards/"


def encode(op: GetCardCompany, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: there is no such card company
    """
    return code_request(STEM, op.company, CARD_CODES, "company", channel, op.name)


def decode(op: GetCardCompany | None, response: WireResponse) -> CodeName:  # noqa: ARG001
    """Read the card company."""
    return decode_code(response.body, CARDS)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    code = tail(request, STEM)
    return accepted(request, GetCardCompany(company=CARDS.get(code, code)))


def answer(op: GetCardCompany | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_codes(result, CARD_CODES)
