"""Pages and windows of time that V1's listings take."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec

from pgbridge_iamport.refusal import Problems, problem
from pgbridge_iamport.times import epoch

W = TypeVar("W", bound=Any)
SECOND = timedelta(seconds=1)
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


def within(op: W, days: int, *, newest_first: bool = False) -> W:
    """Return the part of a period to begin with that V1 takes in one call."""
    since, until = op.since, op.until
    if since is None or until is None or until - since <= timedelta(days=days):
        return op
    if newest_first:
        return msgspec.structs.replace(op, since=until - timedelta(days=days))
    return msgspec.structs.replace(op, until=since + timedelta(days=days))


def beyond(
    op: W, step: W, days: int, *, newest_first: bool = False, gap: timedelta = timedelta(0)
) -> W | None:
    """Return the next part of a period; None after the last.

    :param gap: between two parts, where both ends of a part belong to it
    """
    if None in (op.since, op.until, step.since, step.until):
        return None
    if newest_first:
        since, until = op.since, step.since - gap
    else:
        since, until = step.until + gap, op.until
    if until < since or (not gap and until == since):
        return None
    rest = msgspec.structs.replace(step, page=0, since=since, until=until)
    return within(rest, days, newest_first=newest_first)


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
