"""The list of banks: PortOne's names and Korean ones. The codes beside them come from the table of the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pgbridge.model.codes import BANK_CODES, BANKS, READ_ONLY_BANKS, CodeName
from pgbridge.wire import WireRequest
from pgbridge_portone.answering import answered
from pgbridge_portone.parsing import parse
from pgbridge_portone.shapes.answers import BankNameShape, BankShape, BanksShape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgbridge.wire import WireResponse

DECODER = msgspec.json.Decoder(BanksShape)
REQUEST = WireRequest(method="GET", path="/banks")


def decode_banks(body: bytes) -> tuple[CodeName, ...]:
    """Read the banks."""
    return tuple(
        CodeName(value=it.bank, code=BANK_CODES.get(it.bank), name=it.name.ko)
        for it in parse(body, DECODER).items
    )


def answer_banks(banks: Sequence[CodeName]) -> WireResponse:
    """Write the banks that V2 has a name for, each once: two codes of V1 may stand for one bank."""
    shown = [it for it in banks if it.code not in READ_ONLY_BANKS]
    names = {it.value or BANKS.get(it.code or ""): it.name for it in shown}
    return answered(
        BanksShape(
            items=tuple(
                BankShape(bank=bank, name=BankNameShape(ko=name)) for bank, name in names.items() if bank
            )
        )
    )
