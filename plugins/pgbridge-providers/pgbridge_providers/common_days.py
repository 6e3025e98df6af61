"""Days and deadlines as PGs write them: 20300131 or 2030-01-31, in Korean time."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pgbridge.rules import conditional
from pgbridge.rules.view import KST

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from pgbridge.rules import Options, Rule, View

BARE_DAY: Final = re.compile(r"[0-9]{4}(-?)[0-9]{2}\1[0-9]{2}")
CLOSE_WRITTEN: Final = re.compile(r"[0-9]{14}")
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


def expired(path: str) -> Callable[[View], bool]:
    """Make the test whether the deadline at `path` is over; a day without a time ends at midnight.

    Besides ISO 8601 the SDK takes YYYYMMDD, YYYYMMDDHHmmss, YYYY-MM-DD and YYYY-MM-DD HH:mm:ss; without a zone it is Korean
    time.
    """

    def over(view: View) -> bool:
        text = view.get(path)
        if not isinstance(text, str):
            return False
        if CLOSE_WRITTEN.fullmatch(text):
            text = f"{text[:8]}T{text[8:]}"
        try:
            due = datetime.fromisoformat(text.upper())
        except ValueError:
            return False
        if BARE_DAY.fullmatch(text):
            due = datetime.combine(due, time.max)
        return (due if due.tzinfo else due.replace(tzinfo=KST)) <= view.now

    return over


def to_come(
    id: str, path: str, *, fact: str = "The deposit deadline lies in the future.", **options: Unpack[Options]
) -> Rule:
    """Demand a deadline that is not over."""
    return conditional(
        id, path, expired(path), fact=fact, breaks={path: "2020-01-01T00:00:00+09:00"}, **options
    )
