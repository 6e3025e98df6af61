"""`checkout_profiles.evaluate`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.checkout import CheckoutMethod
from pgbridge.operations.base import Operation


class EvaluateCheckoutProfile(Operation[tuple[CheckoutMethod, ...]], frozen=True, kw_only=True):
    """Read which means of payment a checkout profile offers for an amount. V2 `GET /checkout-profiles/evaluate`.

    :ivar profile: key of a checkout profile of the console
    :ivar country: ISO 3166 alpha-2
    :ivar amount: minor units of `currency`
    """

    name: ClassVar[str] = "checkout_profiles.evaluate"

    profile: str
    country: str
    amount: int
    currency: str
