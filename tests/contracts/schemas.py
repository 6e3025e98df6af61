"""The vendors' schemas as something that can be tested against: repaired where they are broken or say less than is known."""

import copy
from typing import Any

import pytest

from tests.simulator.conftest import Json, schema

METHODS = ("get", "post", "put", "patch", "delete")
# What hands out the token of V1, and so asks for none. V2's file says of each operation whether it asks for credentials.
TOKEN = ("/users/getToken", "post")


def v1(*, forms: bool = False) -> Json:
    """Return V1's Swagger 2.0: who may call is said, failures have their envelope, and what may be null is.

    :param forms: send bodies as forms, which hold no objects; else as JSON, which every page names as well
    """
    document = loaded("v1.openapi.json")
    document["securityDefinitions"] = {
        "token": {"type": "apiKey", "in": "header", "name": "Authorization"},
    }
    document["security"] = [{"token": []}]
    document["definitions"] = {name: nullable(each) for name, each in document["definitions"].items()}
    document["definitions"]["Refused"] = {
        "type": "object",
        "required": ["code", "message", "response"],
        "properties": {
            "code": {"type": "integer"},
            "message": {"type": "string", "x-nullable": True},
            "response": {"x-nullable": True},
        },
    }
    refused = {"description": "refused", "schema": {"$ref": "#/definitions/Refused"}}
    for path, method, item in operations(document):
        if (path, method) == TOKEN:
            item["security"] = []
        item.setdefault("produces", ["application/json"])
        fields = item.get("parameters", ())
        item["parameters"] = [parameter(each, method) for each in fields]
        if not forms and any(each["in"] == "formData" for each in item["parameters"]):
            item["consumes"] = ["application/json"]
            item["parameters"] = [each for each in item["parameters"] if each["in"] != "formData"]
            item["parameters"].append(body([each for each in fields if each["in"] == "formData"]))
        for status, answer in item["responses"].items():
            if status not in ("200", "207"):
                item["responses"][status] = refused
            elif "schema" in answer:
                answer["schema"] = nullable(answer["schema"])
        item["responses"].setdefault("default", refused)
    return document


def v2() -> Json:
    """Return V2's OpenAPI, with the members of its unions told apart: by themselves they take any text as their type."""
    document = loaded("v2.openapi.json")
    schemas = document["components"]["schemas"]
    for _, _, item in operations(document):
        # The input stands in the query or in the body, and the query goes first.
        if any(each["name"] == "requestBody" for each in item.get("parameters", ())):
            item.pop("requestBody", None)
    for each in [each for each in schemas.values() if "discriminator" in each]:
        tag = each["discriminator"]["propertyName"]
        for name, ref in each["discriminator"]["mapping"].items():
            told = schemas[ref.rpartition("/")[2]]["properties"]
            told[tag] = {"type": "string", "enum": sorted({name, *told.get(tag, {}).get("enum", ())})}
    return document


def operations(document: Json) -> list[tuple[str, str, Json]]:
    """Return path, method and operation of each."""
    return [
        (path, method, item)
        for path, methods in document["paths"].items()
        for method, item in methods.items()
        if method in METHODS
    ]


def loaded(name: str) -> Json:
    """Return a copy of a file, or skip."""
    found = schema(name)
    if found is None:
        pytest.skip("the vendor's schemas are not at hand")
    return copy.deepcopy(found)


def nullable(node: Any) -> Any:
    """Say what V1 never does: what is not required may be null, and so may the response of a refusal inside HTTP 200."""
    if isinstance(node, list):
        return [nullable(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = numbered({key: nullable(value) for key, value in node.items()})
    if isinstance(made.get("required"), bool):
        del made["required"]
    fields = made.get("properties")
    if isinstance(fields, dict):
        made["required"] = [name for name in made.get("required", ()) if name in fields]
        if not made["required"]:
            del made["required"]
        needed = [name for name in made.get("required", ()) if name != "response"]
        for name, each in fields.items():
            if name not in needed and isinstance(each, dict):
                fields[name] = maybe(each)
    return made


def numbered(node: Json) -> Json:
    """Return a schema whose bounds are numbers, not texts."""
    return {
        key: int(value) if key in ("maxLength", "minimum", "maximum") and isinstance(value, str) else value
        for key, value in node.items()
    }


def maybe(each: Json) -> Json:
    """Return the schema of something that may be null; a reference has no room for that itself."""
    if "$ref" in each:
        return {"x-nullable": True, "allOf": [each]}
    return {**each, "x-nullable": True}


def parameter(it: Json, method: str) -> Json:
    """Return a parameter in the grammar of Swagger 2.0, which knows no objects in forms."""
    made = numbered({key: value for key, value in it.items() if key not in ("description", "schema")})
    if made["in"] == "formData" and method == "get":
        made["in"] = "query"  # nobody can send a form with a GET
    items = made.get("items")
    if made.get("type") == "array" and (not isinstance(items, dict) or "$ref" in items):
        made["items"] = {"type": "string"}
    made.setdefault("type", "string")
    return made


def body(fields: list[Json]) -> Json:
    """Return the fields of a form as the body of a JSON request, where objects are objects."""
    properties = {each["name"]: form_field(each) for each in fields}
    needed = [each["name"] for each in fields if each.get("required")]
    made = {"type": "object", "properties": properties, **({"required": needed} if needed else {})}
    return {"in": "body", "name": "body", "required": True, "schema": nullable_off(made)}


def nullable_off(node: Any) -> Any:
    """Return what a client sends: without the nulls that answers may have, and without texts for readers."""
    if isinstance(node, list):
        return [nullable_off(each) for each in node]
    if not isinstance(node, dict):
        return node
    return {key: nullable_off(value) for key, value in node.items() if key not in ("x-nullable", "example")}


def form_field(it: Json) -> Json:
    """Return the schema of one field; some pages have it where Swagger looks for none."""
    if it["name"] == "extra" and "schema" not in it:
        return {"type": "object"}
    if it.get("type") == "array":
        items = it.get("schema", it.get("items"))
        return {"type": "array", "items": items if isinstance(items, dict) else {"type": "string"}}
    if "schema" in it:
        return dict(it["schema"])
    return numbered(
        {key: it[key] for key in ("type", "enum", "maxLength", "minimum", "maximum") if key in it}
    )
