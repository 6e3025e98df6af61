"""What a handler of the admin API gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from pgbridge.simulator.http import Request

T = TypeVar("T")
Json = dict[str, Any]
DEFAULT_LIMIT, HIGHEST_LIMIT = 50, 1_000


class Wrong(ValueError):
    """What was sent is wrong."""


class Missing(LookupError):
    """There is no such thing."""


class Call(Struct, frozen=True, kw_only=True):
    """A request and the parameters of its path."""

    request: Request
    params: dict[str, str]

    def body(self, kind: type[T]) -> T:
        """Decode the body, or nothing sent as an empty object; unknown fields are refused by the types themselves.

        :raises Wrong: it does not fit
        """
        try:
            return msgspec.json.decode(self.request.body or b"{}", type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Wrong(f"body: {error}") from None

    def text(self, name: str) -> str | None:
        """Return a query parameter."""
        return self.request.parameter(name)

    def integer(self, name: str, default: int, most: int | None = None) -> int:
        """Return a query parameter that is a number.

        :raises Wrong: it is none, or too large
        """
        value = self.text(name)
        if value is None:
            return default
        if not value.isdigit() or (most is not None and int(value) > most):
            limit = "" if most is None else f" up to {most}"
            raise Wrong(f"{name}: must be a whole number{limit}")
        return int(value)


class Route(Struct, frozen=True, kw_only=True):
    """One call: what it does is its handler's docstring, what it takes `body` and `query`.

    :ivar handler: gets the simulator and the call
    :ivar waits: it asks the shop, which may call the simulator before it answers
    """

    method: str
    path: str
    handler: Callable[[Any, Call], Any]
    body: type[Struct] | None = None
    query: tuple[str, ...] = ()
    waits: bool = False


def page(call: Call, rows: list[Any], write: Callable[[Any], Json]) -> Json:
    """Answer with the newest rows, the newest first; `before` a number gives the ones before it."""
    before = call.integer("before", 0)
    limit = call.integer("limit", DEFAULT_LIMIT, HIGHEST_LIMIT)
    chosen = [each for each in rows if not before or each.serial < before]
    shown = sorted(chosen, key=lambda each: -each.serial)[:limit]
    more = shown[-1].serial if len(chosen) > len(shown) and shown else None
    return {"items": [write(each) for each in shown], "total": len(rows), "before": more}
