"""Days as PGs write them: 20300131 or 2030-01-31, in Korean time."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pgbridge.rules.view import KST

if TYPE_CHECKING:
    from pgbridge.rules import View

DAY: Final = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
LAST_EPOCH: Final = 10**11  # beyond are milliseconds, or nothing


def day_of(value: object) -> date | None:
    """Read the day that a text (or a number) begins with; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    if isinstance(value, int) and not 0 < value < 10**8:
        return None
    found = DAY.match(str(value))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def today(view: View) -> date:
    """Give the day in Korea at the time of the check."""
    return view.now.astimezone(KST).date()


def day_of_epoch(seconds: int | Decimal | None) -> date | None:
    """Give the day in Korea of a Unix time; None for what is no such time."""
    if seconds is None or not 0 <= seconds < LAST_EPOCH:
        return None
    return datetime.fromtimestamp(int(seconds), KST).date()
