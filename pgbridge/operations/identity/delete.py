"""`identity.delete`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Deleted
from pgbridge.operations.base import Operation


class DeleteIdentityVerification(Operation[Deleted], frozen=True, kw_only=True):
    """Delete what PortOne keeps of a verification. V1 `DELETE /certifications/{imp_uid}`; V2 has no such call.

    :ivar order_id: finds it only when it was sent through this ledger
    """

    name: ClassVar[str] = "identity.delete"
    family: ClassVar[str] = "identity_deletion"

    order_id: str | None = None
    attempt_id: str | None = None
