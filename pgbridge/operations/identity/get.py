"""`identity.get`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.identity import IdentityVerification
from pgbridge.operations.base import Operation


class GetIdentityVerification(Operation[IdentityVerification], frozen=True, kw_only=True):
    """Read an identity verification. V1 `GET /certifications/{imp_uid}`, V2 `GET /identity-verifications/{id}`.

    :ivar order_id: the shop's own id; V1 reads by it only what was sent through this ledger
    :ivar attempt_id: V1's `imp_uid`; V2 knows V1's verifications by it
    :raises NotFound: there is none (reason `identity_not_found`)
    """

    name: ClassVar[str] = "identity.get"

    order_id: str | None = None
    attempt_id: str | None = None
