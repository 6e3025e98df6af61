"""Would this request be taken? What the API cannot carry, and what the PG's rules forbid. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from pgbridge.errors import ConfigError
from pgbridge.model.channel import Channel
from pgbridge.registry import Registry, installed
from pgbridge.rules import Violation, check
from pgbridge.wire import OperationModule, WireRequest

BROWSER = "browser_payment browser_billing_key browser_identity browser_payment_ui browser_billing_key_ui"
# What requests are called in the rules, so that a slip of the pen is not taken for a request without rules.
OPERATIONS: Mapping[str, frozenset[str]] = {
    "v1": frozenset(
        f"{BROWSER} onetime issue_billing_key again schedule cancel vbank cvs prepare escrow_logistics "
        "escrow_logistics_update store_receipt cash_receipt external_cash_receipt otp_request otp_confirm "
        "paymentwall_delivery".split()
    ),
    "v2": frozenset(
        f"{BROWSER} browser_billing_key_and_pay instant issue_billing_key pay_with_billing_key schedule cancel "
        "pre_register escrow_logistics store_receipt cash_receipt identity_send delete_billing_key "
        "paymentwall_delivery".split()
    ),
}


def check_wire(
    *, api: str, provider: str, operation: str, request: Mapping[str, Any], platform: str | None = None
) -> list[Violation]:
    """Check a request in its wire form against a PG's rules.

    >>> [v.field for v in check_wire(api="v2", provider="inicis-v2", operation="instant", request={})][:1]
    ['customer.name.full']

    :param api: `v1` or `v2`
    :param provider: slug of the PG's module, such as `inicis-v2`
    :param operation: what the API's guides call the request, such as `instant`, `onetime` or `browser_payment`
    :param request: the body, with path and query parameters beside it; or browser SDK parameters
    :param platform: `pc` or `mobile` where the browser's kind matters
    :raises ConfigError: no such PG on that API, or no such request
    """
    found = installed().provider(api, provider)
    if operation not in OPERATIONS.get(api, frozenset((operation,))):
        raise ConfigError(
            f"operation: {api} has no request {operation!r}; there are {', '.join(sorted(OPERATIONS[api]))}"
        )
    return check(found, operation, request, platform=platform)


def violations(
    registry: Registry,
    channel: Channel,
    module: OperationModule,
    request: WireRequest,
    platform: str | None = None,
) -> list[Violation]:
    """Check a request about to go out on a channel, under the channel's contracts and settings.

    :param platform: `pc` or `mobile` for a call that is made there
    """
    if channel.check == "off" or not request.name:
        return []
    provider = registry.provider(channel.api, channel.provider)
    found = check(
        provider,
        request.name,
        request.for_rules(),
        platform=platform,
        contracts=channel.contracts,
        off=channel.rules_off,
        raised=channel.rules_raised,
    )
    if not found:
        return found
    return [msgspec.structs.replace(v, neutral_field=neutral_name(v.field, module)) for v in found]


def neutral_name(field: str | None, module: OperationModule) -> str | None:
    """Return the neutral name of a wire field in a module, worked out once."""
    key = (module.__name__, field)
    if key not in NEUTRAL:
        NEUTRAL[key] = neutral_of(field, module.FIELDS)
    return NEUTRAL[key]


def neutral_of(field: str | None, fields: Mapping[str, str | None]) -> str | None:
    """Return the neutral name of a wire field: its own, that of a part of it, or that of what it is a part of."""
    if field is None:
        return None
    homes = [(path, wire) for path, wire in fields.items() if wire]
    own = (path for path, wire in homes if wire == field)
    part = (path for path, wire in homes if wire.startswith(f"{field}."))
    whole = (path for path, wire in homes if field.startswith(f"{wire}."))
    return next(own, None) or next(part, None) or next(whole, None)


Getters = tuple[tuple[str, Callable[[Any], Any]], ...]
NEUTRAL: dict[tuple[str, str | None], str | None] = {}
HOMELESS: dict[tuple[type[Any], str], Getters] = {}
# Names that the core and its ledger keep; no API needs a place for them.
KEPT_HERE = frozenset(("alias", "attempt_id", "call_id", "cancel_id", "currency", "replace", "save_as"))


def uncarried(op: Any, module: OperationModule, title: str) -> tuple[list[Violation], list[str]]:
    """Return what is set on the operation and has no place in the API: what that refuses, and what is merely dropped."""
    refused: list[Violation] = []
    dropped: list[str] = []
    key = (type(op), module.__name__)
    if key not in HOMELESS:
        HOMELESS[key] = homeless(type(op), module.FIELDS)
    harmless: frozenset[str] = getattr(module, "DROPPED", frozenset())
    unsaid: Callable[[Any], Sequence[str]] | None = getattr(module, "unsaid", None)
    if unsaid is not None:
        dropped += unsaid(op)
    for path, get in HOMELESS[key]:
        if get(op) in (None, (), ""):
            continue
        if path in harmless:
            dropped.append(path)
            continue
        refused.append(
            Violation(
                rule="api.field-not-carried",
                severity="error",
                field=path,
                neutral_field=path,
                message=f"{path}: {title} has no place for it: leave it out or use a channel of the other API",
                kind="forbidden",
                value=None,
                source="docs/reference/operations.md",
            )
        )
    return refused, dropped


def homeless(kind: type[Any], fields: Mapping[str, str | None]) -> Getters:
    """Return a getter for each path that has no place on the wire. What is left at its default counts as not set."""
    defaults = {field.name: field.default for field in msgspec.structs.fields(kind)}

    def getter(path: str) -> Callable[[Any], Any]:
        steps = path.split(".")
        first = defaults.get(steps[0])

        def get(op: Any) -> Any:
            value = value_at(op, steps)
            return None if len(steps) == 1 and value == first else value

        return get

    paths = [path for path, wire in fields.items() if wire is None and path not in KEPT_HERE]
    # What lies inside something homeless is not worth a second word.
    outer = [path for path in paths if not any(path.startswith(f"{other}.") for other in paths)]
    return tuple((path, getter(path)) for path in outer)


def value_at(value: Any, steps: Sequence[str]) -> Any:
    """Return what a path such as `rows[].notify` leads to; through a tuple, what the first of its items that sets it has."""
    for number, step in enumerate(steps):
        if isinstance(value, tuple):
            found = (value_at(item, steps[number:]) for item in value)
            return next((inner for inner in found if inner not in (None, (), "")), None)
        value = getattr(value, step.removesuffix("[]"), None)
    return value
