"""Every safeguard, and what takes it out: the proof must then find a violation. Nothing here is within reach of the product.

A guard is taken out by editing the text of the function it stands in. Where the text has changed, `GuardMoved` says so.
"""

from __future__ import annotations

import importlib
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import FunctionType, MappingProxyType
from typing import Any

from msgspec import Struct

from pgbridge.testing import simulation
from pgbridge.testing.proof.guard_table import GUARDS, Edit, Guard

__all__ = ["GUARDS", "Edit", "Guard", "GuardMoved", "removed"]


class GuardMoved(Exception):
    """The text that a guard is taken out of is not there any more: say anew where the guard stands."""


class Place(Struct, frozen=True, kw_only=True):
    """A function whose text is edited."""

    function: Any
    code: Any


@contextmanager
def removed(guard: Guard) -> Iterator[None]:
    """Take a guard out for a while.

    :raises GuardMoved: it is not where the table says
    """
    by_place: dict[str, list[Edit]] = {}
    for edit in guard.edits:
        by_place.setdefault(edit.where, []).append(edit)
    with ExitStack() as stack:
        for where, edits in by_place.items():
            stack.enter_context(edited(where, edits))
        simulation.empty.cache_clear()
        stack.callback(simulation.empty.cache_clear)
        yield


@contextmanager
def edited(where: str, edits: list[Edit]) -> Iterator[None]:
    """Let a function run with another text, wherever it was imported to."""
    function = found(where)
    text = inspect.getsource(function)
    for edit in edits:
        if text.count(edit.old) != 1:
            raise GuardMoved(f"{where}: {text.count(edit.old)} times {edit.old!r}")
        text = text.replace(edit.old, edit.new)
    namespace = dict(function.__globals__)
    source = f"from __future__ import annotations\n{textwrap.dedent(text)}"
    exec(compile(source, f"<{where}>", "exec"), namespace)  # noqa: S102 - our own text, one line of it changed
    before = function.__code__
    function.__code__ = inspect.unwrap(namespace[function.__name__]).__code__
    try:
        yield
    finally:
        function.__code__ = before


def found(where: str) -> FunctionType:
    """Return the function that a place names.

    :raises GuardMoved: there is none
    """
    module, _, name = where.partition(":")
    try:
        thing: Any = importlib.import_module(module)
        for part in name.split("."):
            thing = inspect.getattr_static(thing, part) if isinstance(thing, type) else getattr(thing, part)
    except (ImportError, AttributeError) as error:
        raise GuardMoved(f"{where}: {error}") from None
    thing = inspect.unwrap(thing)
    if not isinstance(thing, FunctionType):
        raise GuardMoved(f"{where} is no function")
    return thing


BY_NAME: Mapping[str, Guard] = MappingProxyType({guard.name: guard for guard in GUARDS})
