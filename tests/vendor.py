"""The vendors' schemas, repaired where they are broken: which operation a request means, whether it is valid, and answers
made from them. Where the reference data is not at hand everything here skips.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import jsonschema
import pytest
from jsonschema.exceptions import best_match

from pgbridge.wire import WireRequest
from tests.simulator.conftest import Json, definitions, operation, schema, strict

FILES = {"v1": "v1.openapi.json", "v2": "v2.openapi.json"}
METHODS = ("get", "post", "put", "patch", "delete")
# Known from older pages of V1 alone.
UNLISTED = {("v1", "GET /vbanks/holder"), ("v1", "GET /kakao/payment/orders")}
# Paths that V1 writes with a status behind them, which may be left out.
SHORT = re.compile(r"^(/payments/find(?:All)?/[^/]+)$")


@cache
def document(api: str) -> Json:
    """Return a vendor's schema, or skip."""
    found = schema(FILES[api])
    if found is None:
        pytest.skip("the vendor's schemas are not at hand")
    return found


def calls(api: str) -> dict[str, Json]:
    """Return every documented operation by `METHOD /path`."""
    return {
        f"{method.upper()} {path}": item
        for path, methods in document(api)["paths"].items()
        for method, item in methods.items()
        if method in METHODS
    }


def meant(api: str, request: WireRequest) -> tuple[str, Json]:
    """Return the documented operation that a request means."""
    path = SHORT.sub(r"\1/all", request.path) if api == "v1" else request.path
    found = operation(document(api)["paths"], request.method.lower(), path)
    assert found is not None, f"{api} has no {request.method} {request.path}"
    return found


def validate(api: str, request: WireRequest) -> None:
    """Hold a request against the operation that it means."""
    if (api, f"{request.method} {request.path}") in UNLISTED:
        return
    template, item = meant(api, request)
    parameters = {each["name"]: each for each in item.get("parameters", ())}
    for name, value in zip(
        re.findall(r"\{(\w+)\}", template), path_values(template, request.path), strict=True
    ):
        check_text(parameters[name], value)
    body = json.loads(request.content) if request.content else None
    if api == "v1":
        if request.method != "GET":
            hold(form_validator(f"{request.method} {template}"), body or {})
        else:
            assert body is None
    elif body is not None:
        ref = item["requestBody"]["content"]["application/json"]["schema"]
        hold(body_validator(json.dumps(ref)), body)
    else:
        assert not item.get("requestBody", {}).get("required") or "requestBody" in dict(request.query)
    query(request, item, parameters)


def hold(validator: jsonschema.Draft202012Validator, value: Any) -> None:
    """Hold a value against a schema; say in one line what is wrong."""
    error = best_match(validator.iter_errors(value))
    assert error is None, f"{error.json_path}: {error.message[:300]}"


def path_values(template: str, path: str) -> list[str]:
    """Return the values of a path's parameters; a status that was left out is `all`."""
    wanted, given = template.split("/"), path.split("/")
    given += ["all"] * (len(wanted) - len(given))
    return [have for want, have in zip(wanted, given, strict=True) if want.startswith("{")]


def query(request: WireRequest, item: Json, parameters: dict[str, Json]) -> None:
    """Check the query: nothing unknown, nothing missing, everything of its type."""
    given = dict(request.query)
    known = {name: each for name, each in parameters.items() if each["in"] == "query"}
    if request.method == "GET":  # one page of V1 has form data on a read, which nobody could send
        known |= {name: each for name, each in parameters.items() if each["in"] == "formData"}
    extra = {"pg_api_key"}  # told by the older page of V1's virtual accounts
    assert set(given) <= set(known) | extra, f"unknown: {set(given) - set(known)}"
    assert {name for name, each in known.items() if each.get("required")} <= set(given)
    for name, value in request.query:
        each = known.get(name)
        if each is None:
            continue
        if "content" in each or name == "requestBody":
            body = each.get("content") or item["requestBody"]["content"]
            hold(body_validator(json.dumps(body["application/json"]["schema"])), json.loads(value))
        else:
            check_text(each.get("items", each) if each.get("type") == "array" else each, value)


def check_text(parameter: Json, value: str) -> None:
    """Check what stands as text in a path or a query."""
    node = parameter.get("schema", parameter)
    node = resolved(node)
    assert value != "", parameter["name"]
    kind = node.get("type")
    if kind == "integer":
        int(value)
    elif kind == "boolean":
        assert value in ("true", "false")
    if "enum" in node:
        assert value in node["enum"], (parameter.get("name"), value)


def resolved(node: Json) -> Json:
    """Follow a reference into the V2 file."""
    while "$ref" in node:
        node = document("v2")["components"]["schemas"][node["$ref"].rpartition("/")[2]]
    return node


@cache
def body_validator(node: str) -> jsonschema.Draft202012Validator:
    """Return the validator of a body of V2."""
    return jsonschema.Draft202012Validator({**definitions(FILES["v2"]), **strict(json.loads(node), v1=False)})


@cache
def form_validator(call: str) -> jsonschema.Draft202012Validator:
    """Return the validator of a form of V1, with the repairs that its own pages ask for."""
    fields = [each for each in calls("v1")[call].get("parameters", ()) if each["in"] == "formData"]
    names = {each["name"] for each in fields}
    made = {
        "type": "object",
        "properties": {each["name"]: form_field(each) for each in fields},
        # A routing group stands for a channel.
        "required": [
            each["name"]
            for each in fields
            if each.get("required")
            and not (each["name"] == "channel_key" and names & {"channelGroupId", "channel_group_id"})
        ],
        "additionalProperties": False,
    }
    return jsonschema.Draft202012Validator({**definitions(FILES["v1"]), **made})


def form_field(it: Json) -> Json:
    """Return the schema of one field: objects are objects, lists are lists, `extra` is what its page shows."""
    if it["name"] == "extra" or (it.get("type") == "string" and it["name"] in ("bypass", "custom_data")):
        return {"type": ["object", "string"]}
    if "schema" in it:
        inner = strict(it["schema"], v1=True)
        return {"type": "array", "items": inner} if it.get("type") == "array" else inner
    if it.get("type") == "array":
        items = it.get("items")
        return {"type": "array", "items": items if isinstance(items, dict) else {"type": "string"}}
    found = {key: it[key] for key in ("type", "enum") if key in it}
    if "maxLength" in it:
        found["maxLength"] = int(it["maxLength"])
    return found


# Answers made from the schemas.

# What V1 does not say is required, although an answer without it would be about nothing; and one slip of its pen.
REPAIRS = {
    "ScheduleResultAnnotation": ["merchant_uid", "schedule_at", "amount", "schedule_status"],
    "ScheduleAnnotation": ["merchant_uid", "schedule_at", "amount"],
    "PaymentPrepareAnnotation": ["merchant_uid", "amount"],
    "BenepiaPointAnnotation": ["point"],
}
MODES = ("everything", "absent", "nulls", "unknown")
STRANGE = "SOMETHING_NEW"
DEEPEST = 8


class Maker:
    """Makes JSON from a schema.

    :param mode: `everything` there is; `absent`: what is not required comes and goes; `nulls`: it is null at times;
        `unknown`: fields, values of enums and members of unions that nobody has heard of are added
    """

    def __init__(self, api: str, random: Random, mode: str) -> None:
        self.api, self.random, self.mode = api, random, mode
        whole = document(api)
        self.schemas: Json = whole["definitions"] if api == "v1" else whole["components"]["schemas"]
        self.schemas = {
            name: {**node, "required": REPAIRS[name]} if name in REPAIRS else node
            for name, node in self.schemas.items()
        }

    def make(self, node: Json, depth: int = 0, name: str = "") -> Any:
        """Return a value of a schema."""
        if "$ref" in node:
            return self.make(self.schemas[node["$ref"].rpartition("/")[2]], depth, name)
        if (
            node.get("type") == "array"
        ):  # first, for some lists of V2 show the fields of their items on themselves
            count = 0 if depth > DEEPEST else self.random.randint(0, 2)
            return [self.make(node.get("items", {"type": "string"}), depth + 1) for _ in range(count)]
        if "discriminator" in node:
            return self.union(node["discriminator"], depth)
        if "allOf" in node:
            parts = [self.make(each, depth) for each in node["allOf"]]
            return {name: value for part in parts for name, value in part.items()}
        if "enum" in node:
            return STRANGE if self.strange() else self.random.choice(node["enum"])
        if "properties" in node or node.get("type") == "object":
            return self.record(node, depth)
        return self.plain(node, name)

    def union(self, it: Json, depth: int) -> Any:
        """Return one member of a union, or one that nobody has heard of."""
        tag, mapping = it["propertyName"], it["mapping"]
        name = self.random.choice(sorted(mapping))
        made = self.make({"$ref": mapping[name]}, depth + 1)
        if not self.strange():
            return {**made, tag: name}
        # A new member has what all members have in common, and nobody knows what else.
        every = [set(self.schemas[ref.rpartition("/")[2]].get("required", ())) for ref in mapping.values()]
        common = set.intersection(*every)
        return {**{field: made[field] for field in common if field in made}, tag: STRANGE, "whatever": 7}

    def record(self, node: Json, depth: int) -> Json:
        """Return an object."""
        made: Json = {}
        needed = node.get("required") or ()
        for name, each in node.get("properties", {}).items():
            deep = depth > DEEPEST
            if name not in needed and (self.mode == "absent" or deep) and self.random.random() < 0.5:
                continue
            if name not in needed and self.mode == "nulls" and self.random.random() < 0.5:
                made[name] = None
                continue
            made[name] = self.make(each, depth + 1, name)
            if name in needed and made[name] in ("", 0) and not isinstance(made[name], bool):
                made[name] = "text" if made[name] == "" else 1_714_521_600
        if self.strange(0.5):
            made["somethingNew"] = self.random.choice(["text", 7, None, [1], {"a": {}}])
        return made

    def strange(self, often: float = 0.2) -> bool:
        """Whether to add something unknown here."""
        return self.mode == "unknown" and self.random.random() < often

    def plain(self, node: Json, name: str) -> Any:
        """Return a text, number or flag; V1's amounts fit every currency that it names."""
        kind, form = node.get("type", "string"), node.get("format")
        if kind == "integer":
            return self.random.choice([0, 1, 1_000, 55_000, 1_714_521_600])
        if kind == "number":
            return self.random.choice([0, 1_000, 55_000])
        if kind == "boolean":
            return self.random.random() < 0.5
        if form == "date-time":
            return self.random.choice(
                ["2026-01-01T00:00:00Z", "2026-01-01T09:00:00.123456789+09:00", "2026-01-01T00:00:00.5Z"]
            )
        if form == "date":
            return "2026-01-31"
        if name == "currency":
            return self.random.choice(["KRW", "USD", "JPY"])
        return self.random.choice(["", "가나다", "text-1", "imp_123456789012", "KRW", "1000"])


def answers(api: str, call: str, mode: str, count: int) -> Iterator[Any]:
    """Yield bodies of successful answers to an operation; the same ones each time."""
    random = Random(f"{api} {call} {mode}")  # noqa: S311 - to be the same in every run
    maker = Maker(api, random, mode)
    for _ in range(count):
        yield envelope(call, maker) if api == "v1" else maker.make(success(call))


def success(call: str) -> Json:
    """Return the schema of a successful answer of V2."""
    found: Json = calls("v2")[call]["responses"]["200"]["content"]["application/json"]["schema"]
    return found


def envelope(call: str, maker: Maker) -> Json:
    """Return a successful answer of V1."""
    documented = calls("v1")[call]["responses"]["200"].get("schema", {})
    if "properties" in documented and "response" not in documented["properties"]:
        # Either of two kinds: an ordinary key or one of a routing group.
        documented = maker.random.choice(list(documented["properties"].values()))
    inner = response_of(documented, maker.schemas)
    return {"code": 0, "message": None, "response": None if inner is None else maker.make(inner)}


def response_of(node: Json, schemas: Json) -> Json | None:
    """Return the schema of what a success of V1 holds, which is there although no page says that it must be."""
    if "$ref" in node:
        node = schemas[node["$ref"].rpartition("/")[2]]
    for each in (node, *node.get("allOf", ())):
        if "response" in each.get("properties", {}):
            found: Json = each["properties"]["response"]
            return found
    return None
