"""Key-in card data as V1 takes it."""

from __future__ import annotations

from pgbridge.model.card import Card
from pgbridge_iamport.form import Form
from pgbridge_iamport.refusal import Problems, problem

SHORTEST, LONGEST = 13, 19


def grouped(card: Card, problems: Problems) -> str:
    """Return the number in groups of four, hyphens between (15 digits: 4-4-4-3, inferred)."""
    number = card.number
    digits = number.replace("-", "").replace(" ", "")
    if not (SHORTEST <= len(digits) <= LONGEST and digits.isascii() and digits.isdigit()):
        problems.append(
            problem(
                "card_number",
                "format",
                f"card.number: {SHORTEST} to {LONGEST} digits, with or without hyphens",
                neutral="card.number",
            )
        )
    last = digits[12:] if len(digits) <= 16 else f"{digits[12:16]}-{digits[16:]}"
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:12]}-{last}"


def expiry(card: Card, problems: Problems) -> str:
    """Return `YYYY-MM`."""
    text = card.expiry
    year, month = text[:4], text[5:]
    if not (
        len(text) == 7 and text[4] == "-" and text.isascii() and year.isdigit() and "01" <= month <= "12"
    ):
        problems.append(
            problem(
                "expiry", "format", "card.expiry: write it as YYYY-MM, such as 2030-12", neutral="card.expiry"
            )
        )
    return text


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
