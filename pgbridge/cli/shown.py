"""Results of any operation for output: what is known of them, without the vendor's own bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

HIDDEN = frozenset(("wire",))


def plain(value: Any) -> Any:
    """Return a result as JSON has it; what is not known is left out."""
    if isinstance(value, Struct):
        names = (name for name in value.__struct_fields__ if name not in HIDDEN)
        found = {name: plain(getattr(value, name)) for name in names}
        return {name: each for name, each in found.items() if each not in (None, [], {})}
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    return value


def facts(value: Any, at: str = "") -> Iterator[tuple[str, object]]:
    """Yield names and values of what `plain` returned, one pair for each thing."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from facts(each, f"{at}.{name}" if at else name)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from facts(each, f"{at}[{number}]")
    else:
        yield at or "result", value


def one_line(value: Any) -> str:
    """Return one row of a listing."""
    return "  ".join(f"{name}={each}" if name != "result" else str(each) for name, each in facts(value))
