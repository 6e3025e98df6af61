"""`billing_keys.issue`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pgbridge.model.billing_key import BillingKey
from pgbridge.model.card import Card
from pgbridge.model.customer import Customer
from pgbridge.operations.base import Operation


class IssueBillingKey(Operation[BillingKey], frozen=True, kw_only=True):
    """Store a card so that it can be charged again.

    V1 `POST /subscribe/customers/{customer_uid}`, V2 `POST /billing-keys`.

    :ivar alias: the shop's name of the key; V1 uses it as `customer_uid`
    :ivar customer: `customer.id` is required on V2, for a lost answer is found again by it
    :ivar replace: let a new card take the place of the one under this alias (V1 does so without asking)
    :ivar channel_group: issue on every channel of PortOne's group: a super billing key
    """

    name: ClassVar[str] = "billing_keys.issue"
    family: ClassVar[str] = "billing_key"

    alias: str
    card: Card
    customer: Customer = Customer()
    custom_data: str | None = None
    notice_urls: tuple[str, ...] = ()
    bypass: Mapping[str, Any] | None = None
    channel_group: str | None = None
    notify: bool | None = None
    replace: bool = False
