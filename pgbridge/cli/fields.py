"""The fields of an operation, with what lies inside them: for help, and for finding slips of the pen in JSON."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.checks import KEPT_HERE
from pgbridge.registry import Registry

IVAR = re.compile(r"^:ivar (\w+):[ ]*(.*(?:\n(?!:|\n).*)*)", re.MULTILINE)
NAMES = {str: "text", int: "whole number", bool: "true or false", float: "number", bytes: "text"}
TIMES = {datetime: "time with zone, such as 2030-01-01T09:00:00+09:00", date: "date, such as 2030-01-01"}
# Values that a command line would leave in the shell's history and in the list of processes.
SECRET = frozenset(
    (
        "card",
        "password",
        "otp",
        "identity_number",
        "token",
        "refresh_token",
        "code_verifier",
        "escrow_password",
    )
)
DEEPEST = 3


class Line(Struct, frozen=True, kw_only=True):
    """One field.

    :ivar path: where it goes, such as `amount.total` or `rows[].order_id`
    :ivar type: in words
    :ivar note: what the field's class says of it
    """

    path: str
    type: str
    required: bool
    note: str


def lines(kind: type[Any], at: str = "", depth: int = 0) -> Iterator[Line]:
    """Yield every field of a Struct, and those of the Structs inside it."""
    notes = notes_of(kind)
    for field in msgspec.structs.fields(kind):
        path = f"{at}{field.name}"
        inner, many = structs_in(field.type)
        yield Line(path=path, type=words(field.type), required=field.required, note=notes.get(field.name, ""))
        if depth < DEEPEST:
            for each in inner:
                yield from lines(each, f"{path}{'[]' if many else ''}.", depth + 1)


def notes_of(kind: type[Any]) -> dict[str, str]:
    """Return what the docstrings of a class and its bases say of its fields; the nearest wins."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        text = inspect.cleandoc(base.__doc__ or "")
        found |= {name: " ".join(note.split()) for name, note in IVAR.findall(text)}
    return found


def options(hint: Any) -> tuple[Any, ...]:
    """Return what a type may be, leaving out None."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return tuple(each for each in typing.get_args(hint) if each is not type(None))
    return (hint,)


def structs_in(hint: Any) -> tuple[tuple[type[Any], ...], bool]:
    """Return the Structs that a field holds, and whether it holds a list of them."""
    found: list[type[Any]] = []
    many = False
    for each in options(hint):
        if typing.get_origin(each) is tuple:
            inside, _ = structs_in(typing.get_args(each)[0])
            found += inside
            many = many or bool(inside)
        elif isinstance(each, type) and issubclass(each, Struct):
            found.append(each)
    return tuple(found), many


def words(hint: Any) -> str:
    """Return a type in words."""
    return " or ".join(dict.fromkeys(word(each) for each in options(hint)))


def word(hint: Any) -> str:
    """Return one of the things that a type may be, in words."""
    if hint in NAMES or hint in TIMES:
        return NAMES.get(hint) or TIMES[hint]
    origin = typing.get_origin(hint)
    if origin is tuple:
        return f"list of {words(typing.get_args(hint)[0])}"
    if hint is Any:
        return "any JSON"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return "object"
    if isinstance(hint, type) and issubclass(hint, Struct):
        return f"object ({hint.__name__})"
    return getattr(hint, "__name__", str(hint))


def carried(name: str, path: str, registry: Registry, api: str) -> str:
    """Say what becomes of a field on one API: its wire name, `kept here`, `not sent`, or `-` where it is refused."""
    module = registry.api(api).module(name)
    fields = module.FIELDS
    dropped: frozenset[str] = getattr(module, "DROPPED", frozenset())
    plain = path.replace("[]", "")
    for known in (path, plain):
        if known in fields:
            wire = fields[known]
            if wire:
                return wire
            return "not sent" if known in dropped else "kept here" if known in KEPT_HERE else "-"
    inside = [wire for known, wire in fields.items() if known.replace("[]", "").startswith(f"{plain}.")]
    if any(inside):
        return "yes"
    outer = next((known for known in fields if plain.startswith(f"{known.replace('[]', '')}.")), None)
    if outer is not None:
        wire = fields[outer]
        return wire or ("not sent" if outer in dropped else "-")
    return "kept here"
