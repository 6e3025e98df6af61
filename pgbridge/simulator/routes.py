"""Finding the handler of a request; path segments are matched first and decoded after."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar
from urllib.parse import unquote

from msgspec import Struct

H = TypeVar("H", bound=Callable[..., object])


class Match(Struct, Generic[H], frozen=True, kw_only=True):
    """A handler and the path parameters for it."""

    handler: H
    params: dict[str, str]


def fits(pattern: str, path: str) -> dict[str, str] | None:
    """Return the path parameters if `path` has the form of `pattern` (`/payments/{id}`)."""
    wanted, given = pattern.split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    params: dict[str, str] = {}
    for want, have in zip(wanted, given, strict=True):
        if want.startswith("{"):
            if not have:
                return None
            params[want[1:-1]] = unquote(have)
        elif want != have:
            return None
    return params


def find(routes: Sequence[tuple[str, str, H]], method: str, path: str) -> Match[H] | None:
    """Return the first route that fits."""
    for verb, pattern, handler in routes:
        if verb == method and (params := fits(pattern, path)) is not None:
            return Match(handler=handler, params=params)
    return None


def known(routes: Sequence[tuple[str, str, H]], path: str) -> bool:
    """Whether some method is served at `path`."""
    return any(fits(pattern, path) is not None for _, pattern, _ in routes)
