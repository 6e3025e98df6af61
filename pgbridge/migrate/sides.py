"""What a request to the simulator would have been on the other API, for its console."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

import msgspec

from pgbridge.errors import PgbridgeError, RuleViolation
from pgbridge.migrate.translate import Translation, translate
from pgbridge.registry import Registry
from pgbridge.simulator.http import Refusal
from pgbridge.simulator.requests import Entry, covered
from pgbridge.simulator.web.console import OtherSide
from pgbridge.simulator.windows import Window

if TYPE_CHECKING:
    from pgbridge.simulator.service import Simulator

# The simulator's names of requests, and the operations that they are.
OPERATIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "v1": {
        "onetime": "payments.charge_card",
        "again": "payments.charge_billing_key",
        "cancel": "payments.cancel",
        "prepare": "payments.prepare",
        "prepare_update": "payments.prepare.update",
        "vbank": "virtual_accounts.issue",
        "close_vbank": "virtual_accounts.close",
        "issue_billing_key": "billing_keys.issue",
        "delete_billing_key": "billing_keys.delete",
        "schedule": "schedules.create",
        "unschedule": "schedules.revoke",
        "cash_receipt": "cash_receipts.issue",
        "external_cash_receipt": "cash_receipts.external.issue",
        "escrow_logistics": "escrow.register",
        "escrow_logistics_update": "escrow.update",
        "store_receipt": "store_receipts.register",
        "otp_request": "identity.otp.send",
        "otp_confirm": "identity.otp.confirm",
        "paymentwall_delivery": "paymentwall.delivery",
        "get_payment": "payments.get",
        "get_payments": "payments.get_many",
        "find_payment": "payments.get",
        "find_payments": "payments.attempts",
        "list_payments": "payments.list",
        "get_billing_key": "billing_keys.get",
        "get_schedule": "schedules.get",
        "list_schedules": "schedules.list",
    },
    "v2": {
        "instant": "payments.charge_card",
        "pay_with_billing_key": "payments.charge_billing_key",
        "cancel": "payments.cancel",
        "pre_register": "payments.prepare",
        "close_vbank": "virtual_accounts.close",
        "issue_billing_key": "billing_keys.issue",
        "delete_billing_key": "billing_keys.delete",
        "schedule": "schedules.create",
        "unschedule": "schedules.revoke",
        "cash_receipt": "cash_receipts.issue",
        "escrow_logistics": "escrow.register",
        "escrow_logistics_update": "escrow.update",
        "store_receipt": "store_receipts.register",
        "identity_send": "identity.otp.send",
        "identity_confirm": "identity.otp.confirm",
        "paymentwall_delivery": "paymentwall.delivery",
        "get_payment": "payments.get",
        "find_payments": "payments.attempts",
        "list_payments": "payments.list",
        "get_billing_key": "billing_keys.get",
        "get_schedule": "schedules.get",
        "list_schedules": "schedules.list",
    },
}
WINDOWS: Final = {
    "payment": "browser.payment",
    "billing_key": "browser.billing_key",
    "billing_key_and_pay": "browser.billing_key_and_pay",
    "identity": "browser.identity",
}


class Sides:
    """Translates what arrived, with the ids that the simulator knows; what is secret or about a person is covered."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def of_request(self, simulator: Simulator, entry: Entry) -> OtherSide | None:
        """Return a request's other side; None where it has none, as authentication has not."""
        body = decoded(entry.request.body)
        name = OPERATIONS.get(entry.api, {}).get(entry.operation)
        if (
            name == "payments.charge_card"
            and isinstance(body.get("method"), dict)
            and "virtualAccount" in body["method"]
        ):
            name = "virtual_accounts.issue"
        if name is None:
            return None
        path = entry.request.path.removeprefix(f"/{entry.api}")
        query: dict[str, list[str]] = {}
        for key, value in entry.request.query:
            query.setdefault(key, []).append(value)
        item = {
            "method": entry.request.method,
            "path": path,
            "query": query,
            "body": body or None,
            "headers": {"tier": tier} if (tier := entry.request.header("tier")) else {},
        }
        return self.translated(simulator, entry.api, name, {"request": item}, body)

    def of_window(self, simulator: Simulator, window: Window) -> OtherSide:
        """Return the call that opens the same window on the other API."""
        api = window.wish.version.lower()
        call = window.call
        part = call.params if len(call.arguments) == 1 else {**call.params, "uiType": call.arguments[0]}
        return self.translated(simulator, api, WINDOWS[window.wish.kind], {"browser": part}, part)

    def translated(
        self, simulator: Simulator, api: str, name: str, part: Mapping[str, Any], body: Mapping[str, Any]
    ) -> OtherSide:
        """Translate, or say why it cannot be."""
        other = "v2" if api == "v1" else "v1"
        title = self.registry.api(other).title
        try:
            found = translate(
                part,
                operation=name,
                source=api,
                target=other,
                context=context_of(simulator, body),
                registry=self.registry,
            )
        except RuleViolation as error:
            return OtherSide(title=title, why=tuple(dict.fromkeys(each.message for each in error.violations)))
        except PgbridgeError as error:
            return OtherSide(title=title, why=(str(error),))
        return OtherSide(
            title=title, requests=tuple(shown(found)), lossy=found.lossy, warnings=found.warnings
        )


def shown(found: Translation) -> list[Any]:
    """Return what was written, covered."""
    if "browser" in found.wire:
        return [covered(found.wire["browser"])]
    requests = found.wire.get("requests") or [found.wire["request"]]
    return [{**each, "body": covered(each["body"])} if "body" in each else each for each in requests]


def decoded(body: bytes) -> dict[str, Any]:
    """Return a body that is a JSON object or a form, else nothing."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return form(body)
    return found if isinstance(found, dict) else {}


def form(body: bytes) -> dict[str, Any]:
    """Return a form; names that end in `[]` are lists."""
    fields: dict[str, Any] = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace")):
        if name.endswith("[]"):
            fields.setdefault(name[:-2], []).append(value)
        else:
            fields[name] = value
    return fields


def context_of(simulator: Simulator, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables that a translation needs, as far as the simulator can tell."""
    world = simulator.world
    channels = {pg_of(each.provider, each.merchant_id): each.key for each in world.settings.channels or ()}
    if isinstance(key := body.get("channelKey"), str):
        channels |= named(lambda: world.channel(key))
    if isinstance(pg := body.get("pg"), str):
        channels.setdefault(pg, f"channel-key-{pg}")
    return {
        "environment": "test",
        "store_id": world.settings.store_id,
        "channels": channels,
        "billing_keys": {name: name for _, _, name in world.billing_keys},
        "refs": {each.bill.order_id: each.id for each in world.attempts.values()},
        "schedules": {each.bill.order_id: each.id for each in world.schedules.values()},
    }


def named(find: Callable[[], Any]) -> dict[str, str]:
    """Return V1's name of a channel, if there is such a channel."""
    try:
        found = find()
    except Refusal:
        return {}
    return {pg_of(found.provider, found.merchant_id): found.key}


def pg_of(provider: str, merchant_id: str) -> str:
    """Return what V1 calls a channel."""
    return f"{provider.lower()}.{merchant_id}"
