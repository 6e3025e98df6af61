"""Finding the handler of a request; path segments are matched first and decoded after."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar
from urllib.parse import unquote

from msgspec import Struct

H = TypeVar("H", bound=Callable[..., object])


class Match(Struct, Generic[H], frozen=True, kw_only=True):
    """A handler, the path parameters for it, and the form of path that it is for."""

    handler: H
    params: dict[str, str]
    pattern: str = ""


class Router(Generic[H]):
    """The routes of an API, by method and number of segments. The first route that fits is taken."""

    def __init__(self, routes: Sequence[tuple[str, str, H]]) -> None:
        self.routes = tuple(routes)
        self._by_shape: dict[tuple[str, int], list[tuple[list[str], str, H]]] = {}
        for method, pattern, handler in self.routes:
            segments = pattern.split("/")
            self._by_shape.setdefault((method, len(segments)), []).append((segments, pattern, handler))
        # A request is looked for more than once: for its name, and for its handler.
        self._last: tuple[str, str, Match[H] | None] = ("", "", None)

    def find(self, method: str, path: str) -> Match[H] | None:
        """Return the first route that fits."""
        last_method, last_path, last = self._last
        if last_path == path and last_method == method:
            return last
        found = self._found(method, path)
        self._last = (method, path, found)
        return found

    def _found(self, method: str, path: str) -> Match[H] | None:
        given = path.split("/")
        for segments, pattern, handler in self._by_shape.get((method, len(given)), ()):
            params: dict[str, str] = {}
            for want, have in zip(segments, given, strict=True):
                if want[:1] == "{" and have:
                    params[want[1:-1]] = unquote(have)
                elif want != have:
                    break
            else:
                return Match(handler=handler, params=params, pattern=pattern)
        return None

    def known(self, path: str) -> bool:
        """Whether some method is served at `path`."""
        return any(self.find(method, path) is not None for method, _ in self._by_shape)
