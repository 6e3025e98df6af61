"""`kcpquick.member.delete`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.wallets import KcpQuickMember
from pgbridge.operations.base import Operation


class DeleteKcpQuickMember(Operation[KcpQuickMember], frozen=True, kw_only=True):
    """Remove a buyer from KCP Quick Pay. V1 only, `DELETE /kcpquick/members/{member_id}`.

    :ivar site_code: KCP's site code of the registration; partner type and subtype likewise
    :raises NotFound: there is no such member
    """

    name: ClassVar[str] = "kcpquick.member.delete"
    family: ClassVar[str] = "kcpquick_member_deletion"

    member_id: str
    site_code: str
    partner_type: str
    partner_subtype: str

    @property
    def intent(self) -> tuple[str, ...]:
        """What names it in the ledger."""
        return (self.member_id,)
