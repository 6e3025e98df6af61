"""Write what was meant for one API as the other would have it.

Both directions go through the neutral model: the source API's plugin reads the wire form, the target API's plugin
writes it. There is no table beside the plugins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from pgbridge.checks import value_at
from pgbridge.errors import ApiError, UnsupportedOperation
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.channel import Channel, Connection
from pgbridge.registry import Registry, installed
from pgbridge.wire import ENCODER, Accepted, Api, OperationModule, WireRequest, WireResponse


class Translation(Struct, frozen=True, kw_only=True):
    """A translated request or answer.

    :ivar wire: the other API's form, keyed as the input was (`request`, `requests`, `response` ...)
    :ivar lossy: what had no place on the other side, one line each
    """

    wire: dict[str, Any]
    lossy: tuple[str, ...] = ()


def translate(
    part: Mapping[str, Any],
    *,
    operation: str,
    source: str,
    target: str,
    context: Mapping[str, Any] | None = None,
    registry: Registry | None = None,
) -> Translation:
    """Translate requests or answers of one operation between `v1` and `v2`.

    :param part: `{"request": {method, path, query, body, headers}}`, `{"requests": [...]}`,
        `{"response": {status, body}}` or `{"responses": [...]}`
    :param operation: neutral name, such as `payments.charge_card`
    :param context: tables that no wire form holds: `channels` (`pg.mid` to channel key), `billing_keys`
        (`customer_uid` to `billingKey`), `refs` (order id to `imp_uid`), `schedules` (order id to schedule id),
        `tiers` (tier code to store id), `store_id`, `environment`, `currency`, and the `request` of an answer
    :raises Refused: the target cannot carry it, or the context lacks a table that is needed
    """
    registry = registry or installed()
    name = "payments.get" if operation == "payments.find" else operation
    tables = Tables(context or {}, source=source, target=target)
    here, there = registry.api(source), registry.api(target)
    modules = here.module(name), there.module(name)
    wire: dict[str, Any] = {}
    lossy: list[str] = []
    for key, value in part.items():
        if key in ("request", "requests"):
            found = _requests(_listed(value), modules, tables, lossy)
            wire["request" if len(found) == 1 else "requests"] = found[0] if len(found) == 1 else found
        elif key in ("response", "responses"):
            found = _responses(_listed(value), modules, (here, there), tables, lossy)
            wire["response" if len(found) == 1 else "responses"] = found[0] if len(found) == 1 else found
        else:
            raise UnsupportedOperation(key, "translate", "give request, requests, response or responses")
    return Translation(wire=wire, lossy=tuple(dict.fromkeys(lossy)))


class Tables:
    """The context's tables, each looked up in the direction that the target needs."""

    def __init__(self, context: Mapping[str, Any], *, source: str, target: str) -> None:
        self.context, self.source, self.target = context, source, target

    def forward(self, table: str, value: str | None) -> str | None:
        """Map a V1 word to its V2 one, or back when translating to V1; None when the table lacks it."""
        pairs: Mapping[str, str] = self.context.get(table) or {}
        if self.target == "v1":
            pairs = {v: k for k, v in pairs.items()}
        return pairs.get(value) if value is not None else None

    def channel(self, accepted: Accepted) -> Channel:
        """Return the target's channel for what the source request was going to."""
        connection = Connection(
            name="translate",
            api=self.target,
            environment=self.context.get("environment", "live"),
            store_id=self._store(accepted) if self.target == "v2" else None,
            tier=self._tier(accepted) if self.target == "v1" else None,
        )
        channels: Mapping[str, str] = self.context.get("channels") or {}
        key = accepted.channel_key or (channels.get(accepted.pg) if accepted.pg else None)
        pg = accepted.pg or next((name for name, value in channels.items() if value == key), None)
        return Channel(name="translate", connection=connection, provider="", key=key, pg=pg)

    def _store(self, accepted: Accepted) -> str | None:
        tiers: Mapping[str, str] = self.context.get("tiers") or {}
        return accepted.store_id or (
            tiers.get(accepted.tier) if accepted.tier else self.context.get("store_id")
        )

    def _tier(self, accepted: Accepted) -> str | None:
        return accepted.tier or self.forward("tiers", accepted.store_id)

    def mapped(self, op: Any) -> Any:
        """Return the operation with ids of the source side replaced by those of the target side."""
        fields = set(op.__struct_fields__)
        changes: dict[str, Any] = {}
        if "billing_key" in fields and op.billing_key is not None:
            changes["billing_key"] = self._key(op.billing_key)
        if "billing_keys" in fields:
            changes["billing_keys"] = tuple(self._key(key) for key in op.billing_keys)
        if "attempt_id" in fields:
            changes.update(self._refs(op))
        if "attempt_ids" in fields:
            changes.update(self._many_refs(op))
        if "schedule_id" in fields and "order_id" in fields:
            changes.update(self._schedule(op))
        if "schedule_ids" in fields:
            changes.update(self._schedules(op))
        return msgspec.structs.replace(op, **changes) if changes else op

    def _key(self, key: str | VendorKey) -> str | VendorKey:
        found = self.forward("billing_keys", key.id if isinstance(key, VendorKey) else key)
        return VendorKey(id=found) if found else key

    def _refs(self, op: Any) -> dict[str, Any]:
        refs: Mapping[str, str] = self.context.get("refs") or {}
        back = {attempt: order for order, attempt in refs.items()}
        return {
            "order_id": op.order_id or back.get(op.attempt_id),
            "attempt_id": op.attempt_id or refs.get(op.order_id),
        }

    def _many_refs(self, op: Any) -> dict[str, Any]:
        refs: Mapping[str, str] = self.context.get("refs") or {}
        back = {attempt: order for order, attempt in refs.items()}
        if self.target == "v2":
            return {
                "order_ids": op.order_ids + tuple(back.get(a, a) for a in op.attempt_ids),
                "attempt_ids": (),
            }
        if refs:
            return {"attempt_ids": tuple(refs[o] for o in op.order_ids if o in refs), "order_ids": ()}
        return {}

    def _schedule(self, op: Any) -> dict[str, Any]:
        schedules: Mapping[str, str] = self.context.get("schedules") or {}
        back = {schedule: order for order, schedule in schedules.items()}
        return {
            "order_id": op.order_id or back.get(op.schedule_id),
            "schedule_id": op.schedule_id or schedules.get(op.order_id),
        }

    def _schedules(self, op: Any) -> dict[str, Any]:
        schedules: Mapping[str, str] = self.context.get("schedules") or {}
        back = {schedule: order for order, schedule in schedules.items()}
        if self.target == "v2":
            return {
                "schedule_ids": op.schedule_ids + tuple(schedules[o] for o in op.order_ids if o in schedules)
            }
        return {"order_ids": op.order_ids + tuple(back[s] for s in op.schedule_ids if s in back)}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Sequence) else [value]


def _requests(
    items: list[Any], modules: tuple[OperationModule, OperationModule], tables: Tables, lossy: list[str]
) -> list[dict[str, Any]]:
    source, target = modules
    accepted = source.accept(*(read_request(item, tables.context) for item in items))
    channel, op = tables.channel(accepted), tables.mapped(accepted.op)
    lossy.extend(
        f"{path}: {tables.source} has no such field, so it was not read" for path in accepted.unknown
    )
    lossy.extend(f"{path}: has no place in {tables.target}" for path in uncarried(op, target))
    if getattr(op, "alias", None) == "" and target.FIELDS.get("alias"):
        lossy.append(f"alias: {tables.source} names none, so choose {target.FIELDS['alias']} yourself")
    encode_all = getattr(target, "encode_all", None)
    return [
        show_request(r) for r in (encode_all(op, channel) if encode_all else (target.encode(op, channel),))
    ]


def _responses(
    items: list[Any],
    modules: tuple[OperationModule, OperationModule],
    apis: tuple[Api, Api],
    tables: Tables,
    lossy: list[str],
) -> list[dict[str, Any]]:
    source, target = modules
    asked = tables.context.get("request")
    op = source.accept(*(read_request(r, tables.context) for r in _listed(asked))).op if asked else None
    responses = [WireResponse(status=item["status"], body=_bytes(item.get("body"))) for item in items]
    result: Any
    try:
        decode_all = getattr(source, "decode_all", None)
        if decode_all and (len(responses) > 1 or getattr(source, "encode_all", None)):
            result = decode_all(op, responses)
        else:
            judged = apis[0].judge(responses[0])
            result = judged.error if judged else source.decode(op, responses[0])
    except ApiError as error:
        result = error
    mapped = tables.mapped(op) if op is not None else None
    answer_all = getattr(target, "answer_all", None)
    answers = answer_all(mapped, result) if answer_all else (target.answer(mapped, result),)
    return [{"status": a.status, "body": msgspec.json.decode(a.body) if a.body else None} for a in answers]


def uncarried(op: Any, module: OperationModule) -> list[str]:
    """Return the neutral fields that are set on the operation and that the API cannot carry."""
    defaults = {f.name: f.default for f in msgspec.structs.fields(op)}
    found: list[str] = []
    for path, wire in module.FIELDS.items():
        if wire is not None or any(path.startswith(f"{whole}.") for whole in found):
            continue
        if value_at(op, path.split(".")) not in (None, (), "", defaults.get(path)):
            found.append(path)
    return found


def read_request(item: Mapping[str, Any], context: Mapping[str, Any] | None = None) -> WireRequest:
    """Read a request as vectors and files write it."""
    query = []
    for name, value in (item.get("query") or {}).items():
        query += [(name, str(v)) for v in (value if isinstance(value, list) else [value])]
    path, _, inline = item["path"].partition("?")
    params = {"currency": context["currency"]} if context and context.get("currency") else {}
    return WireRequest(
        method=item["method"].upper(),
        path=path,
        query=tuple(query) + tuple(parse_qsl(inline)),
        body=item.get("body"),
        headers=tuple((k.lower(), v) for k, v in (item.get("headers") or {}).items()),
        params=params,
    )


def show_request(request: WireRequest) -> dict[str, Any]:
    """Write a request as vectors and files have it."""
    shown: dict[str, Any] = {"method": request.method, "path": request.path}
    query: dict[str, Any] = {}
    for name, value in request.query:
        if re.search(r"\[\]$", name):
            query.setdefault(name, []).append(value)
        else:
            query[name] = value
    if query:
        shown["query"] = query
    if request.body is not None:
        shown["body"] = msgspec.json.decode(request.content)
    if request.headers:
        shown["headers"] = dict(request.headers)
    return shown


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else ENCODER.encode(body)


__all__ = ["Translation", "translate"]
