"""V1's times: UNIX seconds on the wire, where 0 means that it did not happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def happened(time: datetime | None) -> datetime | None:
    """Return a time that V1 told; None for its 0."""
    return time if time is not None and time > EPOCH else None


def utc(seconds: int | None) -> datetime | None:
    """Return the time of `seconds`; None for 0, None and what no calendar holds."""
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def epoch(time: datetime | None) -> int:
    """Return UNIX seconds, rounded down; 0 for None.

    :raises ValueError: the time has no zone
    """
    if time is None:
        return 0
    if time.tzinfo is None:
        raise ValueError("the time needs a zone: a naive datetime says nothing about when it is")
    return (time - EPOCH) // timedelta(seconds=1)
