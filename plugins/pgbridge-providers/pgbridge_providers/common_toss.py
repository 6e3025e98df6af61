"""What Toss Payments does on both APIs with a choice of instalment months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.rules import number

if TYPE_CHECKING:
    from collections.abc import Iterable


def widened(months: Iterable[object], *, lump_sum_listed: bool) -> bool:
    """Tell whether the window offers more months than listed: it goes from the lump sum up to the longest.

    0 and 1 are the lump sum; `lump_sum_listed` demands that the list says so itself.
    """
    listed = {int(month) for month in map(number, months) if month is not None}
    longer = {month for month in listed if month > 1}
    if not longer:
        return False
    gaps = len(longer) < max(longer) - 1
    return gaps or (lump_sum_listed and not listed & {0, 1})
