"""What there is to do: every operation by its neutral name, and which API can do it. Loads only what is asked for."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_origin

from msgspec import Struct

import pgbridge.operations
from pgbridge.errors import ConfigError, UnsupportedOperation
from pgbridge.operations.base import Listing, Operation
from pgbridge.registry import Registry

PACKAGE = "pgbridge.operations"


class Support(Struct, frozen=True, kw_only=True):
    """What one API can do of an operation.

    :ivar endpoints: as the vendor's documents write them
    :ivar approximations: sentences on what it does in another way
    :ivar alternative: what to do instead where it cannot
    """

    supported: bool
    endpoints: tuple[str, ...] = ()
    approximations: tuple[str, ...] = ()
    alternative: str = ""


class Entry(Struct, frozen=True, kw_only=True):
    """One operation.

    :ivar kind: its class
    :ivar gives: what executing it returns, as it is written in code
    :ivar does: `write`, `read`, `list` (in pages) or `browser`
    :ivar apis: by name of the API
    """

    name: str
    kind: type[Operation[Any]]
    gives: str
    does: str
    apis: Mapping[str, Support]


@cache
def kinds() -> Mapping[str, type[Operation[Any]]]:
    """Return every operation's class by its neutral name, sorted; imports all of them."""
    found: dict[str, type[Operation[Any]]] = {}
    for info in pkgutil.walk_packages(pgbridge.operations.__path__, f"{PACKAGE}."):
        found |= defined(info.name)
    return {name: found[name] for name in sorted(found)}


def defined(module: str) -> dict[str, type[Operation[Any]]]:
    """Return the operations that a module defines."""
    return {
        item.name: item
        for item in vars(importlib.import_module(module)).values()
        if isinstance(item, type) and issubclass(item, Operation) and item.__module__ == module and item.name
    }


def kind_of(name: str) -> type[Operation[Any]]:
    """Return the class of an operation; imports its own module alone.

    :raises ConfigError: there is no such operation; the message names those that are alike
    """
    resource, *verb = name.split(".")
    try:
        return defined(f"{PACKAGE}.{resource}.{'_'.join(verb)}")[name]
    except (ModuleNotFoundError, KeyError, ValueError):
        pass
    from difflib import get_close_matches  # noqa: PLC0415 - only a slip of the pen needs it

    alike = get_close_matches(name, kinds(), n=4, cutoff=0.5) or [
        each for each in kinds() if resource and each.startswith(f"{resource}.")
    ]
    hint = f"did you mean {', '.join(alike)}?" if alike else "see pgbridge operations"
    raise ConfigError(f"there is no operation {name!r}: {hint}")


def entry(name: str, registry: Registry) -> Entry:
    """Return what there is to know of an operation.

    :raises ConfigError: there is no such operation
    """
    kind = kind_of(name)
    return Entry(
        name=name,
        kind=kind,
        gives=gives(kind),
        does=does(kind),
        apis={api: support(name, api, registry) for api in sorted(registry.apis)},
    )


def entries(registry: Registry) -> list[Entry]:
    """Return every operation, by name."""
    return [entry(name, registry) for name in kinds()]


def support(name: str, api: str, registry: Registry) -> Support:
    """Return what one API can do of an operation."""
    try:
        module = registry.api(api).module(name)
    except UnsupportedOperation as error:
        return Support(supported=False, alternative=error.alternative)
    return Support(
        supported=True,
        endpoints=module.ENDPOINTS,
        approximations=getattr(module, "APPROXIMATIONS", ()),
    )


def does(kind: type[Operation[Any]]) -> str:
    """Say whether an operation writes, reads, lists, or is a call for the browser."""
    if kind.name.startswith("browser."):
        return "browser"
    if issubclass(kind, Listing):
        return "list"
    return "write" if kind.family else "read"


def gives(kind: type[Operation[Any]]) -> str:
    """Return the name of what an operation gives."""
    for base in kind.__mro__:
        for written in getattr(base, "__orig_bases__", ()):
            if isinstance(get_origin(written), type) and issubclass(get_origin(written), Operation):
                return typed(get_args(written)[0])
    return ""


def typed(item: Any) -> str:
    """Return a type as it is written in code."""
    origin, inner = get_origin(item), get_args(item)
    if origin is None:
        return "..." if item is Ellipsis else getattr(item, "__name__", str(item))
    return f"{origin.__name__}[{', '.join(map(typed, inner))}]"
