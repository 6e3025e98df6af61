"""`browser.billing_key_and_pay`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.browser import StoreDetails
from pgbridge.model.customer import Product
from pgbridge.model.money import Amount
from pgbridge.operations.browser.base import BrowserTerms


class BrowserBillingKeyAndPay(BrowserTerms, frozen=True, kw_only=True):
    """Open the window that keeps a means of payment and charges it at the same time.

    V1 `IMP.request_pay` with `customer_uid` and an amount; V2 `PortOne.requestIssueBillingKeyAndPay`, which takes the
    phone bill only (method `mobile`). https://developers.portone.io/sdk/ko/v2-sdk/billing-key-and-pay-request

    :ivar alias: the shop's name of the key; V1 uses it as `customer_uid`, V2 names the key in its result
    :ivar store: the shop, for PGs that show it
    """

    name: ClassVar[str] = "browser.billing_key_and_pay"

    alias: str
    order_id: str
    amount: Amount
    products: tuple[Product, ...] = ()
    cultural_expense: bool | None = None
    country: str | None = None
    store: StoreDetails | None = None
