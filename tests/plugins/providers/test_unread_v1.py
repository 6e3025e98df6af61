"""V1's schema names the PGs that see a parameter; for the others there is a rule that says so, or one of another kind."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from pgbridge_providers.plugin import pgbridge_register_providers

from pgbridge.rules import Provider

SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).parents[3].parent / "shared")
SCHEMA = SHARED / "schema" / "v1.openapi.json"
PROVIDERS = [provider for ref in pgbridge_register_providers() if (provider := ref.load()).api == "v1"]
PATHS = {"/subscribe/payments/onetime": "onetime", "/subscribe/payments/again": "again"}
NAMES = ("vat_amount", "interest_free_by_merchant", "use_card_point")
# By the PG's own guide it has them, or the schema speaks of it elsewhere.
DISAGREE = {("ksnet", "again", "use_card_point")}

pytestmark = pytest.mark.skipif(not SCHEMA.is_file(), reason=f"no schema at {SCHEMA}; set PGBRIDGE_SHARED")


def supported() -> list[tuple[str, str, list[str]]]:
    """Operation, parameter and the codes of the PGs that see it."""
    paths: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["paths"]
    return [
        (operation, each["name"], each["x-portone-supported-pgs"])
        for path, operation in PATHS.items()
        for each in paths[path]["post"]["parameters"]
        if each["name"] in NAMES and "x-portone-supported-pgs" in each
    ]


def unread(provider: Provider, operation: str, name: str) -> bool:
    rules = [rule for rule in provider.rules if rule.field == name and operation in rule.on]
    return any(rule.kind in ("ignored", "forbidden") for rule in rules)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.slug)
def test_what_a_pg_never_sees_is_warned_of_and_nothing_else(provider: Provider) -> None:
    wrong = []
    for operation, name, codes in supported():
        if operation not in provider.operations or (provider.slug, operation, name) in DISAGREE:
            continue
        sees = bool(set(codes) & set(provider.codes))
        other = any(
            r.field == name and operation in r.on and r.kind == "needs_contract" for r in provider.rules
        )
        if sees is unread(provider, operation, name) and not (not sees and other):
            wrong.append((operation, name, "sees it" if sees else "never sees it"))
    assert not wrong
