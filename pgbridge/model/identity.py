"""Identity verification: who somebody is by the word of a mobile carrier or a certificate."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.model.payment import Failure, PaymentChannel


class VerifiedCustomer(Struct, frozen=True, kw_only=True):
    """A person; before the verification as far as the shop said, after it as far as the provider did.

    :ivar birth: `YYYY-MM-DD`
    :ivar gender: `male`, `female` or `other`
    :ivar foreigner: None where nobody told; V1's plain `foreigner: false` tells nothing
    :ivar carrier: PortOne V2's name, such as `SKT` or `LGU_MVNO`
    :ivar ci: the same for one person in all shops; `di` in this one
    """

    id: str | None = None
    name: str | None = None
    gender: str | None = None
    birth: str | None = None
    foreigner: bool | None = None
    phone: str | None = None
    carrier: str | None = None
    ci: str | None = None
    di: str | None = None

    def __repr__(self) -> str:
        return "VerifiedCustomer(***)"


class IdentityVerification(Struct, frozen=True, kw_only=True):
    """One verification; times aware UTC.

    :ivar order_id: the shop's own id: `merchant_uid` on V1, `identityVerificationId` on V2
    :ivar attempt_id: V1's `imp_uid`
    :ivar status: `ready`, `verified` or `failed`
    :ivar pg_response: the provider's answer as it came, V2 only; full of personal data
    """

    status: str
    order_id: str | None = None
    attempt_id: str | None = None
    customer: VerifiedCustomer = VerifiedCustomer()
    channel: PaymentChannel | None = None
    pg_tx_id: str | None = None
    requested_at: datetime | None = None
    updated_at: datetime | None = None
    status_changed_at: datetime | None = None
    verified_at: datetime | None = None
    failure: Failure | None = None
    custom_data: str | None = None
    origin: str | None = None
    pg_response: str | None = None
    version: str | None = None
    partial: bool = False
    replayed: bool = False
    wire: bytes = b""

    def __repr__(self) -> str:
        return (
            f"IdentityVerification(order_id={self.order_id!r}, attempt_id={self.attempt_id!r}, "
            f"status={self.status!r})"
        )

    @property
    def id(self) -> str:
        """What the vendor calls it."""
        return self.attempt_id or self.order_id or ""

    @property
    def raw(self) -> Any:
        """The vendor's own JSON; None when it was not read."""
        return msgspec.json.decode(self.wire) if self.wire else None
