"""`billing_keys.confirm`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.billing_key import BillingKey
from pgbridge.operations.base import Operation


class ConfirmBillingKey(Operation[BillingKey], frozen=True, kw_only=True):
    """Complete the issue of a billing key that the buyer has authenticated in the browser (수동 승인).

    V2 `POST /billing-keys/confirm`.

    :ivar alias: the shop's name of the key
    :ivar token: `billingIssueToken` that the browser was given
    :ivar customer_id: the buyer's id as it was given to the browser: by it alone a lost answer is found again
    :ivar notify: False asks for no webhook
    """

    name: ClassVar[str] = "billing_keys.confirm"
    family: ClassVar[str] = "billing_key"

    alias: str
    token: str
    customer_id: str | None = None
    notify: bool | None = None
