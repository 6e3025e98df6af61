"""Small results: what one call did, or found out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct


class Captured(Struct, frozen=True, kw_only=True):
    """A payment whose capture was accepted; no read tells captured payments from others."""

    order_id: str
    replayed: bool = False


class StoppedCancellation(Struct, frozen=True, kw_only=True):
    """A cancellation that will not be carried out.

    :ivar id: the cancellation's id at PortOne
    """

    id: str
    order_id: str
    stopped_at: datetime | None = None


class ResentWebhook(Struct, frozen=True, kw_only=True):
    """A webhook that was sent once more, and how the shop's server took it.

    :ivar status: `succeeded`, `failed_not_ok_response` or `failed_unexpected_error`
    :ivar payment_status: of the payment when it was sent, as `Payment.status`
    :ivar code: HTTP status that the shop's server answered
    """

    id: str
    order_id: str
    status: str | None = None
    url: str | None = None
    payment_status: str | None = None
    tries: int | None = None
    code: str | None = None
    triggered_at: datetime | None = None
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"ResentWebhook(id={self.id!r}, order_id={self.order_id!r}, status={self.status!r})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON, the webhook's bodies included; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None


class AccountHolder(Struct, frozen=True, kw_only=True):
    """Whose a bank account is.

    :ivar verification_id: V2 only: proves the look-up to partner settlement
    """

    name: str
    verification_id: str | None = None

    def __repr__(self) -> str:
        return "AccountHolder(***)"


class Barcode(Struct, frozen=True, kw_only=True):
    """A barcode that the buyer shows at the till; paid when a read of the payment says so.

    :ivar id: PortOne's id of the attempt (`imp_uid`)
    :ivar status: of the payment: `ready` waits for the buyer
    :ivar barcode: the number, where the shop chose it; else it is in `raw`
    """

    id: str
    order_id: str
    status: str
    amount: int
    currency: str = "KRW"
    barcode: str | None = None
    expires_at: datetime | None = None
    vendor_order_id: str | None = None
    partial: bool = False
    replayed: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return f"Barcode(id={self.id!r}, order_id={self.order_id!r}, status={self.status!r})"

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None


class RevokedBarcode(Struct, frozen=True, kw_only=True):
    """A barcode that no till takes any more."""

    order_id: str
    revoked_at: datetime | None = None
