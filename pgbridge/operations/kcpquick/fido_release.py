"""`kcpquick.fido.release`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.wallets import KcpQuickMember
from pgbridge.operations.base import Operation


class ReleaseKcpQuickFido(Operation[KcpQuickMember], frozen=True, kw_only=True):
    """Switch off a member's biometric login. V1 only, `POST /kcpquick/members/{member_id}/fido/release`.

    Name the KCP Quick Pay channel with `channel=`.

    :raises ApiError: KCP refused; its code is `pg_code`
    """

    name: ClassVar[str] = "kcpquick.fido.release"
    family: ClassVar[str] = "kcpquick_fido_release"

    member_id: str

    @property
    def intent(self) -> tuple[str, ...]:
        """What names it in the ledger."""
        return (self.member_id,)
