"""Wire requests and answers as files write them: bare, under `request`, or as in `examples/requests`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from pgbridge.errors import ConfigError

PARTS = ("request", "requests", "response", "responses", "webhook", "reply", "browser", "browser_result")
# Where the requests that rules speak of carry an id in their path.
PATHS = {
    ("v1", "issue_billing_key"): "/subscribe/customers/{customer_uid}",
    ("v1", "cash_receipt"): "/receipts/{imp_uid}",
    ("v1", "external_cash_receipt"): "/receipts/external/{merchant_uid}",
    ("v1", "escrow_logistics"): "/escrows/logis/{imp_uid}",
    ("v1", "escrow_logistics_update"): "/escrows/logis/{imp_uid}",
    ("v1", "store_receipt"): "/partners/receipts/{imp_uid}",
    ("v1", "otp_confirm"): "/certifications/otp/confirm/{imp_uid}",
    ("v2", "instant"): "/payments/{paymentId}/instant",
    ("v2", "pay_with_billing_key"): "/payments/{paymentId}/billing-key",
    ("v2", "schedule"): "/payments/{paymentId}/schedule",
    ("v2", "cancel"): "/payments/{paymentId}/cancel",
    ("v2", "pre_register"): "/payments/{paymentId}/pre-register",
    ("v2", "escrow_logistics"): "/payments/{paymentId}/escrow/logistics",
    ("v2", "store_receipt"): "/payments/{paymentId}/register-store-receipt",
    ("v2", "identity_send"): "/identity-verifications/{identityVerificationId}/send",
    ("v2", "delete_billing_key"): "/billing-keys/{billingKey}",
}
SHAPES = {key: path.split("/") for key, path in PATHS.items()}
FORMS = {
    "request": "{method, path, query, body}",
    "webhook": "{content_type, body}",
    "browser": "{parameter: value}",
    "browser_result": "{parameter: value}",
}


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
        if kind.startswith("browser") and isinstance(value, Mapping):
            continue
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


def for_rules(data: Mapping[str, Any], api: str, operation: str) -> dict[str, Any]:
    """Return a request as rules read it: the body's fields, with path and query parameters beside them.

    :param data: a body, {method, path, query, body}, or one of the two under `request`
    :param operation: the request's name in the rules, by which the ids are read out of the path
    :raises ConfigError: the body is no JSON object
    """
    request = data.get("request", data)
    if not isinstance(request, dict):
        raise ConfigError("input: request must be a JSON object")
    if not is_request(request):
        return request
    plain(request)
    body = request.get("body") or {}
    if not isinstance(body, Mapping):
        raise ConfigError("input: body must be a JSON object")
    return {**params_of(request["path"], api, operation), **(request.get("query") or {}), **body}


def params_of(path: str, api: str, operation: str) -> dict[str, str]:
    """Return path parameters by their wire names; none where the path is not that of the request."""
    shape = SHAPES.get((api, operation))
    parts = path.partition("?")[0].split("/")
    if shape is None or len(parts) != len(shape):
        return {}
    found: dict[str, str] = {}
    for part, word in zip(parts, shape, strict=True):
        if word.startswith("{"):
            found[word[1:-1]] = unquote(part)
        elif part != word:
            return {}
    return found
