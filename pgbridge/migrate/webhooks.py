"""Write the webhooks and confirm callbacks of one API as the other would have sent them, and the answers to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from pgbridge.errors import ConfigError, UnsupportedOperation
from pgbridge.model.delivery import Delivery, Reply, WebhookModule
from pgbridge.model.webhook import WebhookEvent, WebhookKind
from pgbridge.webhooks.receiver import module_of
from pgbridge.wire import ENCODER, Api

# What each API says in its own way.
OWN_WAY = frozenset(("api", "event_id", "type", "verified", "raw", "attempt_id", "currency"))
JSON = "application/json"


def webhook(
    part: Mapping[str, Any], here: Api, there: Api, context: Mapping[str, Any], lossy: list[str]
) -> dict[str, Any]:
    """Return a delivery `{content_type, body}` in the other API's words, without a signature.

    :param part: `{content_type, body}`, where the body may be text (also under `payload`)
    :param context: `refs` (order id to `imp_uid`), `store_id`, `webhook_version` and `currency`, where known
    :raises BadWebhook: it cannot be read
    :raises UnsupportedOperation: the other API sends no such webhook
    """
    source, target = module_of(here), module_of(there)
    event = source.read(delivery_of(part), context.get("currency") or "KRW")
    refs = context.get("refs") or {}
    store_id = context.get("store_id") if event.store_id is None and target.SIGNED else event.store_id
    attempt_id = refs.get(event.order_id) if there.name == "v1" else None
    mapped = msgspec.structs.replace(event, attempt_id=attempt_id, store_id=store_id)
    version = context.get("webhook_version") or ""
    body = target.write(mapped, version)
    lossy.extend(unread(event, source, here))
    lossy.extend(untold(event, mapped, target, version, there))
    if event.attempt_id is not None and attempt_id is None:
        lossy.append(f"attempt_id: {there.title} names its attempts itself; it is not known here")
    if cancel_is_vague(event, source):
        lossy.append(f"kind: {here.title} does not tell a full cancel from a partial one")
    if target.SIGNED:
        lossy.append(f"headers: {there.title} signs its webhooks, and this one is not signed")
    return {"content_type": part.get("content_type") or JSON, "body": body}


def reply(part: Mapping[str, Any], here: Api, there: Api) -> dict[str, Any]:
    """Return the answer to a confirm callback as the other API wants it."""
    if type(part.get("status")) is not int:
        raise ConfigError("reply.status: must be a whole number")
    decision = module_of(here).decision(Reply(status=part["status"], body=raw_of(part.get("body"))))
    answer = module_of(there).reply(decision)
    return {"status": answer.status, "body": msgspec.json.decode(answer.body)}


def delivery_of(part: Mapping[str, Any]) -> Delivery:
    """Return what came in."""
    content = part.get("body", part.get("payload"))
    if isinstance(content, Mapping):
        return Delivery(body=ENCODER.encode(content))
    return Delivery(body=raw_of(content), headers={"content-type": str(part.get("content_type") or "")})


def raw_of(content: Any) -> bytes:
    """Return a body as bytes."""
    if content is None:
        return b""
    return content.encode() if isinstance(content, str) else ENCODER.encode(content)


def cancel_is_vague(event: WebhookEvent, module: WebhookModule) -> bool:
    """Tell whether the API would have written a partial cancel the same way."""
    if event.kind != WebhookKind.CANCELLED:
        return False
    partial = msgspec.structs.replace(event, kind=WebhookKind.PARTIALLY_CANCELLED)
    return module.write(partial) == module.write(event)


def unread(event: WebhookEvent, module: WebhookModule, api: Api) -> Iterator[str]:
    """Tell which fields of the delivery nobody reads."""
    known: set[str] = set()
    for version in module.VERSIONS or ("",):
        try:
            known |= set(paths(module.write(event, version)))
        except UnsupportedOperation:
            continue
    for path in paths(event.raw):
        if path not in known:
            yield f"{path}: {api.title} has no such field, so it was not read"


def untold(
    event: WebhookEvent, mapped: WebhookEvent, module: WebhookModule, version: str, api: Api
) -> Iterator[str]:
    """Tell what was known and is not in the body: read it back and compare."""
    whole = msgspec.structs.replace(
        mapped, attempt_id=mapped.attempt_id or "unknown"
    )  # V1's is unreadable without
    body = module.write(whole, version)
    again = module.read(Delivery(body=ENCODER.encode(body)), getattr(event, "currency", "KRW"))
    for name in event.__struct_fields__:
        before = getattr(event, name)
        if name not in OWN_WAY and before is not None and getattr(again, name, None) != before:
            yield f"{name}: {api.title} does not tell it"


def paths(fields: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """Return the paths of every value."""
    for name, value in fields.items():
        if isinstance(value, Mapping):
            yield from paths(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"
