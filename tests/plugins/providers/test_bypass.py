"""The typed parameters of the PGs: those of the SDK's schema, and every one that a rule speaks of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pgbridge_providers.plugin import pgbridge_register_providers

from pgbridge.rules import Provider
from pgbridge.rules.bypass import FIELD, Shape, shape_of
from pgbridge.rules.examples import example

PROVIDERS = [ref.load() for ref in pgbridge_register_providers()]
SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).parents[3].parent / "shared")
SCHEMA = SHARED / "schema" / "browser-sdk.yml"
WINDOWS = {
    "browser_payment": "PaymentBypass",
    "browser_billing_key": "IssueBillingKeyBypass",
    "browser_billing_key_and_pay": "IssueBillingKeyAndPayBypass",
    "browser_payment_ui": "LoadPaymentUIBypass",
    "browser_billing_key_ui": "LoadIssueBillingKeyUIBypass",
    "browser_identity": "IdentityVerificationBypass",
}
# No module has these PGs; Brandpay is on V1 only, and PayPal's window of requestPayment is in no guide.
WITHOUT_MODULE = {"hyphen", "toss_brandpay", "paypal_v2"}
TYPED = [(provider, operation) for provider in PROVIDERS for operation in provider.bypass]


def of(case: tuple[Provider, str]) -> str:
    return f"{case[0].api}-{case[0].slug}-{case[1]}"


def known(shape: Shape, path: str) -> bool:
    """Whether the shape has a path; below an open object everything is."""
    for part in path.split("."):
        if shape.fields is None:
            return shape.items is None and not shape.kinds
        name = part.removesuffix("[]")
        if name not in shape.fields:
            return False
        shape = shape.fields[name]
        if shape.items is not None:
            shape = shape.items
    return True


@pytest.mark.parametrize("case", TYPED, ids=of)
def test_every_parameter_that_a_rule_speaks_of_is_typed(case: tuple[Provider, str]) -> None:
    provider, operation = case
    shape = shape_of(provider.bypass[operation])
    said = {
        path
        for rule in provider.rules
        if operation in rule.on
        for path in (rule.field, *(term.path for term in rule.when.terms))
        if path.startswith(f"{FIELD}.")
    }
    assert not [path for path in said if not known(shape, path.removeprefix(f"{FIELD}."))]


def test_a_rule_about_a_parameter_has_a_class_for_it() -> None:
    """Only in browser calls: bodies of V1's REST API write `bypass` as a text."""
    bare = {
        (provider.api, provider.slug, operation)
        for provider in PROVIDERS
        for rule in provider.rules
        for operation in rule.on
        if rule.field.startswith(f"{FIELD}.") and operation.startswith("browser")
    } - {(provider.api, provider.slug, operation) for provider, operation in TYPED}
    assert not bare


@pytest.mark.parametrize("case", TYPED, ids=of)
def test_examples_hold_typed_parameters_only(case: tuple[Provider, str]) -> None:
    provider, operation = case
    shape = shape_of(provider.bypass[operation])
    for rule in provider.rules:
        if (
            operation in rule.on
            and rule.field.startswith(f"{FIELD}.")
            and (found := example(provider, rule, operation))
        ):
            for path in (path for path in found.changes if path.startswith(f"{FIELD}.")):
                assert known(shape, path.removeprefix(f"{FIELD}."))


def test_what_has_another_name_on_v2_is_typed_there() -> None:
    for provider in PROVIDERS:
        places = [shape_of(hint) for hint in provider.bypass.values()]
        for new in provider.same_bypass.values():
            assert any(known(shape, new.removeprefix(f"{FIELD}.")) for shape in places), new


def referred(schema: Any, node: Any) -> Any:
    while isinstance(node, dict) and node.get("type") == "resourceRef":
        found = schema
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def compare(schema: Any, node: Any, shape: Shape, at: str) -> list[str]:
    """Where the shape says something else than the schema; more fields, and open ones, are fine."""
    node = referred(schema, node)
    kind = node.get("type")
    if "properties" in node:
        if shape.fields is None:
            return [at] if shape.kinds or shape.items else []
        found = []
        for name, inner in node["properties"].items():
            if name not in shape.fields:
                found.append(f"{at}.{name} is missing")
            else:
                found += compare(schema, inner, shape.fields[name], f"{at}.{name}")
        return found
    if kind == "array":
        return (
            [f"{at} is a list"]
            if shape.items is None
            else compare(schema, node["items"], shape.items, f"{at}[]")
        )
    wanted = {"string": str, "enum": str, "integer": int, "boolean": bool}.get(kind)
    return [] if wanted is None or wanted in shape.kinds else [f"{at} is {kind}"]


@pytest.mark.skipif(not SCHEMA.is_file(), reason=f"no schema of the SDK at {SCHEMA}; set PGBRIDGE_SHARED")
def test_the_classes_say_what_the_schema_says() -> None:
    yaml = pytest.importorskip("yaml")
    schema = yaml.load(SCHEMA.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    bypass = schema["resources"]["entity"]["bypass"]
    shapes: dict[tuple[str, str], Shape] = {}
    for provider, operation in TYPED:
        if provider.api == "v2" and operation in WINDOWS:
            for key, shape in (shape_of(provider.bypass[operation]).fields or {}).items():
                shapes[operation, key] = shape
    problems = []
    for operation, name in WINDOWS.items():
        for key, node in bypass[name]["properties"].items():
            if operation == "browser_payment" and key in WITHOUT_MODULE:
                continue
            shape = shapes.get((operation, key))
            problems += (
                [f"{operation}: {key}"]
                if shape is None
                else compare(schema, node, shape, f"{operation}: {key}")
            )
    assert not problems
