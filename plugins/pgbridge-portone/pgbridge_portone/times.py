"""V2's times: RFC 3339 on the wire, aware UTC here."""

from __future__ import annotations

from datetime import UTC, datetime

# Listings look back 90 days and never ahead unless they are told from when until when. These bounds hold everything.
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
END = datetime(2100, 1, 1, tzinfo=UTC)


def utc(time: datetime | None) -> datetime | None:
    """Return the time in UTC; a time without a zone is taken for UTC."""
    if time is None or time.tzinfo is UTC:
        return time
    if time.tzinfo is None:
        return time.replace(tzinfo=UTC)
    try:
        return time.astimezone(UTC)
    except OverflowError:  # the first or last hours of the calendar
        return time.replace(tzinfo=UTC)
