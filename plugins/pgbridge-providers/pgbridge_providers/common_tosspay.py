"""What Toss Pay demands on both APIs: its options in `bypass.tosspay_v2`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pgbridge.rules import conditional, one_of, pattern

if TYPE_CHECKING:
    from pgbridge.rules import Rule, View

EXPIRY: Final = "bypass.tosspay_v2.expiredTime"
LONGEST: Final = timedelta(minutes=60)


def expires_too_late(view: View) -> bool:
    """The payment would expire more than an hour from now; the text has no zone, Korean time is likely."""
    expiry = view.time(EXPIRY)
    return expiry is not None and expiry - view.now > LONGEST


def expiry() -> tuple[Rule, ...]:
    """How the time is written after which the payment is off, and how far it may lie."""
    return (
        pattern(
            "browser_payment.expired-time-format",
            EXPIRY,
            r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}",
            fact="The end of the payment is written 2030-01-01 23:59:59.",
        ),
        conditional(
            "browser_payment.expired-time-max",
            EXPIRY,
            expires_too_late,
            breaks={EXPIRY: "2099-01-01 00:00:00"},
            severity="warning",
            fact="A payment stays open for 60 minutes at most, for 15 if nothing is said; "
            "what a later time does is open.",
        ),
    )


def receipt_option(id: str, *, on: tuple[str, ...]) -> Rule:
    """What a cash receipt is for."""
    return one_of(
        id,
        "bypass.tosspay_v2.cashReceiptTradeOption",
        ("GENERAL", "CULTURE", "PUBLIC_TP"),
        on=on,
        fact="A cash receipt is GENERAL (the default), for culture, or for public transport.",
    )
