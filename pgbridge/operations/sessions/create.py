"""`sessions.create`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.checkout import Agreement, CheckoutSession, PageColors, SessionProduct
from pgbridge.model.customer import Customer
from pgbridge.operations.base import Operation


class CreateSession(Operation[CheckoutSession], frozen=True, kw_only=True):
    """Open a hosted checkout page for an order; send the buyer to its `url`. V2 `POST /payment-sessions`.

    Doing it twice opens two pages for one order, which is paid at most once.

    :ivar amount: minor units of `currency`
    :ivar profile: key of a checkout profile of the console
    :ivar country: ISO 3166 alpha-2
    :ivar payment_method: skips the choice, such as `KAKAO_PAY`
    :ivar lives_seconds: how long the page can be opened
    """

    name: ClassVar[str] = "sessions.create"
    family: ClassVar[str] = "session"

    order_id: str
    order_name: str
    profile: str
    country: str
    amount: int
    currency: str
    payment_method: str | None = None
    redirect_url: str | None = None
    products: tuple[SessionProduct, ...] = ()
    customer: Customer = Customer()
    store_name: str | None = None
    agreements: tuple[Agreement, ...] = ()
    image_url: str | None = None
    custom_data: str | None = None
    colors: PageColors | None = None
    lives_seconds: int | None = None
