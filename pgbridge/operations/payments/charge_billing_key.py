"""`payments.charge_billing_key`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.operations.base import BillingKeyRef
from pgbridge.operations.payments.charge import Charge


class ChargeBillingKey(Charge, frozen=True, kw_only=True):
    """Charge a stored billing key.

    V1 `POST /subscribe/payments/again`, V2 `POST /payments/{paymentId}/billing-key`. Returns the paid payment.

    :ivar billing_key: alias given at issue, or `VendorKey(id=...)` together with `channel=`
    """

    name: ClassVar[str] = "payments.charge_billing_key"

    billing_key: BillingKeyRef
    pin_channel: str | None = None
    """Channel key of one member of a super billing key."""
