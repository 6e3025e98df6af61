"""Pages of listings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pgbridge.model.page import Page
from pgbridge_portone.shapes.answers import ItemsShape, PageShape

if TYPE_CHECKING:
    from pgbridge.wire import Flow

T = TypeVar("T")


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
