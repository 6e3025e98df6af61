"""`GET /banks`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.errors import BadAnswer, NotFound, PgbridgeError
from pgbridge.model.codes import BANKS
from pgbridge.operations.codes.bank import GetBank
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_portone.answering import refused
from pgbridge_portone.asking import problem, refuse
from pgbridge_portone.banks import REQUEST, answer_banks, decode_banks
from pgbridge_portone.fields import fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgbridge.model.channel import Channel
    from pgbridge.model.codes import CodeName

OPERATION = GetBank
ENDPOINTS = ("GET /banks",)
FIELDS = fields({"bank": None})
# V2 answers all banks, and this one is picked from them.
DROPPED = frozenset(("bank",))
APPROXIMATIONS = (
    "bank: PortOne V2 has no read of one bank, so it is picked from all of them",
    "code: PortOne V2 tells no codes of banks, so they come from the table of this library",
)


def encode(op: GetBank, channel: Channel) -> WireRequest:
    """Turn the operation into its request."""
    del op, channel
    return REQUEST


def decode(op: GetBank | None, response: WireResponse) -> CodeName:
    """Return the bank that was asked for.

    :raises NotFound: there is no such bank
    """
    return picked(op, decode_banks(response.body))


def picked(op: GetBank | None, banks: Sequence[CodeName]) -> CodeName:
    """Return the bank that was asked for; of an answer alone, the only one."""
    if op is None:
        if len(banks) != 1:
            raise BadAnswer("PortOne V2 lists all banks: say which was asked for", reason="bad_answer")
        return banks[0]
    wanted = BANKS.get(op.bank, op.bank)
    found = next((it for it in banks if it.value == wanted), None)
    if found is None:
        raise NotFound("PortOne V2 knows no such bank", reason="bank_not_found")
    return found


def accept(*requests: WireRequest) -> Accepted:
    """Refuse: nothing in the request says which bank of the list is wanted.

    :raises RuleViolation: always
    """
    message = "V2 reads all banks at once: translate it as codes.banks"
    raise refuse(problem("bank", "path", message, neutral="bank"), subject=requests[0].method)


def answer(op: GetBank | None, result: CodeName | PgbridgeError) -> WireResponse:
    """Write the bank as V2 answers banks."""
    del op
    return refused(result) if isinstance(result, PgbridgeError) else answer_banks((result,))
