"""A simulator with both faces, and clients that hold every answer against the vendor's schemas."""

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema  # type: ignore[import-untyped]
import pytest
from pgbridge_iamport import simulated as v1_face
from pgbridge_portone import simulated as v2_face

from pgbridge.simulator import V1_KEY, V1_SECRET, V2_SECRET, Channel, Clock, Settings, Simulator
from pgbridge.simulator.transport import SimulatorTransport

START = 1_767_225_600.0  # 2026-01-01T00:00:00Z
SHARED = Path(os.environ.get("PGBRIDGE_SHARED") or Path(__file__).resolve().parents[3] / "shared")
LIVE = Channel(key="channel-key-live", provider="NICE_V2", merchant_id="MIDLIVE", live=True)
TEST = Channel(key="channel-key-test", provider="INICIS_V2", merchant_id="INIpayTest")
Json = dict[str, Any]


@cache
def schema(name: str) -> Json | None:
    """Return a vendor's schema, if the reference data is at hand."""
    path = SHARED / "schema" / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def operation(paths: Mapping[str, Any], method: str, path: str) -> tuple[str, Json] | None:
    """Return the documented operation that a request means; literal segments win."""

    def score(template: str) -> int | None:
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        return template.count("{") if re.fullmatch(pattern, path) else None

    fitting = [(rank, t) for t, ops in paths.items() if (rank := score(t)) is not None and method in ops]
    return (best := min(fitting)[1], paths[best][method]) if fitting else None


def strict(node: Any, *, v1: bool) -> Any:
    """Turn a vendor's schema into JSON Schema: unknown keys refused, unions by their discriminator."""
    if isinstance(node, list):
        return [strict(each, v1=v1) for each in node]
    if not isinstance(node, dict):
        return node
    if "discriminator" in node:
        tag, mapping = node["discriminator"]["propertyName"], node["discriminator"]["mapping"]
        return {
            "required": [tag],
            "properties": {tag: {"enum": list(mapping)}},
            "allOf": [
                {"if": {"properties": {tag: {"const": name}}}, "then": {"$ref": ref}}
                for name, ref in mapping.items()
            ],
        }
    made = {
        key: strict(value, v1=v1)
        for key, value in node.items()
        if key not in ("description", "example", "default")
    }
    if isinstance(made.get("maxLength"), str):
        made["maxLength"] = int(made["maxLength"])
    fields = made.get("properties")
    if isinstance(fields, dict):
        made["additionalProperties"] = False
        needed = [name for name in node.get("required", ()) if name in fields]
        made["required"] = needed
        if v1:  # V1 never says that what is not required may be null
            made["properties"] = {
                name: each if name in needed else {"anyOf": [each, {"type": "null"}]}
                for name, each in fields.items()
            }
    elif isinstance(made.get("required"), bool):
        del made["required"]
    return made


@cache
def definitions(name: str) -> Json:
    """Return the strict form of a file's definitions, where its references expect them."""
    document = schema(name)
    assert document is not None
    v1 = name.startswith("v1")
    if v1:
        return {"definitions": strict_each(document["definitions"], v1=True)}
    return {"components": {"schemas": strict_each(document["components"]["schemas"], v1=False)}}


def strict_each(schemas: Json, *, v1: bool) -> Json:
    """Make every named schema strict."""
    return {name: strict(each, v1=v1) for name, each in schemas.items()}


@cache
def validator(name: str, ref: str) -> jsonschema.Draft202012Validator:
    """Return the validator of a definition."""
    return jsonschema.Draft202012Validator({**definitions(name), "$ref": ref})


def unserved(response: httpx.Response) -> bool:
    """Tell whether the simulator says that it does not serve a call."""
    return response.status_code == 404 and response.json().get("type") in (None, "NOT_FOUND")


def check_v2(request: httpx.Request, response: httpx.Response) -> None:
    """Hold an answer of V2 against its operation."""
    document = schema("v2.openapi.json")
    if document is None or response.status_code == 405 or unserved(response):
        return
    path = request.url.raw_path.decode().partition("?")[0].removeprefix("/v2")
    found = operation(document["paths"], request.method.lower(), path)
    assert found is not None, f"V2 has no {request.method} {path}"
    body = response.json()
    if body.get("type") == "IDEMPOTENCY_OUTSTANDING_REQUEST":
        return
    documented = found[1]["responses"]
    assert str(response.status_code) in documented, f"{found[0]}: {response.status_code} {body}"
    ref = documented[str(response.status_code)]["content"]["application/json"]["schema"]["$ref"]
    validator("v2.openapi.json", ref).validate(body)


# Gone from the vendor's pages, but known from older ones; of one the shape is still there.
UNLISTED = {"/kakao/payment/orders": None, "/vbanks/holder": "#/definitions/VbankHolderAnnotation"}


def check_v1(request: httpx.Request, response: httpx.Response) -> None:
    """Hold an answer of V1 against its operation; failures have an envelope and no page of their own."""
    document = schema("v1.openapi.json")
    if document is None:
        return
    body = response.json()
    assert set(body) - {"error"} == {"code", "message", "response"}
    if body["code"] != 0:
        assert body["response"] is None
        assert isinstance(body["message"], str)
        return
    assert response.status_code in (200, 207)
    path = request.url.raw_path.decode().partition("?")[0].removeprefix("/v1")
    if path in UNLISTED:
        if (ref := UNLISTED[path]) is not None:
            validator("v1.openapi.json", ref).validate(body["response"])
        return
    alias = re.sub(r"^(/payments/find(?:All)?/[^/]+)$", r"\1/all", path)
    found = operation(document["paths"], request.method.lower(), alias)
    assert found is not None, f"V1 has no {request.method} {path}"
    documented = found[1]["responses"][str(response.status_code)].get("schema")
    if documented is None or documented.get("$ref", "").endswith("/ResponseAnnotation"):
        assert body["response"] is None
        return
    inline = documented.get("properties", {}).get("response")
    if inline is not None:
        assert set(body["response"]) == set(inline["properties"])
        return
    if "properties" in documented:
        is_super = "channelGroupId" in body["response"]
        documented = documented["properties"]["SuperBillingKeyResponse" if is_super else "CustomerResponse"]
    definition = document["definitions"][documented["$ref"].split("/")[-1]]
    outer = definition["allOf"][1] if "allOf" in definition else definition
    inner = outer["properties"]["response"]
    if "$ref" in inner:
        validator("v1.openapi.json", inner["$ref"]).validate(body["response"])
    else:
        for row in body["response"]:
            ref = inner["items"]["$ref"]
            if "channelGroupId" in row:
                ref = "#/definitions/SuperBillingKeyAnnotation"
            validator("v1.openapi.json", ref).validate(row)


class V1Client(httpx.Client):
    """A client of the V1 face that is logged in and checks every answer."""

    def login(self) -> Json:
        """Fetch the token and use it from now on."""
        token: Json = self.post("/users/getToken", json={"imp_key": V1_KEY, "imp_secret": V1_SECRET}).json()[
            "response"
        ]
        self.headers["Authorization"] = f"Bearer {token['access_token']}"
        return token

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send and check."""
        response = super().send(request, **options)
        check_v1(request, response)
        return response

    def ok(self, method: str, path: str, **options: Any) -> Any:
        """Ask, and return what a success holds."""
        body = self.request(method, path, **options).json()
        assert body["code"] == 0, body
        return body["response"]

    def refused(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Ask, and return the status and the message of a failure."""
        response = self.request(method, path, **options)
        assert response.json()["code"] != 0, response.json()
        return response.status_code, response.json()["message"]


class V2Client(httpx.Client):
    """A client of the V2 face that knows the secret and checks every answer."""

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send and check."""
        response = super().send(request, **options)
        check_v2(request, response)
        return response

    def ok(self, method: str, path: str, **options: Any) -> Any:
        """Ask, and return what a success holds."""
        response = self.request(method, path, **options)
        assert response.status_code == 200, response.json()
        return response.json()

    def refused(self, method: str, path: str, **options: Any) -> tuple[int, str]:
        """Ask, and return the status and the type of an error."""
        response = self.request(method, path, **options)
        assert response.status_code >= 400, response.json()
        return response.status_code, response.json()["type"]

    def listed(self, path: str, **wish: Any) -> Any:
        """List with the input in the query."""
        return self.ok("GET", path, params={"requestBody": json.dumps(wish)})


class Shop:
    """One simulator and a client of each face; tables of request bodies."""

    def __init__(self, settings: Settings | None = None, *, seed: int = 0) -> None:
        self.sim = Simulator(
            {"v1": v1_face.FACE, "v2": v2_face.FACE},
            clock=Clock(START),
            seed=seed,
            settings=settings or Settings(),
        )
        transport = SimulatorTransport(self.sim)
        self.v1 = V1Client(transport=transport, base_url="http://simulator/v1", timeout=60)
        self.v2 = V2Client(transport=transport, base_url="http://simulator/v2", timeout=60)
        self.v2.headers["Authorization"] = f"PortOne {V2_SECRET}"
        self.v1.login()

    def now(self) -> int:
        """Return the service's time."""
        return int(self.sim.now())

    def wait(self, seconds: float) -> None:
        """Let time pass and log in again, for a token may have ended."""
        self.sim.advance(seconds)
        self.v1.login()

    @staticmethod
    def card(number: str = "4111111111111111") -> Json:
        """Return the card fields of V1."""
        dashed = "-".join(number[i : i + 4] for i in range(0, len(number), 4))
        return {"card_number": dashed, "expiry": "2030-12", "birth": "900101", "pwd_2digit": "12"}

    @staticmethod
    def method(number: str = "4111111111111111") -> Json:
        """Return the card method of V2."""
        return {
            "card": {
                "credential": {
                    "number": number,
                    "expiryYear": "30",
                    "expiryMonth": "12",
                    "birthOrBusinessRegistrationNumber": "900101",
                    "passwordTwoDigits": "12",
                }
            }
        }

    def onetime(
        self, order: str, amount: Any = 11_000, number: str = "4111111111111111", **more: Any
    ) -> Json:
        """Return the body of a V1 key-in charge."""
        return {"merchant_uid": order, "amount": amount, "name": "주문", **self.card(number), **more}

    def instant(self, total: int = 11_000, number: str = "4111111111111111", **more: Any) -> Json:
        """Return the body of a V2 key-in charge."""
        return {
            "channelKey": TEST.key,
            "orderName": "주문",
            "amount": {"total": total},
            "currency": "KRW",
            "method": self.method(number),
            **more,
        }

    def v1_key(self, name: str, number: str = "4111111111111111") -> Json:
        """Issue a V1 billing key."""
        body = {
            "channel_key": TEST.key,
            **self.card(number),
            "customer_name": "김하늘",
            "customer_tel": "010-2000-3000",
        }
        made: Json = self.v1.ok("POST", f"/subscribe/customers/{name}", json=body)
        return made

    def v2_key(self, number: str = "4111111111111111", **more: Any) -> str:
        """Issue a V2 billing key and return it."""
        body = {"channelKey": TEST.key, "method": self.method(number), "customer": {"id": "member-1"}, **more}
        key: str = self.v2.ok("POST", "/billing-keys", json=body)["billingKeyInfo"]["billingKey"]
        return key

    @staticmethod
    def with_key(key: str, total: int = 8_900, **more: Any) -> Json:
        """Return the body of a V2 charge of a billing key."""
        return {"billingKey": key, "orderName": "월간", "amount": {"total": total}, "currency": "KRW", **more}


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Every channel key is a test channel."""
    yield from opened(Shop())


@pytest.fixture
def configured() -> Iterator[Shop]:
    """One live and one test channel, a routing group, one sub-store."""
    settings = Settings(
        channels=(LIVE, TEST),
        groups={"channel-group-1": (LIVE.key, TEST.key)},
        stores=("store-sub",),
        tiers={"ABC": "store-sub"},
        max_attempts=3,
    )
    yield from opened(Shop(settings))


@pytest.fixture
def opened_with() -> Iterator[Callable[[Settings], Shop]]:
    """Open shops with settings of their own."""
    made: list[Shop] = []

    def open_shop(settings: Settings) -> Shop:
        made.append(Shop(settings))
        return made[-1]

    yield open_shop
    for each in made:
        each.v1.close()
        each.v2.close()


def opened(made: Shop) -> Iterator[Shop]:
    """Close the clients afterwards."""
    yield made
    made.v1.close()
    made.v2.close()


@pytest.fixture(scope="session")
def vendor() -> Any:
    """Return a vendor's schema by file name, or skip."""

    def load(name: str) -> Json:
        found = schema(name)
        if found is None:
            pytest.skip("the vendor's schemas are not at hand")
        return found

    return load
