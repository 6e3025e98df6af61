"""Key-in card data as V1 takes it."""

from __future__ import annotations

from pgbridge.model.card import Card
from pgbridge_iamport.form import Form


def grouped(card: Card) -> str:
    """Return the number in groups of four, hyphens between (15 digits: 4-4-4-3, inferred)."""
    number = card.number
    digits = number if number.isdigit() else card.digits
    last = digits[12:] if len(digits) <= 16 else f"{digits[12:16]}-{digits[16:]}"
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}-{last}"


def accepted_card(form: Form) -> Card | None:
    """Read the card of a foreign request; None when it names none."""
    number, until = form.text("card_number"), form.text("expiry")
    if number is None and until is None:
        return None
    return Card(
        number=(number or "").replace("-", "").replace(" ", ""),
        expiry=until or "",
        birth_or_business_number=form.text("birth"),
        password_digits=form.text("pwd_2digit"),
        cvc=form.text("cvc"),
    )
