"""Wire requests and answers as files write them: bare, under `request`, or as in `examples/requests`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pgbridge.errors import ConfigError, PgbridgeError
from pgbridge.migrate.translate import Tables, read_request
from pgbridge.registry import Registry

PARTS = ("request", "requests", "response", "responses", "webhook", "reply")
FORMS = {"request": "{method, path, query, body}", "webhook": "{content_type, body}"}


def is_request(data: Any) -> bool:
    """Tell whether this is a whole HTTP request; V2 bodies have a `method` too, but an object."""
    return (
        isinstance(data, Mapping)
        and isinstance(data.get("method"), str)
        and isinstance(data.get("path"), str)
    )


def is_response(data: Any) -> bool:
    """Tell whether this is a whole HTTP answer."""
    return isinstance(data, Mapping) and type(data.get("status")) is int and "body" in data


def is_delivery(data: Any) -> bool:
    """Tell whether this is a webhook as it came in."""
    return isinstance(data, Mapping) and isinstance(data.get("body", data.get("payload")), (Mapping, str))


def parts_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what there is to translate.

    :raises ConfigError: nothing is, or it has not the form of a request or an answer
    """
    if is_request(data):
        return {"request": dict(data)}
    if is_response(data):
        return {"response": dict(data)}
    found = {name: data[name] for name in PARTS if name in data}
    if not found:
        raise ConfigError(
            "input: give a request {method, path, query, body}, an answer {status, body}, or an object that holds one "
            f"under {', '.join(PARTS)}"
        )
    for name, value in found.items():
        kind = name.removesuffix("s")
        fits = {"request": is_request, "webhook": is_delivery}.get(kind, is_response)
        for item in value if name.endswith("s") and isinstance(value, list) else [value]:
            if not fits(item):
                form = FORMS.get(kind, "{status, body}")
                raise ConfigError(f"input: {name} must be of the form {form}")
            plain(item)
    return found


def plain(request: Mapping[str, Any]) -> None:
    """Check the parts of a request that must be objects.

    :raises ConfigError: one is something else
    """
    for part in ("query", "headers"):
        if not isinstance(request.get(part) or {}, Mapping):
            raise ConfigError(f"input: {part} must be a JSON object")


def for_rules(data: Mapping[str, Any], api: str, neutral: str | None, registry: Registry) -> dict[str, Any]:
    """Return a request as rules read it: the body's fields, with path and query parameters beside them.

    :param neutral: name of the operation, by which the API's plugin reads the ids out of the path
    :raises ConfigError: the body is no JSON object
    """
    request = data["request"] if is_request(data.get("request")) else data
    if not is_request(request):
        return dict(request)
    plain(request)
    body = request.get("body") or {}
    if not isinstance(body, Mapping):
        raise ConfigError("input: body must be a JSON object")
    return {**params_of(request, api, neutral, registry), **(request.get("query") or {}), **body}


def params_of(
    request: Mapping[str, Any], api: str, neutral: str | None, registry: Registry
) -> Mapping[str, Any]:
    """Return path parameters by their wire names; none where the operation is not known or cannot be read."""
    if neutral is None:
        return {}
    try:
        module = registry.api(api).module(neutral)
        accepted = module.accept(read_request(request))
        return module.encode(accepted.op, Tables({}, source=api, target=api).channel(accepted)).params
    except PgbridgeError:
        return {}
