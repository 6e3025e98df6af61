"""What a PG takes under `bypass`: its classes say which parameters there are, and of which type. Pure.

`Provider.bypass` names a `TypedDict` for an operation: the whole of `bypass`. From it come two rules, both warnings: what nobody
knows of is passed on all the same, for the PG may know it.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from msgspec import Struct

from pgbridge.rules.model import Provider, Rule
from pgbridge.rules.view import View, missing

FIELD = "bypass"
MANY = 20  # names in a message


class Shape(Struct, frozen=True, kw_only=True):
    """What a value may be.

    :ivar fields: of an object: its parameters
    :ivar items: of a list: its entries
    :ivar kinds: of anything else: the JSON types; empty is any
    """

    fields: Mapping[str, Shape] | None = None
    items: Shape | None = None
    kinds: tuple[type, ...] = ()


def shape_of(hint: Any) -> Shape:
    """Read a type, once."""
    if hint not in SHAPES:
        SHAPES[hint] = read(hint)
    return SHAPES[hint]


SHAPES: Final[dict[Any, Shape]] = {}


def read(hint: Any) -> Shape:
    """Read a type."""
    if is_typeddict(hint):
        return Shape(fields={name: shape_of(inner) for name, inner in get_type_hints(hint).items()})
    origin, inner = get_origin(hint), get_args(hint)
    if origin is list:
        return Shape(items=shape_of(inner[0]))
    if origin is Literal:
        return Shape(kinds=tuple(dict.fromkeys(type(value) for value in inner)))
    if origin in (Union, types.UnionType):
        return Shape(kinds=tuple(kind for each in inner for kind in shape_of(each).kinds))
    if hint in (str, int, bool, float):
        return Shape(kinds=(hint,))
    return Shape()


def paths(shape: Shape, at: str = FIELD) -> Iterator[str]:
    """Yield the wire path of every parameter that has no parts of its own."""
    if shape.fields is not None:
        for name, inner in shape.fields.items():
            yield from paths(inner, f"{at}.{name}")
    elif shape.items is not None and shape.items.fields is not None:
        yield from paths(shape.items, f"{at}[]")
    else:
        yield at


def unknown(value: object, shape: Shape) -> bool:
    """Tell whether a value holds a parameter that the shape lacks."""
    if shape.fields is not None and isinstance(value, dict):
        return any(
            name not in shape.fields or unknown(inner, shape.fields[name]) for name, inner in value.items()
        )
    if shape.items is not None and isinstance(value, (list, tuple)):
        return any(unknown(item, shape.items) for item in value)
    return False


def mistyped(value: object, shape: Shape) -> bool:
    """Tell whether some value is of another JSON type than the shape says."""
    if missing(value):
        return False
    if shape.fields is not None:
        known = shape.fields
        return not isinstance(value, dict) or any(
            mistyped(inner, known[name]) for name, inner in value.items() if name in known
        )
    if shape.items is not None:
        items = shape.items
        return not isinstance(value, (list, tuple)) or any(mistyped(item, items) for item in value)
    if not shape.kinds:
        return False
    if isinstance(value, bool):
        return bool not in shape.kinds
    return not isinstance(value, (*shape.kinds, int) if float in shape.kinds else shape.kinds)


def rules_of_shape(provider: Provider, operation: str) -> tuple[Rule, ...]:
    """Make the rules about an operation's `bypass`; none where the PG's module names no class for it."""
    hint = provider.bypass.get(operation)
    if hint is None:
        return ()
    shape = shape_of(hint)
    names = [path.removeprefix(f"{FIELD}.") for path in paths(shape)]
    told = ", ".join(names[:MANY]) + (f" and {len(names) - MANY} more" if len(names) > MANY else "")
    return tuple(
        Rule(
            id=f"{operation}.{name}",
            kind="conditional",
            on=(operation,),
            fact=fact,
            field=FIELD,
            severity="warning",
            trips=tested(test, shape),
        )
        for name, test, fact in (
            ("bypass-unknown", unknown, f"It holds what PortOne's pages do not name; they have {told}."),
            ("bypass-type", mistyped, "A parameter in it is of another type than PortOne's pages say."),
        )
    )


def tested(test: Callable[[object, Shape], bool], shape: Shape) -> Callable[[View], bool]:
    """Make the test of a request; V1's REST bodies write `bypass` as a JSON text, which is not looked into."""

    def trips(view: View) -> bool:
        value = view.request.get(FIELD)
        return isinstance(value, dict) and test(value, shape)

    return trips
