"""Write the calls of one API's payment window as the other's would be, and what they come back with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from pgbridge.checks import uncarried
from pgbridge.errors import ConfigError
from pgbridge.migrate import bypass
from pgbridge.plan.browser import params_of, remarks_of
from pgbridge.registry import Registry
from pgbridge.wire import ENCODER, Accepted, Api, OperationModule, WireRequest, WireResponse

if TYPE_CHECKING:
    from pgbridge.migrate.translate import Tables

Modules = tuple[OperationModule, OperationModule]


def call(
    params: Any, modules: Modules, there: Api, tables: Tables, lossy: list[str], registry: Registry
) -> dict[str, Any]:
    """Return the parameters of the other API's call; those of `IMP.loadUI` with its `uiType` among them.

    :raises RuleViolation: they cannot be read, or the other API's window cannot take them
    """
    source, target = modules
    accepted = source.accept(WireRequest(method="", path="", body=plain(params, "browser")))
    lossy.extend(
        f"{path}: {tables.source} has no such parameter, so it was not read" for path in accepted.unknown
    )
    op = of_one_pg(accepted.op, tables.source, registry, lossy)
    channel = tables.channel(known_store(accepted, tables, lossy))
    refused, dropped = uncarried(op, target, there.title)
    paths = [*(problem.field for problem in refused), *dropped]
    if getattr(op, "alias", None) and target.FIELDS.get("alias") is None:
        paths.append("alias")
    lossy.extend(f"{path}: has no place in {tables.target}" for path in paths)
    if getattr(op, "alias", None) == "" and (place := target.FIELDS.get("alias")):
        lossy.append(f"alias: {tables.source} names none, so choose {place} yourself")
    lossy.extend(remarks_of(target, op, channel))
    request = target.encode(op, channel)
    return {**request.params, **params_of(request)}


def of_one_pg(op: Any, source: str, registry: Registry, lossy: list[str]) -> Any:
    """Return the operation with one PG's parameters as the other API has them; those it lacks are told of and left out."""
    own = {**(getattr(op, "extra", None) or {}), **({"bypass": op.bypass} if op.bypass else {})}
    found, lost = bypass.carried(own, source, registry) if own else ({}, [])
    if source == "v1":
        changes, told = bypass.receipt_out_of(op)
        lost = [path for path in lost if path not in told]
    else:
        changes, more = bypass.receipt_into(op)
        found |= {"bypass": {**(found.get("bypass") or {}), **more}} if more else {}
    changes["bypass"] = found.pop("bypass", None)
    if hasattr(op, "extra"):
        changes["extra"] = found or None
    lossy.extend(f"{path}: a parameter of one PG that the other API's pages do not name" for path in lost)
    return msgspec.structs.replace(op, **changes)


def known_store(accepted: Accepted, tables: Tables, lossy: list[str]) -> Accepted:
    """Leave out a store that V1 has no tier for: its pages name the merchant in `IMP.init`."""
    if tables.target == "v1" and accepted.store_id is not None:
        if tables.forward("tiers", accepted.store_id) is None:
            lossy.append("storeId: V1 pages name the merchant once, in IMP.init or IMP.agency")
        return msgspec.structs.replace(accepted, store_id=None)
    return accepted


def result(told: Any, modules: Modules, there: Api, tables: Tables, lossy: list[str]) -> dict[str, Any]:
    """Return what the other API's window would have said.

    :raises BadAnswer: it is no result of the source's window
    """
    source, target = modules
    body = ENCODER.encode(plain(told, "browser_result"))
    found = source.decode(None, WireResponse(status=200, body=body))
    refs: Mapping[str, str] = tables.context.get("refs") or {}
    attempt = refs.get(found.order_id) if tables.target == "v1" else None
    if found.attempt_id is not None and attempt is None:
        lossy.append(f"attempt_id: {there.title} names its attempts itself; it is not known here")
    key = tables.forward("billing_keys", found.billing_key)
    if found.billing_key is not None and key is None:
        lossy.append("billing_key: each API has its own: name its counterpart in context['billing_keys']")
    mapped = msgspec.structs.replace(found, attempt_id=attempt, billing_key=key)
    if tables.target == "v2" and not found.success:
        # V1 has one code and one text, and they are the PG's.
        mapped = msgspec.structs.replace(mapped, code=None, message=None)
    answer = target.answer(None, mapped)
    again = target.decode(None, answer)
    lost = ("issue_token", "payment_token", "needs_confirmation")
    lossy.extend(
        f"{name}: {there.title} has no such thing"
        for name in lost
        if getattr(found, name) and not getattr(again, name)
    )
    shown: dict[str, Any] = msgspec.json.decode(answer.body)
    return shown


def plain(value: Any, name: str) -> Mapping[str, Any]:
    """Return an object.

    :raises ConfigError: it is something else
    """
    if not isinstance(value, Mapping):
        raise ConfigError(f"{name}: must be an object")
    return value
