"""Pages of listings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from pgbridge.model.page import Page
from pgbridge_portone.asking import MOST, problem, refuse
from pgbridge_portone.shapes.answers import ItemsShape, PageShape

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pgbridge.wire import Flow

T = TypeVar("T")
MILLISECOND = timedelta(milliseconds=1)


def page_of(shape: ItemsShape, items: tuple[T, ...], op: Any) -> Page[T]:
    """Return a page. Its total may mean this page alone, so a full page is what promises another."""
    info = shape.page or PageShape()
    size = info.size or getattr(op, "size", None) or len(items)
    return Page(
        items=items,
        number=info.number if info.number is not None else getattr(op, "page", 0),
        size=size,
        total=info.total_count,
        more=bool(items) and len(items) >= size,
    )


def onward(
    step: Any, page: Page[Any], moment: Callable[[Any], datetime | None], *, newest_first: bool = True
) -> Any:
    """Return what asks for the next page, deeper than V2 counts too; None after the last.

    Behind the last row that V2 gives of one query the period is cut short to where that row is. The walk leaves out
    what it has given already.

    :param moment: the time by which the listing is ordered and its period is meant
    :raises RuleViolation: the rows are not in that order, or too many have one and the same time
    """
    if not page.more:
        return None
    if (step.page + 2) * step.size <= MOST:
        return replace(step, page=step.page + 1)
    times = [moment(item) for item in page.items]
    known = [time for time in times if time is not None]
    ordered = len(known) == len(times) > 0 and known == sorted(known, reverse=newest_first)
    if newest_first:
        # Times may be finer than what was read of them.
        edge = known[-1] + MILLISECOND if ordered else None
        further = edge is not None and (step.until is None or edge < step.until)
        change = {"until": edge}
    else:
        edge = known[-1] if ordered else None
        further = edge is not None and (step.since is None or edge > step.since)
        change = {"since": edge}
    if not further:
        message = f"V2 gives {MOST:,} rows of one query, and these cannot be split by time: ask for a shorter period"
        raise refuse(problem("depth", "page", message, neutral="since"), subject="list")
    return replace(step, page=0, **change)


def page_shape(page: Page[Any], op: Any) -> PageShape:
    """Write where a page stands."""
    return PageShape(
        number=page.number,
        size=page.size or getattr(op, "size", None) or len(page.items),
        total_count=page.total,
    )


def every(op: Any, one: Any, following: Any) -> Flow[tuple[Any, ...]]:
    """Read all pages: `one` reads a page, `following` asks for the next."""
    found: list[Any] = []
    asking = op
    while asking is not None:
        page = yield from one(asking)
        found.extend(page.items)
        asking = following(asking, page)
    return tuple(found)
