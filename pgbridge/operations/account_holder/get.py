"""`account_holder.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.outcome import AccountHolder
from pgbridge.operations.base import Operation


class GetAccountHolder(Operation[AccountHolder], frozen=True, kw_only=True):
    """Read whose a bank account is.

    V1 `GET /vbanks/holder` (an older page of the documents), V2 `GET /platform/bank-accounts/{bank}/{number}/holder`
    (part of partner settlement: without it the answer is 403).

    :ivar bank: PortOne V2 bank name, such as `SHINHAN`
    :ivar number: with or without hyphens
    :ivar birth: V2 only: the holder's birth date as the bank has it, to compare
    :ivar business_number: V2 only: instead of `birth`
    """

    name: ClassVar[str] = "account_holder.get"

    bank: str
    number: str
    birth: str | None = None
    business_number: str | None = None

    def __repr__(self) -> str:
        return f"GetAccountHolder(bank={self.bank!r})"
