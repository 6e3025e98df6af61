"""Pages and windows of time that V1's listings take."""

from __future__ import annotations

from datetime import datetime, timedelta

from pgbridge_iamport.refusal import Problems, problem
from pgbridge_iamport.times import epoch

SORTS = ("-started", "started", "-paid", "paid", "-updated", "updated")
MOST_PER_PAGE = 1000


def window(since: datetime | None, until: datetime | None) -> tuple[tuple[str, str], ...]:
    """Return `from` and `to`, as far as they are given."""
    pairs = (("from", since), ("to", until))
    return tuple((name, str(epoch(time))) for name, time in pairs if time is not None)


def check_paging(page: int, size: int) -> Problems:
    """Return what is wrong with page and size."""
    problems: Problems = []
    if page < 0:
        problems.append(problem("page", "min", "page: counts from 0", neutral="page", value=0))
    if not 1 <= size <= MOST_PER_PAGE:
        problems.append(
            problem("limit", "max", f"size: 1 to {MOST_PER_PAGE} on V1", neutral="size", value=MOST_PER_PAGE)
        )
    return problems


def check_window(since: datetime | None, until: datetime | None, days: int, field: str) -> Problems:
    """Return what is wrong with a window of time."""
    if since is None or until is None:
        return []
    if until < since:
        return [problem(field, "min", "until: must not lie before since", neutral="until")]
    if until - since > timedelta(days=days):
        message = f"since and until: V1 takes at most {days} days in one call; ask for shorter windows"
        return [problem(field, "max", message, neutral="since", value=days)]
    return []
