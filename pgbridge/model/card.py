"""A card keyed in by the merchant (수기결제)."""

from __future__ import annotations

from msgspec import Struct


class Card(Struct, frozen=True, kw_only=True):
    """Card data for one request; never stored, never shown.

    :ivar number: digits, with or without spaces and hyphens
    :ivar expiry: `YYYY-MM`
    :ivar birth_or_business_number: holder's birth date `YYMMDD`, or 10-digit business number of a company card
    :ivar password_digits: first two digits of the card's password
    :ivar cvc: only where the PG asks for it (Paymentwall on V1)
    """

    number: str
    expiry: str
    birth_or_business_number: str | None = None
    password_digits: str | None = None
    cvc: str | None = None

    def __repr__(self) -> str:
        return "Card(***)"

    @property
    def digits(self) -> str:
        """The card number without separators."""
        return self.number.replace("-", "").replace(" ", "")
