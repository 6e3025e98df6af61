"""Walking a listing: page after page, window after window, and where to go on another day. Pure.

An API's module of a listing has `following(op, page)`, the operation for the next page. Where the vendor lists less in one
go than was asked for, it also has `within(op)`, the part of the listing to begin with, and `onward(op, step, page)`,
which goes on from a page of `step` to the next one or into the next part of `op`.
"""

from __future__ import annotations

import base64
from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from pgbridge.errors import ConfigError
from pgbridge.model.page import Page
from pgbridge.operations.base import Listing
from pgbridge.wire import OperationModule

T = TypeVar("T")
# Parts of a listing may overlap at their edges by what has one and the same time.
REMEMBERED = 2


class Walk(Generic[T]):
    """Where a walk through a listing stands.

    :param cursor: of an earlier walk through the same listing
    :raises ConfigError: the cursor is not of this listing
    """

    def __init__(self, op: Listing[Page[T]], cursor: str | None = None) -> None:
        self.op = self.whole = op
        self.step: Listing[Any] | None = None
        self.done = 0
        self.ended = False
        self._seen: OrderedDict[str, None] = OrderedDict()
        if cursor is not None:
            self.step, self.done = opened(op, cursor)

    @property
    def cursor(self) -> str | None:
        """Where to go on after the last item that was given; None before the first page and after the end."""
        return None if self.step is None or self.ended else sealed(self.op, self.step, self.done)

    def open_ended(self, module: OperationModule) -> bool:
        """Tell whether parts of the period are asked for one by one, and it is not said where the last one ends."""
        whole: Any = self.whole
        return hasattr(module, "within") and whole.since is not None and whole.until is None

    def end(self, moment: datetime) -> None:
        """Let an open period end at a moment; a cursor does not keep it, so that a later walk goes on until its own."""
        self.whole = msgspec.structs.replace(self.op, until=moment)

    def asking(self, module: OperationModule) -> Listing[Any]:
        """Return the operation for the next page."""
        if self.step is None:
            within = getattr(module, "within", None)
            self.step = self.op if within is None else within(self.whole)
        return self.step

    def items(self, page: Page[T]) -> Iterator[T]:
        """Yield what of a page was not given yet, counting it as given."""
        for item in page.items[: self.done]:  # given by an earlier walk
            if (name := name_of(item)) is not None:
                self._seen[name] = None
        for item in page.items[self.done :]:
            self.done += 1
            name = name_of(item)
            if name is not None:
                if name in self._seen:
                    continue
                self._seen[name] = None
            yield item
        while len(self._seen) > REMEMBERED * max(len(page.items), page.size, 1):
            self._seen.popitem(last=False)

    def turn(self, module: OperationModule, page: Page[T]) -> bool:
        """Go on to the next page; False at the end."""
        assert self.step is not None
        onward = getattr(module, "onward", None)
        following: Any = module
        found = onward(self.whole, self.step, page) if onward else following.following(self.step, page)
        if found is None:
            self.ended = True
            return False
        self.step, self.done = found, 0
        return True


def name_of(item: Any) -> str | None:
    """Return what tells an item from others; None for plain JSON."""
    for field in ("id", "attempt_id", "order_id"):
        if (found := getattr(item, field, None)) is not None:
            return f"{field} {found}"
    return None


def sealed(op: Listing[Any], step: Listing[Any], done: int) -> str:
    """Write down where a walk stands: how the step differs from the whole, and how much of its page was given."""
    differs = {
        name: getattr(step, name) for name in op.__struct_fields__ if getattr(step, name) != getattr(op, name)
    }
    text = msgspec.json.encode({"of": op.name, "step": differs, "done": done})
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def opened(op: Listing[Any], cursor: str) -> tuple[Listing[Any], int]:
    """Read where a walk stood.

    :raises ConfigError: it is not of this listing
    """
    message = "cursor: is not one of this listing; use `cursor` of an earlier walk through it, as it is"
    try:
        data = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        types = {field.name: field.type for field in msgspec.structs.fields(op)}
        if data["of"] != op.name or data["done"] < 0:
            raise ConfigError(message)
        changes = {name: msgspec.convert(value, types[name]) for name, value in data["step"].items()}
        return msgspec.structs.replace(op, **changes), int(data["done"])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ConfigError(message) from None
