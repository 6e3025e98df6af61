"""Write what was meant for one API as the other would have it.

Both directions go through the neutral model: the source API's plugin reads the wire form, the target API's plugin
writes it. There is no table beside the plugins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from pgbridge.checks import uncarried
from pgbridge.errors import ApiError, ConfigError, PgbridgeError, RuleViolation, UnsupportedOperation
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.channel import Channel, Connection
from pgbridge.registry import Registry, installed
from pgbridge.rules import Violation
from pgbridge.wire import ENCODER, Accepted, Api, OperationModule, WireRequest, WireResponse

# What results hold beside the vendor's facts, or what each API has in its own way.
OWN_WAY = frozenset(("wire", "partial", "replayed", "version", "vendor_order_id", "billing_key", "alias"))

S = TypeVar("S")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
TABLES = ("channels", "billing_keys", "refs", "schedules", "tiers")


class Translation(Struct, frozen=True, kw_only=True):
    """A translated request or answer.

    :ivar wire: the other API's form, keyed as the input was (`request`, `requests`, `response` ...)
    :ivar lossy: what had no place on the other side, one line each
    :ivar warnings: what the other API does in another way, though nothing is lost; a bridge tells the same as events
    """

    wire: dict[str, Any]
    lossy: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


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
        `{"response": {status, body}}` or `{"responses": [...]}`; a webhook as `{"webhook": {content_type, body}}`, the
        answer to a confirm callback as `{"reply": {status, body}}`; the parameters of a payment window as `{"browser":
        {...}}` and what it came back with as `{"browser_result": {...}}`
    :param operation: neutral name, such as `payments.charge_card`; `browser.payment`, `webhook.receive` or `webhook.confirm`
    :param context: tables that no wire form holds: `channels` (`pg.mid` to channel key), `billing_keys`
        (`customer_uid` to `billingKey`), `refs` (order id to `imp_uid`), `schedules` (order id to schedule id),
        `tiers` (tier code to store id), `store_id`, `environment`, `currency`, `webhook_version`, and the `request` of
        an answer
    :raises ConfigError: a table of the context is no table
    :raises Refused: the target cannot carry it, or the context lacks a table that is needed
    """
    registry = registry or installed()
    name = "payments.get" if operation == "payments.find" else operation
    tables = Tables(context or {}, source=source, target=target)
    here, there = registry.api(source), registry.api(target)
    if name.startswith("webhook."):
        return _webhooks(part, here, there, tables.context)
    if name.startswith("browser."):
        return _browser(part, here, there, name.removesuffix(".result"), tables, registry)
    modules = here.module(name), there.module(name)
    wire: dict[str, Any] = {}
    lossy: list[str] = []
    for key, value in part.items():
        if key in ("request", "requests"):
            found = _requests(_listed(value), modules, tables, there.title, lossy)
            wire["request" if len(found) == 1 else "requests"] = found[0] if len(found) == 1 else found
        elif key in ("response", "responses"):
            asked = tables.context.get("request") or part.get("request") or part.get("requests")
            found = _responses(_listed(value), asked, modules, (here, there), tables, lossy)
            wire["response" if len(found) == 1 else "responses"] = found[0] if len(found) == 1 else found
        else:
            raise UnsupportedOperation(key, "translate", "give request, requests, response or responses")
    warnings: tuple[str, ...] = getattr(modules[1], "APPROXIMATIONS", ())
    return Translation(wire=wire, lossy=tuple(dict.fromkeys(lossy)), warnings=warnings)


def _webhooks(part: Mapping[str, Any], here: Api, there: Api, context: Mapping[str, Any]) -> Translation:
    """Translate what PortOne sends of its own accord, and the answers to it."""
    from pgbridge.migrate import webhooks  # noqa: PLC0415 - most translations are of requests

    wire: dict[str, Any] = {}
    lossy: list[str] = []
    for key, value in part.items():
        if key == "webhook":
            wire[key] = webhooks.webhook(value, here, there, context, lossy)
        elif key == "reply":
            wire[key] = webhooks.reply(value, here, there)
        else:
            raise UnsupportedOperation(key, "translate", "give webhook or reply")
    return Translation(wire=wire, lossy=tuple(dict.fromkeys(lossy)))


def _browser(
    part: Mapping[str, Any], here: Api, there: Api, name: str, tables: Tables, registry: Registry
) -> Translation:
    """Translate calls of the payment window, and what they come back with."""
    from pgbridge.migrate import browser  # noqa: PLC0415 - most translations are of requests

    modules = here.module(name), there.module(name)
    wire: dict[str, Any] = {}
    lossy: list[str] = []
    for key, value in part.items():
        if key == "browser":
            wire[key] = browser.call(value, modules, there, tables, lossy, registry)
        elif key == "browser_result":
            wire[key] = browser.result(value, modules, there, tables, lossy)
        else:
            raise UnsupportedOperation(key, "translate", "give browser or browser_result")
    return Translation(wire=wire, lossy=tuple(dict.fromkeys(lossy)))


class Tables:
    """The context's tables, each looked up in the direction that the target needs."""

    def __init__(self, context: Mapping[str, Any], *, source: str, target: str) -> None:
        self.context, self.source, self.target = context, source, target
        for name in TABLES:
            table = context.get(name) or {}
            if not isinstance(table, Mapping) or not all(isinstance(v, str) for v in table.values()):
                raise ConfigError(f"context.{name}: must be an object that maps text to text")

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
        if accepted.store_id or not accepted.tier:
            return accepted.store_id or self.context.get("store_id")
        return self._found("tiers", accepted.tier)

    def _tier(self, accepted: Accepted) -> str | None:
        if accepted.tier or not accepted.store_id or accepted.store_id == self.context.get("store_id"):
            return accepted.tier
        return self._found("tiers", accepted.store_id)

    def _found(self, table: str, value: str) -> str:
        """Map a word that must be in the table.

        :raises RuleViolation: it is not
        """
        if (found := self.forward(table, value)) is None:
            raise _refused(
                table, f"{value!r} has no counterpart in {self.target}: name it in context[{table!r}]"
            )
        return found

    def mapped(self, op: Any) -> Any:
        """Return the operation with ids of the source side replaced by those of the target side.

        :raises RuleViolation: a table lacks one of them
        """
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
        if "schedule_id" in fields:
            changes.update(self._schedule(op))
        if "schedule_ids" in fields:
            changes.update(self._schedules(op))
        return msgspec.structs.replace(op, **changes) if changes else op

    def _key(self, key: str | VendorKey) -> VendorKey:
        return VendorKey(id=self._found("billing_keys", key.id if isinstance(key, VendorKey) else key))

    def _refs(self, op: Any) -> dict[str, Any]:
        refs: Mapping[str, str] = self.context.get("refs") or {}
        back = {attempt: order for order, attempt in refs.items()}
        order_id = op.order_id or back.get(op.attempt_id)
        if order_id is None and op.attempt_id is not None and self.target == "v2":
            raise _refused("refs", f"V2 goes by order id: name that of {op.attempt_id!r} in context['refs']")
        return {"order_id": order_id, "attempt_id": op.attempt_id or refs.get(op.order_id)}

    def _many_refs(self, op: Any) -> dict[str, Any]:
        refs: Mapping[str, str] = self.context.get("refs") or {}
        if self.target == "v1":
            return {
                "attempt_ids": op.attempt_ids + tuple(refs[order] for order in op.order_ids if order in refs),
                "order_ids": tuple(order for order in op.order_ids if order not in refs),
            }
        back = {attempt: order for order, attempt in refs.items()}
        if unknown := [attempt for attempt in op.attempt_ids if attempt not in back]:
            raise _refused(
                "refs", f"V2 goes by order id: name those of {', '.join(unknown)} in context['refs']"
            )
        return {"order_ids": op.order_ids + tuple(back[a] for a in op.attempt_ids), "attempt_ids": ()}

    def _schedule(self, op: Any) -> dict[str, Any]:
        if self.target == "v2":
            known = op.schedule_id is not None or not op.order_id
            return {} if known else {"schedule_id": self._found("schedules", op.order_id)}
        if op.order_id is not None or op.schedule_id is None:
            return {"schedule_id": None}
        return {"order_id": self._found("schedules", op.schedule_id), "schedule_id": None}

    def _schedules(self, op: Any) -> dict[str, Any]:
        if self.target == "v2":
            ids = tuple(self._found("schedules", order) for order in op.order_ids)
            return {"schedule_ids": op.schedule_ids + ids}
        ids = tuple(self._found("schedules", schedule) for schedule in op.schedule_ids)
        return {"order_ids": op.order_ids + ids, "schedule_ids": ()}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _refused(table: str, message: str) -> RuleViolation:
    problem = Violation(
        rule=f"translate.{table}",
        severity="error",
        field=f"context.{table}",
        message=message,
        kind="required",
        value=None,
        source="docs/reference/operations.md",
    )
    return RuleViolation([problem], subject="translation")


def _requests(
    items: list[Any],
    modules: tuple[OperationModule, OperationModule],
    tables: Tables,
    title: str,
    lossy: list[str],
) -> list[dict[str, Any]]:
    source, target = modules
    requests = [read_request(item, tables.context) for item in items]
    if not requests or (len(requests) > 1 and getattr(source, "encode_all", None) is None):
        raise ConfigError(f"requests: there are {len(requests)}; {tables.source} does this with one")
    accepted = source.accept(*requests)
    channel, op = tables.channel(accepted), tables.mapped(accepted.op)
    if op.name == "payments.cancel" and tables.target == "v1" and op.attempt_id:
        # V1's own id alone says which payment is meant; pgbridge's own cancels name the order for other servers of V1.
        op = msgspec.structs.replace(op, order_id=None)
    lossy.extend(
        f"{path}: {tables.source} has no such field, so it was not read" for path in accepted.unknown
    )
    lossy.extend(_unsent(op, target, tables, title))
    if tables.target == "v1" and any(name == "idempotency-key" for r in requests for name, _ in r.headers):
        lossy.append("headers.Idempotency-Key: V1 has none, so that a repeat is a second request")
    encode_all = getattr(target, "encode_all", None)
    return [
        show_request(r) for r in (encode_all(op, channel) if encode_all else (target.encode(op, channel),))
    ]


def _unsent(op: Any, target: OperationModule, tables: Tables, title: str) -> Iterator[str]:
    """Tell what a request loses on the way, and what the other API wants beside it."""
    refused, dropped = uncarried(op, target, title)
    paths = [*(problem.field for problem in refused), *dropped]
    # The core keeps these names itself when it executes; a translation has nowhere to keep them.
    kept = ("alias", "save_as")
    paths += [name for name in kept if getattr(op, name, None) and target.FIELDS.get(name, "") is None]
    for path in paths:
        yield f"{path}: has no place in {tables.target}"
    needs: Mapping[str, str] = getattr(target, "NEEDS", {})
    for field, message in needs.items():
        if getattr(op, field, None) is None:
            yield f"{field}: {message}"
    if getattr(op, "alias", None) == "" and (place := target.FIELDS.get("alias")):
        yield f"alias: {tables.source} names none, so choose {place} yourself"


def _responses(
    items: list[Any],
    asked: Any,
    modules: tuple[OperationModule, OperationModule],
    apis: tuple[Api, Api],
    tables: Tables,
    lossy: list[str],
) -> list[dict[str, Any]]:
    source, target = modules
    op = source.accept(*(read_request(r, tables.context) for r in _listed(asked))).op if asked else None
    given = [_read(item, Answered, "response") for item in items]
    if not given:
        raise ConfigError("responses: there are none; give at least one")
    responses = [WireResponse(status=item.status, body=_bytes(item.body)) for item in given]
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
    try:
        mapped = tables.mapped(op) if op is not None else None
    except RuleViolation:  # the answer can be written without the other side's name of what was asked for
        mapped = op
    answer_all = getattr(target, "answer_all", None)
    answers = answer_all(mapped, result) if answer_all else (target.answer(mapped, result),)
    lossy.extend(_untold(result, mapped, answers, target, apis[1]))
    return [{"status": a.status, "body": msgspec.json.decode(a.body) if a.body else None} for a in answers]


def _untold(
    result: Any, op: Any, answers: Sequence[WireResponse], target: OperationModule, api: Api
) -> Iterator[str]:
    """Tell what an answer loses on the way: read it back and compare."""
    if isinstance(result, Exception) or any(api.judge(answer) for answer in answers):
        return
    try:
        decode_all = getattr(target, "decode_all", None)
        again = decode_all(op, answers) if decode_all else target.decode(op, answers[0])
    except PgbridgeError:
        again = None
    if again is None or getattr(again, "partial", False):
        yield f"{api.title} answers this with a summary: read it for the rest"
        return
    yield from (f"{path}: {api.title} does not show it" for path in _differences(result, again, ""))


def _differences(before: Any, after: Any, at: str) -> Iterator[str]:
    """Return the paths of what was known before and reads otherwise after."""
    if isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from _differences(one, other, at)
    elif isinstance(before, Struct) and type(before) is type(after):
        for name in before.__struct_fields__:
            if name not in OWN_WAY and not (name == "id" and "wire" in before.__struct_fields__):
                path = f"{at}.{name}" if at else name
                yield from _differences(getattr(before, name), getattr(after, name), path)
    elif before not in (None, (), "") and before != after:
        yield at or type(before).__name__


class Written(Struct, frozen=True, kw_only=True):
    """A request as vectors and files write it."""

    method: str
    path: str
    query: dict[str, Any] | None = None
    body: Any = None
    headers: dict[str, str] | None = None


class Answered(Struct, frozen=True, kw_only=True):
    """An answer as vectors and files write it."""

    status: int
    body: Any = None


def read_request(item: Any, context: Mapping[str, Any] | None = None) -> WireRequest:
    """Read a request as vectors and files write it.

    :raises ConfigError: it is not written so
    """
    written = _read(item, Written, "request")
    if (method := written.method.upper()) not in METHODS:
        raise ConfigError(f"request.method: must be one of {', '.join(METHODS)}")
    query = []
    for name, value in (written.query or {}).items():
        query += [(name, str(v)) for v in (value if isinstance(value, list) else [value])]
    path, _, inline = written.path.partition("?")
    params = {"currency": context["currency"]} if context and context.get("currency") else {}
    return WireRequest(
        method=method,
        path=path,
        query=tuple(query) + tuple(parse_qsl(inline)),
        body=written.body,
        headers=tuple((k.lower(), v) for k, v in (written.headers or {}).items()),
        params=params,
    )


def _read(item: Any, shape: type[S], what: str) -> S:
    """Read one part of what is to be translated; messages name places and types, no values."""
    try:
        return msgspec.convert(item, shape)
    except msgspec.ValidationError as error:
        text, _, place = str(error).partition(" - at ")
        raise ConfigError(f"{what}{place.strip('`$')}: {text}") from None


def show_request(request: WireRequest) -> dict[str, Any]:
    """Write a request as vectors and files have it."""
    shown: dict[str, Any] = {"method": request.method, "path": request.path}
    query: dict[str, Any] = {}
    for name, value in request.query:
        if name.endswith("[]"):
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
