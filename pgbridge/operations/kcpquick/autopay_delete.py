"""`kcpquick.autopay.delete`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.page import Deleted
from pgbridge.operations.base import BillingKeyRef, Operation, key_id


class DeleteKcpQuickAutopay(Operation[Deleted], frozen=True, kw_only=True):
    """Delete the automatic payment key behind a billing key.

    V1 only, `DELETE /kcpquick/autopay/{customer_uid}`.

    :ivar billing_key: alias given at issue, or `VendorKey(id=...)` together with `channel=`
    :raises NotFound: there is no such key
    """

    name: ClassVar[str] = "kcpquick.autopay.delete"
    family: ClassVar[str] = "kcpquick_autopay_deletion"

    billing_key: BillingKeyRef

    @property
    def intent(self) -> tuple[str, ...]:
        """What names it in the ledger."""
        return (key_id(self.billing_key),)
