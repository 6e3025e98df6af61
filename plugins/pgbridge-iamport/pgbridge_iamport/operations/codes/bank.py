"""`codes.bank`: `GET /banks/{bank_standard_code}`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.channel import Channel
from pgbridge.model.codes import BANK_CODES, BANKS, CodeName
from pgbridge.operations.codes.bank import GetBank
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.coded import answer_codes, code_request, decode_code
from pgbridge_iamport.form import accepted, tail

OPERATION = GetBank
ENDPOINTS = ("GET /banks/{bank_standard_code}",)
FIELDS = {"bank": "path.bank_standard_code"}
STEM = "/banks/"


def encode(op: GetBank, channel: Channel) -> WireRequest:
    """Write the request.

    :raises RuleViolation: there is no such bank
    """
    return code_request(STEM, op.bank, BANK_CODES, "bank", channel, op.name)


def decode(op: GetBank | None, response: WireResponse) -> CodeName:  # noqa: ARG001
    """Read the bank."""
    return decode_code(response.body, BANKS)


def accept(*requests: WireRequest) -> Accepted:
    """Read a foreign request."""
    (request,) = requests
    code = tail(request, STEM)
    return accepted(request, GetBank(bank=BANKS.get(code, code)))


def answer(op: GetBank | None, result: Any) -> WireResponse:  # noqa: ARG001
    """Write a result as V1 answers it."""
    return answer_codes(result, BANK_CODES)
