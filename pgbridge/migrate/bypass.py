"""Carry the parameters of one PG from one API's window to the other's, where the PG has them on both.

What is the same is told by the PGs' modules: `Provider.bypass` says what each API takes, `Provider.same_bypass` which of it has
another name or place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pgbridge.operations.base import CashReceiptRequest
from pgbridge.registry import Registry
from pgbridge.rules import Provider
from pgbridge.rules.bypass import FIELD, Shape, shape_of
from pgbridge.rules.paths import difference, put, values

# V1 joins options with colons, but for those inside brackets, or with & where they are name=value.
COLON = re.compile(r":(?![^(]*\))")
Own = dict[str, Any]


def carried(own: Own, source: str, registry: Registry) -> tuple[Own, list[str]]:
    """Return what of one PG's parameters the other API takes, as it takes it, and the paths of the rest.

    :param own: `bypass`, and on V1 what lies beside the window's common parameters (`naverProducts`)
    """
    found: Own = {}
    target = "v1" if source == "v2" else "v2"
    pgs = of_these(own, source, registry)
    here, there = (
        merged(registry.provider(api, slug) for pg in pgs for slug in pg[api]) for api in (source, target)
    )
    rest: Own = own
    for old, new in renamed(pgs, source, registry):
        value = next(iter(values(rest, old)), None)
        if value is not None:
            rest = without(rest, old.split("."))
            put(found, new, written(value, at(there, new)))
    kept, lost = both(rest.get(FIELD) or {}, here, there, FIELD)
    if kept:
        found[FIELD] = deep({**found.get(FIELD, {})}, kept)
    return found, [*lost, *(name for name in rest if name != FIELD)]


def of_these(own: Own, source: str, registry: Registry) -> list[dict[str, list[str]]]:
    """Return the slugs, by API, of the PGs whose parameters these are."""
    names = {*own, *(own.get(FIELD) or {})}
    ones: dict[str, list[str]] = {}
    for api, slug in registry.providers("v1"):
        ones.setdefault(registry.provider(api, slug).counterpart or "", []).append(slug)
    found = []
    for api, slug in registry.providers("v2"):
        two = registry.provider(api, slug)
        firsts = {key for hint in two.bypass.values() for key in shape_of(hint).fields or {}}
        if source == "v1":
            firsts |= {old.removeprefix(f"{FIELD}.").partition(".")[0] for old in two.same_bypass}
        if names & firsts:
            found.append({"v1": ones.get(slug, []), "v2": [slug]})
    return found


def renamed(
    pgs: Iterable[Mapping[str, Sequence[str]]], source: str, registry: Registry
) -> list[tuple[str, str]]:
    """Return where what has another name stands on the source's side, and where on the other."""
    pairs = [
        pair for pg in pgs for slug in pg["v2"] for pair in registry.provider("v2", slug).same_bypass.items()
    ]
    return pairs if source == "v1" else [(new, old) for old, new in pairs]


# V1 has these in `bypass` for every PG; V2 has fields of its own.
RECEIPTS = {"personal": "personal", "corporate": "corporate", "anonymous": "none"}
BY_ACCOUNT = ("transfer", "virtual_account", "easy_pay")


def receipt_into(op: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the operation's fields emptied of what V1 says in `bypass`, and what it says there."""
    changes: dict[str, Any] = {}
    found: dict[str, Any] = {}
    asked = getattr(op, "cash_receipt", None)
    kind = {name: wire for wire, name in RECEIPTS.items()}.get(asked.type) if asked else None
    if asked is not None and kind is not None:
        changes["cash_receipt"] = None
        found |= {"cashReceiptType": kind}
        found |= {"customerIdentifier": asked.identity} if asked.identity else {}
    if getattr(op, "cultural_expense", None) is not None:
        changes["cultural_expense"] = None
        found["isCulturalExpense"] = op.cultural_expense
    return changes, found


def receipt_out_of(op: Any) -> tuple[dict[str, Any], set[str]]:
    """Return the operation's fields for what V1 says of cash receipt and cultural expenses in `bypass`, and those paths.

    V2 takes a cash receipt for transfers, virtual accounts and easy payments.
    """
    own, found, paths = op.bypass or {}, {}, set()
    kind = RECEIPTS.get(str(own.get("cashReceiptType")))
    if kind and getattr(op, "method", None) in BY_ACCOUNT and hasattr(op, "cash_receipt"):
        found["cash_receipt"] = CashReceiptRequest(type=kind, identity=own.get("customerIdentifier"))
        paths |= {f"{FIELD}.cashReceiptType", f"{FIELD}.customerIdentifier"}
    if isinstance(own.get("isCulturalExpense"), bool) and hasattr(op, "cultural_expense"):
        found["cultural_expense"] = own["isCulturalExpense"]
        paths.add(f"{FIELD}.isCulturalExpense")
    return found, paths


def merged(providers: Iterable[Provider]) -> Shape:
    """Return all that PGs take under `bypass`, whatever the operation."""
    whole = Shape(fields={})
    for provider in providers:
        for hint in provider.bypass.values():
            whole = together(whole, shape_of(hint))
    return whole


def together(one: Shape, other: Shape) -> Shape:
    """Return a shape that takes what either takes."""
    if one.fields is None or other.fields is None:
        return one
    fields = dict(one.fields)
    for name, inner in other.fields.items():
        fields[name] = together(fields[name], inner) if name in fields else inner
    return Shape(fields=fields)


def both(value: Any, here: Shape, there: Shape, path: str) -> tuple[Any, list[str]]:
    """Return what of a value both shapes take, and the paths of the rest."""
    if here.fields is None or there.fields is None or not isinstance(value, Mapping):
        return written(value, there), []
    kept: Own = {}
    lost: list[str] = []
    for name, inner in value.items():
        if name not in here.fields or name not in there.fields:
            lost += difference({}, inner, f"{path}.{name}")
            continue
        part, left = both(inner, here.fields[name], there.fields[name], f"{path}.{name}")
        lost += left
        if part != {} or inner == {}:
            kept[name] = part
    return kept, lost


def at(shape: Shape, path: str) -> Shape:
    """Return the shape at a path below `bypass`; any, where there is none."""
    for name in path.split(".")[1:]:
        shape = (shape.fields or {}).get(name, Shape())
    return shape


def written(value: Any, shape: Shape) -> Any:
    """Return options as the other side writes them: V1 joins some into one text that V2 lists."""
    if isinstance(value, str) and shape.items is not None:
        return value.split("&") if "=" in value else COLON.split(value)
    if isinstance(value, list) and shape.kinds == (str,) and all(isinstance(each, str) for each in value):
        return ("&" if any("=" in each for each in value) else ":").join(value)
    return value


def without(own: Own, steps: Sequence[str]) -> Own:
    """Return the parameters without the one at a path, and without what that leaves empty."""
    name, *rest = steps
    inner = without(own[name], rest) if rest else {}
    others = {key: value for key, value in own.items() if key != name}
    return {**others, name: inner} if inner else others


def deep(into: Own, more: Own) -> Own:
    """Return the two put together, object by object."""
    for name, value in more.items():
        old = into.get(name)
        into[name] = deep(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return into
