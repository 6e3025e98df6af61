"""What KG Inicis Japan demands on both APIs: the shop's details and the colours of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import ALWAYS, each, one_of, pattern, required

if TYPE_CHECKING:
    from pgbridge.rules import Rule, Severity, When

STORE: Final = {
    "name": "storeName",
    "name-kana": "storeNameKana",
    "name-en": "storeNameEn",
    "name-short": "storeNameShort",
    "contact-name": "contactName",
    "email": "email",
    "phone-number": "phoneNumber",
    "opening-hours": "openingHours",
}
HOURS: Final = {"open": "storeDetails.openingHours.open", "close": "storeDetails.openingHours.close"}
COLORS: Final = (
    *("red1", "red2", "red3", "red4", "orange", "yellow", "black", "purple", "green"),
    *("blue1", "blue2", "blue3", "blue4", "blue5", "blue6"),
)


def store(*, when: When = ALWAYS, severity: Severity = "error") -> tuple[Rule, ...]:
    """Demand the shop's details, which channels of the kind JPPG show; those of the kind SBPS do not."""
    return each(
        required,
        "browser_payment.store-{}-required",
        {name: f"storeDetails.{field}" for name, field in STORE.items()},
        when=when,
        severity=severity,
        fact="A JPPG channel presents the shop in full.",
    )


def opening_hours(id: str) -> tuple[Rule, ...]:
    """Opening and closing time, at the place of {} in `id`, are hours of the day."""
    return each(
        pattern,
        id,
        HOURS,
        regex=r"([01]\d|2[0-3]):[0-5]\d",
        fact="It is a time from 00:00 to 23:59.",
    )


def color_theme(*, severity: Severity) -> Rule:
    """Allow the colours that the window has."""
    return one_of(
        "browser_payment.color-theme",
        "bypass.inicis_jp.paymentUI.colorTheme",
        COLORS,
        severity=severity,
        fact="The window has these fifteen colours.",
    )
