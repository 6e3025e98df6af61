"""`browser.billing_key`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.money import Amount
from pgbridge.operations.browser.base import BrowserTerms


class BrowserBillingKey(BrowserTerms, frozen=True, kw_only=True):
    """Open the window that keeps a card, a phone or a wallet for later charges.

    V1 `IMP.request_pay` with `customer_uid`, or `IMP.loadUI` with `ui`; V2 `PortOne.requestIssueBillingKey`, or
    `PortOne.loadIssueBillingKeyUI`. https://developers.portone.io/sdk/ko/v2-sdk/billing-key-issue-request

    :ivar alias: the shop's name of the key; V1 uses it as `customer_uid`, V2 names the key in its result
    :ivar order_id: id of this request; V1 cannot do without
    :ivar amount: what the window shows; some PGs of V1 charge it. 0 is allowed
    :ivar ui: kind of button to draw instead of a window: `paypal-rt`
    """

    name: ClassVar[str] = "browser.billing_key"

    alias: str
    order_id: str | None = None
    amount: Amount | None = None
    ui: str | None = None
    easy_pay_provider: str | None = None
    easy_pay_methods: tuple[str, ...] = ()
    card_company: str | None = None
    available_cards: tuple[str, ...] = ()
