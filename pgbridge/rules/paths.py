"""Reading and writing requests at wire paths: `a.b.c`, `items[].x` for every row."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

Request = dict[str, Any]


def values(request: object, path: str) -> list[Any]:
    """Return every value at a path; None stands for one that is missing."""
    found: list[Any] = [request]
    for part in path.split("."):
        name, many = part.removesuffix("[]"), part.endswith("[]")
        found = [each.get(name) if isinstance(each, dict) else None for each in found]
        if many:
            found = [each for rows in found if isinstance(rows, list) for each in rows]
    return found


def put(request: Request, path: str, value: Any) -> None:
    """Write a value at a path, in every row of a list; None takes the field out."""
    *parents, last = path.split(".")
    places: list[Request] = [request]
    for part in parents:
        name, many = part.removesuffix("[]"), part.endswith("[]")
        if value is None:
            places = [place for place in places if place.get(name)]
        for place in places:
            fit = isinstance(place.get(name), list if many else dict)
            if not fit or (many and not place[name]):
                place[name] = [{}] if many else {}
        places = [
            row
            for place in places
            for row in (place[name] if many else [place[name]])
            if isinstance(row, dict)
        ]
    name = last.removesuffix("[]")
    for place in places:
        if value is None:
            place.pop(name, None)
        else:
            place[name] = copy.deepcopy(
                [value] if last.endswith("[]") and not isinstance(value, list) else value
            )


def changed(request: Request, changes: Mapping[str, Any]) -> Request:
    """Return a request with other values at some paths."""
    found = copy.deepcopy(request)
    for path, value in changes.items():
        put(found, path, value)
    return found


def difference(old: object, new: object, at: str = "") -> dict[str, Any]:
    """Return, by wire path, what `new` has that `old` has not, or has otherwise; None for what is gone."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return {} if old == new else {at: new}
    found: dict[str, Any] = {}
    for name in (*new, *(name for name in old if name not in new)):
        path = f"{at}.{name}" if at else name
        found |= difference(old.get(name), new.get(name), path)
    return found
