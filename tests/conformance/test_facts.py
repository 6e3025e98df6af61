"""Runs facts about PGs over the rules: what breaks a rule trips it, what does not passes.

The facts lie in a folder beside the repository, or where PGBRIDGE_SHARED points; else this is skipped.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pgbridge_providers.plugin import pgbridge_register_providers

from pgbridge.rules import ProviderRef, Violation, check

SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).parents[2].parent / "shared")
pytestmark = pytest.mark.skipif(
    not (SHARED / "conformance.py").is_file(), reason=f"no provider facts at {SHARED}; set PGBRIDGE_SHARED"
)

REFS: dict[tuple[str, str], ProviderRef] = {(ref.api, ref.slug): ref for ref in pgbridge_register_providers()}


def check_wire(
    *, api: str, provider: str, operation: str, request: object, platform: str | None = None
) -> list[Violation]:
    return check(REFS[api, provider].load(), operation, request, platform=platform)


@pytest.fixture(scope="module")
def judge() -> Any:
    """The facts' own runner, imported from where it lies."""
    sys.path.insert(0, str(SHARED))
    try:
        spec = importlib.util.spec_from_file_location("facts_judge", SHARED / "conformance.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(SHARED))


@pytest.fixture(scope="module")
def cases(judge: Any) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Every case of the facts, by API and provider."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for case in judge.cases_of(SHARED / "providers"):
        found.setdefault((case["api"], case["provider"]), []).append(case)
    return found


@pytest.mark.parametrize("who", sorted(REFS), ids="-".join)
def test_a_provider_keeps_every_fact_about_it(who: tuple[str, str], judge: Any, cases: Any) -> None:
    if who not in cases:
        pytest.skip("no facts about this provider")
    failed = [
        f"{case['operation']} {case['rule'] or ''} [{case['what']}]: {problem}"
        for case in cases[who]
        if (problem := judge.run(case, check_wire))
    ]
    assert not failed, "\n".join(failed)


def test_a_rule_has_an_id_of_the_facts_once(cases: Any) -> None:
    for who in REFS.keys() & cases.keys():
        known = {case["rule"] for case in cases[who]}
        provider = REFS[who].load()
        own = Counter(f"{provider.slug}.{rule.id}" for rule in provider.rules)
        missing = {rule for rule in known if rule and not rule.startswith("*")} - own.keys()
        assert not missing, who
        assert own.most_common(1)[0][1] == 1
