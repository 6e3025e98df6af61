"""`payments.charge_card`."""

from __future__ import annotations

from typing import ClassVar

from pgbridge.model.card import Card
from pgbridge.operations.base import ThreeDSecure
from pgbridge.operations.payments.charge import Charge


class ChargeCard(Charge, frozen=True, kw_only=True):
    """Charge a card whose number the merchant keyed in (수기결제).

    V1 `POST /subscribe/payments/onetime`, V2 `POST /payments/{paymentId}/instant`. Returns the paid payment.

    :ivar save_as: also keep the card as a billing key under this alias
    :raises Declined: the issuer or PG refused; the payment is attached
    :raises OutcomeUnknown: no proof either way within the deadline; repeat the same call to settle it
    """

    name: ClassVar[str] = "payments.charge_card"

    card: Card
    three_d_secure: ThreeDSecure | None = None
    save_as: str | None = None
