"""VAT reports of payment reconciliation; minor units."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct


class PgMerchant(Struct, frozen=True, kw_only=True):
    """A merchant ID at a PG, as reconciliation names them: `KCP`, `INICIS`, `TOSSPAYMENTS` ..."""

    pg_provider: str
    merchant_id: str


class VatLine(Struct, frozen=True, kw_only=True):
    """The sums of one means of payment: `CARD`, `TRANSFER`, `POINT` ..."""

    method: str
    supply: int
    vat: int
    tax_free: int
    total: int


class VatReport(Struct, frozen=True, kw_only=True):
    """The sums of a period, in all and by means of payment."""

    supply: int
    vat: int
    tax_free: int
    total: int
    lines: tuple[VatLine, ...] = ()
    merchants: tuple[PgMerchant, ...] = ()
    wire: bytes = b""

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None
