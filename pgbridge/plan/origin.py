"""Where an existing thing lives: what is bound is not routed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from pgbridge.context import Run
from pgbridge.errors import (
    ConfigError,
    NotFound,
    UnsupportedOperation,
)
from pgbridge.ledger.protocol import Link
from pgbridge.model.attempt import Attempt
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.channel import Channel
from pgbridge.operations.base import Operation
from pgbridge.operations.payments.get import GetPayment
from pgbridge.operations.schedules.revoke import RevokeSchedules
from pgbridge.plan.asks import intents_of, looked_up
from pgbridge.plan.names import EXCLUSIVE, best_of, makers_of, orders_of
from pgbridge.wire import Flow

if TYPE_CHECKING:
    from pgbridge.plan.planner import Planner

R = TypeVar("R")


def resolve(
    planner: Planner, op: Operation[R], channel: str | None
) -> Flow[tuple[Operation[R], Channel | None]]:
    """Replace an alias by the vendor's key, and say which channel that key is bound to."""
    key = getattr(op, "billing_key", None)
    if isinstance(key, VendorKey):
        if channel is None and len(planner.config.channels) > 1:
            raise ConfigError("billing_key: a VendorKey names no channel; pass channel= with it")
        return op, None
    if not isinstance(key, str):
        return (yield from resolve_all(op)), None
    active = yield from active_link(key)
    if active is not None:
        bound = planner.still_on(active.channel, active.connection)
        elsewhere = channel is not None and channel != active.channel
        if elsewhere and planner.config.channels[channel or ""].connection.name != active.connection:
            raise ConfigError(
                f"billing_key: {key!r} lives on connection {active.connection}, not on that of {channel}"
            )
        return msgspec.structs.replace(op, billing_key=VendorKey(id=active.vendor_key)), bound
    target = planner.config.channels.get(channel or "") or only_v1(planner)
    if target is not None and target.api == "v1":
        return msgspec.structs.replace(op, billing_key=VendorKey(id=key)), target if channel is None else None
    raise NotFound(
        f"billing_key: no key is known under alias {key!r}; issue it, or address it by VendorKey(id=...) and channel=",
        reason="billing_key_not_found",
    )


def resolve_all(op: Operation[R]) -> Flow[Operation[R]]:
    """Replace each alias that is known, where an operation names several keys."""
    keys: tuple[str | VendorKey, ...] = getattr(op, "billing_keys", ())
    found: list[str | VendorKey] = []
    for key in keys:
        link = (yield from active_link(key)) if isinstance(key, str) else None
        found.append(VendorKey(id=link.vendor_key) if link else key)
    return msgspec.structs.replace(op, billing_keys=tuple(found)) if keys else op


def active_link(alias: str) -> Flow[Link | None]:
    """Return where the key behind an alias lives now."""
    links = yield from looked_up("links", lambda ledger: ledger.links(alias))
    return next((link for link in links if link.active), None) or (yield from issued(alias))


def known_schedules(op: Any, channel: Channel) -> Flow[Any]:
    """Fill in V2's schedule ids for order ids, as far as the ledger knows the pairs."""
    if channel.api != "v2":
        return op
    if getattr(op, "schedule_id", "") is None and op.order_id is not None:
        found = yield from schedule_of(op.order_id)
        return msgspec.structs.replace(op, schedule_id=found) if found else op
    if isinstance(op, RevokeSchedules) and op.order_ids and not op.schedule_ids:
        known: tuple[str, ...] = ()
        for order_id in op.order_ids:
            schedule = yield from schedule_of(order_id)
            known += (schedule,) if schedule else ()
        if len(known) == len(op.order_ids):
            return msgspec.structs.replace(op, schedule_ids=known)
    return op


def known_identity(op: Any, channel: Channel) -> Flow[Any]:
    """Fill in V1's id of a verification, which V1 finds by nothing else, as far as the ledger knows it."""
    if (
        channel.api != "v1"
        or getattr(op, "attempt_id", "") is not None
        or not op.name.startswith("identity.")
    ):
        return op
    made = yield from made_for(op)
    here = [a for a in made if a.connection == channel.connection.name and a.state == "done" and a.vendor_ref]
    newest = max(here, key=lambda a: a.begun_at, default=None)
    return msgspec.structs.replace(op, attempt_id=newest.vendor_ref) if newest is not None else op


def schedule_of(order_id: str) -> Flow[str | None]:
    """Return the vendor's id of the newest schedule of an order, made anew by another call or not."""
    made: list[Attempt] = []
    for family in ("schedule", "schedule_move"):
        intent = yield from looked_up("intent", lambda ledger, family=family: ledger.intent(family, order_id))  # type: ignore[misc]
        made.extend(intent.attempts if intent is not None else ())
    # The later of two that were begun in one moment comes last.
    known = sorted((a for a in made if a.vendor_ref), key=lambda a: a.begun_at)
    return known[-1].vendor_ref if known else None


def issued(alias: str) -> Flow[Link | None]:
    """Return the link of a key that was issued by a call that died before it could write the link."""
    intent = yield from looked_up("intent", lambda ledger: ledger.intent("billing_key", alias))
    if intent is None:
        return None
    done = next((a for a in intent.attempts if a.state == "done" and a.vendor_ref), None)
    if done is None or done.vendor_ref is None:
        return None
    return Link(alias=alias, connection=done.connection, channel=done.channel, vendor_key=done.vendor_ref)


def only_v1(planner: Planner) -> Channel | None:
    """Return the one V1 channel, where an unknown alias can only be a `customer_uid`."""
    found = list(planner.config.channels.values())
    return found[0] if len(found) == 1 and found[0].api == "v1" else None


def made_for(op: Operation[Any]) -> Flow[tuple[Attempt, ...]]:
    """Return the ledger's attempts at making what an operation is about, a payment mostly, oldest first."""
    for order_id in orders_of(op):
        intents = yield from intents_of(order_id, lenient=not op.family)
        if made := tuple(a for i in intents for a in i.attempts if a.family in makers_of(op)):
            return made
    return ()


def past(planner: Planner, channel: str, seller: str | None, made: Sequence[Attempt]) -> Channel:
    """Return the named channel; for an order made before that channel moved, where it was then."""
    named = planner.named(channel, seller)
    if made:
        best = best_of(made)
        if best.channel == channel and best.connection != named.connection.name:
            return planner.channel_of(best)
    return named


def origin(planner: Planner, op: Operation[Any], run: Run, made: Sequence[Attempt]) -> Flow[Channel]:
    """Return a channel of the connection that made what a bound operation is about.

    :raises ConfigError: it cannot be told; the caller must pass channel=
    """
    if made:
        return planner.channel_of(best_of(made))
    connections = {c.connection.name: c for c in planner.config.channels.values()}
    for name in planner.config.connections:
        connections.setdefault(name, planner.on_connection(name))
    orders = orders_of(op)
    if len(connections) == 1:
        return next(iter(connections.values()))
    able = [c for c in connections.values() if planner.api(c).supports(op.name)]
    if len(able) == 1:
        return able[0]
    attempt_id = getattr(op, "attempt_id", None)
    v1 = [c for c in connections.values() if c.api == "v1"]
    if isinstance(attempt_id, str) and attempt_id.startswith(("imp_", "imps_")) and len(v1) == 1:
        return v1[0]
    if orders and len(connections) > 1:
        found = yield from probe(planner, orders[0], list(connections.values()), run)
        if found is not None:
            return found
    raise ConfigError(
        f"{op.name}: there are several connections and nothing tells which one made it; pass channel="
    )


def probe(planner: Planner, order_id: str, channels: list[Channel], run: Run) -> Flow[Channel | None]:
    """Ask the vendors who knows an order: V2 first, whose answer says which API made it."""
    v1 = [c for c in channels if c.api == "v1"]
    for channel in sorted(channels, key=lambda c: c.api, reverse=True):
        try:
            payment = yield from planner.read(GetPayment(order_id=order_id), channel, run)
        except (NotFound, UnsupportedOperation):
            continue
        if channel.api == "v2" and payment.version == "V1":
            return v1[0] if len(v1) == 1 else None
        return channel
    return None


def vendor_id(order_id: str, *, lenient: bool = False) -> Flow[str]:
    """Return the vendor id of an order: of what succeeded, else of the newest try."""
    intents = yield from intents_of(order_id, lenient=lenient)
    made = [a for i in intents for a in i.attempts if a.family in EXCLUSIVE]
    return best_of(made).vendor_id if made else order_id


def known_payment(op: Any, channel: Channel) -> Flow[Any]:
    """Point a write about a payment at the paid attempt that the ledger knows; on V1 by its own id too."""
    if op.order_id is None:
        return op
    intents = yield from intents_of(op.order_id)
    made = [a for i in intents for a in i.attempts if a.family in EXCLUSIVE]
    if not made:
        return op
    best, known = best_of(made), {"order_id": best_of(made).vendor_id}
    by_attempt = channel.api == "v1" and getattr(op, "attempt_id", "") is None
    if by_attempt and best.state == "done" and best.family == "charge" and best.vendor_ref:
        known["attempt_id"] = best.vendor_ref
    return msgspec.structs.replace(op, **known)
