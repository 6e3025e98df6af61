"""Further cases of the facts: each rule is tried beside its own examples, on every operation that it names.

The facts come with a plain reading of their kinds (`check.py` beside them), written by others. Requests are made from each fact
(values at and beside its limits, other members of its lists, conditions met and missed, absent and empty values) and both
readings must agree. What has the wrong JSON type for its field is left out: there the two may differ.
"""

from __future__ import annotations

import copy
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pgbridge_providers.plugin import pgbridge_register_providers

from pgbridge.rules import check
from pgbridge.rules.paths import put

SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).parents[2].parent / "shared")
READING = SHARED / "providers" / "check.py"
if not READING.is_file():
    pytest.skip(f"no provider facts at {SHARED}; set PGBRIDGE_SHARED", allow_module_level=True)
yaml = pytest.importorskip("yaml")

REFS = {(ref.api, ref.slug): ref for ref in pgbridge_register_providers()}
METHODS = ("payMethod", "billingKeyMethod", "billingKeyAndPayMethod")
Fact = dict[str, Any]


def reading() -> Any:
    spec = importlib.util.spec_from_file_location("facts_reading", READING)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FACTS = reading()


def some(fact: Fact) -> Iterator[Any]:
    """Values for a fact's field: what it names, what lies beside, and nothing in its several forms."""
    kind, value = fact["kind"], fact.get("value")
    yield from (None, "", "x", "가", 0, True)
    for each in FACTS.aslist(value) if kind in ("enum", "forbidden", "ignored", "needs_contract") else ():
        yield each
        yield [each]
        if isinstance(each, str):
            yield from (f"{each}z", each.lower(), each.replace("*", "1-2"), f"CURRENCY_{each}")
    if kind in ("max_length", "min_length"):
        for size in (value - 1, value, value + 1, value // 2, value // 2 + 1, value // 3 + 1):
            yield from ("a" * size, "가" * size, ["a"] * size)
    if kind in ("min", "max"):
        yield from (value - 1, value, value + 1, value + 0.5)


def paid_by(request: dict[str, Any], api: str, method: str) -> dict[str, Any]:
    """The request with another pay method."""
    found = copy.deepcopy(request)
    name = next((name for name in METHODS if name in request), "pay_method" if api == "v1" else "method")
    old = found.get("method")
    inner = next(iter(old.values()), {}) if isinstance(old, dict) else {}
    found[name] = {method: inner} if name == "method" else method
    return found


def variants(fact: Fact, facts: Fact, operation: str) -> Iterator[dict[str, Any]]:
    """Requests around a fact on one of its operations."""
    base, api = facts["operations"][operation]["base"], facts["api"]
    seeds = [
        base,
        *(FACTS.merge(base, fact[name]) for name in ("break", "break2", "ok", "ok2") if name in fact),
    ]
    yield from seeds
    listed = facts["operations"][operation].get("pay_methods") or []
    for seed in seeds[:3]:
        paths = [path for path in (fact.get("field"),) if path]
        if fact["kind"] == "required_any":
            paths += [p.strip() for choice in FACTS.aslist(fact["value"]) for p in choice.split("+")]
        for path in paths:
            yield from (put_at(seed, path, value) for value in some(fact))
        for key, wanted in (fact.get("when") or {}).items():
            name = key.rstrip("!")
            named = [each for each in FACTS.aslist(wanted) if each not in ("*", None)]
            if name == "pay_method":
                yield from (paid_by(seed, api, each) for each in (*named, *listed, "NONE"))
            elif name != "platform":
                yield from (put_at(seed, name, each) for each in (*named, None, "zzz", False, 0))
        if fact["kind"] == "unsupported_method":
            refused = FACTS.aslist(fact["value"]) if fact.get("value") else []
            yield from (paid_by(seed, api, each) for each in (*listed, *refused, "NONE", "CARD", "card"))


def put_at(request: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    found = copy.deepcopy(request)
    put(found, path, value)
    return found


def odd(fact: Fact, request: dict[str, Any]) -> bool:
    """A value whose type the fact does not expect: the plain reading has no view of these worth keeping."""
    there = [v for v in FACTS.values(request, fact["field"]) if v is not None] if fact.get("field") else []
    kind = fact["kind"]
    if kind in ("min", "max"):
        return any(isinstance(value, bool) for value in there)
    if kind in ("max_length", "min_length", "pattern", "charset", "format"):
        return any(isinstance(value, (bool, dict)) for value in there)
    if fact.get("field") == "currency" and any(isinstance(value, list) for value in there):
        return True
    return kind == "enum" and any(isinstance(value, (bool, dict)) for value in there)


def empty_condition(fact: Fact, request: dict[str, Any]) -> bool:
    """An empty text where a condition looks: it counts as absent, which the plain reading does not say of conditions."""
    names = [
        key.rstrip("!") for key in fact.get("when") or {} if key.rstrip("!") not in ("platform", "pay_method")
    ]
    return any(value == "" for name in names for value in FACTS.values(request, name))


FILES = sorted((SHARED / "providers").glob("v[12]/*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_fact_holds_beside_its_own_examples(file: Path) -> None:
    facts = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    provider = REFS[facts["api"], facts["provider"]].load()
    differ = []
    for fact in facts["rules"]:
        platform = (fact.get("when") or {}).get("platform")
        for operation in (name for name in fact["operations"] if name in facts["operations"]):
            seen = set()
            for request in variants(fact, facts, operation):
                written = json.dumps(request, sort_keys=True)
                if written in seen or odd(fact, request) or empty_condition(fact, request):
                    continue
                seen.add(written)
                expected = FACTS.trips(fact, request, operation, facts["api"], facts["operations"])
                if expected is None:
                    continue
                found = {v.rule: v.severity for v in check(provider, operation, request, platform=platform)}
                if (found.get(fact["id"]) == fact["severity"]) is not bool(expected):
                    differ.append((fact["id"], operation, expected, written))
    assert not differ, differ[:5]


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_breaks_a_rule_breaks_it_on_every_operation(file: Path) -> None:
    """Also rules that only code can judge: the example of the first operation is tried on the others."""
    facts = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    provider = REFS[facts["api"], facts["provider"]].load()
    missed = []
    for fact in facts["rules"]:
        if fact["kind"] != "conditional" or "break" not in fact:
            continue
        platform = (fact.get("when") or {}).get("platform")
        for operation in (name for name in fact["operations"] if name in facts["operations"]):
            request = FACTS.merge(facts["operations"][operation]["base"], fact["break"])
            if fact["id"] not in {v.rule for v in check(provider, operation, request, platform=platform)}:
                missed.append((fact["id"], operation))
    assert not missed
