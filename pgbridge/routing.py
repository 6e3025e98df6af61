"""Which channel takes an operation, and why. Pure."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.errors import ConfigError
from pgbridge.model.channel import Channel
from pgbridge.model.enums import Method
from pgbridge.operations.base import Operation


class Route(Struct, frozen=True, kw_only=True):
    """One rule of a policy. Empty conditions fit everything; amounts are minor units, both ends included.

    :ivar weights: channel name to weight
    :ivar fallback: tried in order after a definite refusal by the chosen channel
    :ivar failover_codes: PG codes of declines after which the fallback may be tried too
    """

    name: str
    weights: Mapping[str, float]
    operations: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    min_amount: int | None = None
    max_amount: int | None = None
    fallback: tuple[str, ...] = ()
    failover_codes: frozenset[str] = frozenset()


class Seller(Struct, frozen=True, kw_only=True):
    """A marketplace's sub-merchant: its channels, V1 tier code and V2 store."""

    name: str
    channels: tuple[str, ...] = ()
    tier: str | None = None
    store_id: str | None = None


class Choice(Struct, frozen=True, kw_only=True):
    """The channels to try, best first, and why each one is where it is."""

    channels: tuple[Channel, ...]
    reasons: tuple[tuple[str, str], ...]
    route: Route | None = None


def choose(
    op: Operation[Any],
    channels: Mapping[str, Channel],
    routes: Sequence[Route],
    *,
    seller: Seller | None = None,
    refusal: Callable[[Channel], str | None] = lambda _channel: None,
) -> Choice:
    """Rank the channels for an operation.

    :param refusal: why a channel would not take the operation, or None
    :raises ConfigError: no route fits, or a seller has none of the channels
    """
    allowed = {
        n: for_seller(c, seller)
        for n, c in channels.items()
        if not seller or not seller.channels or n in seller.channels
    }
    reasons: list[tuple[str, str]] = [
        (n, f"not a channel of seller {seller.name}") for n in channels if seller and n not in allowed
    ]
    route = next((r for r in routes if mismatch(r, op, seller) is None), None)
    reasons += [
        (r.name, f"route skipped: {mismatch(r, op, seller)}")
        for r in routes[: routes.index(route) if route else None]
    ]
    if route is None and routes:
        raise ConfigError(
            f"routes: none fits {op.name}; add one without conditions at the end, or pass channel="
        )
    if route is None and len(allowed) > 1:
        raise ConfigError(
            f"routes: there are {len(allowed)} channels and no route says which to take; pass channel= or add [[routes]]"
        )
    ranked = [*by_weight(route.weights, sticky_key(op)), *route.fallback] if route else list(allowed)
    chosen: list[Channel] = []
    for name in dict.fromkeys(ranked):
        if name not in allowed:
            continue
        if why := refusal(allowed[name]):
            reasons.append((name, f"left out: {why}"))
            continue
        chosen.append(allowed[name])
        reasons.append((name, place(name, route, first=len(chosen) == 1)))
    return Choice(channels=tuple(chosen), reasons=tuple(reasons), route=route)


def place(name: str, route: Route | None, *, first: bool) -> str:
    """Say why a channel is in the ranking."""
    if route is None:
        return "the only channel"
    if name in route.weights:
        share = route.weights[name] / sum(route.weights.values())
        return f"{'chosen' if first else 'next'} by {route.name}, weight {share:.0%}"
    return f"fallback of {route.name}, after a definite refusal only"


def mismatch(route: Route, op: Operation[Any], seller: Seller | None) -> str | None:
    """Say why a route does not fit, or return None."""
    amount = getattr(op, "amount", None) or next((row.amount for row in getattr(op, "rows", ())), None)
    total, currency = getattr(amount, "total", None), getattr(amount, "currency", None)
    checks: list[tuple[tuple[str, ...], str | None, str]] = [
        (route.operations, op.name, "operation"),
        (route.methods, method_of(op), "method"),
        (route.currencies, currency, "currency"),
        (route.sellers, seller.name if seller else None, "seller"),
    ]
    for wanted, have, what in checks:
        if wanted and have not in wanted:
            return f"{what} is {have}, wants {' or '.join(wanted)}"
    if route.min_amount is not None and (total is None or total < route.min_amount):
        return f"amount is below {route.min_amount}"
    if route.max_amount is not None and (total is None or total > route.max_amount):
        return f"amount is above {route.max_amount}"
    return None


def method_of(op: Operation[Any]) -> str:
    """Return the pay method an operation uses; a window in which the buyer chooses counts as card."""
    if isinstance(method := getattr(op, "method", None), str):
        return method
    return Method.VIRTUAL_ACCOUNT if op.name.startswith("virtual_accounts.") else Method.CARD


def sticky_key(op: Operation[Any]) -> str:
    """Return what the choice sticks to: the order, so that a repeat goes where the first try went."""
    names = (getattr(op, field, None) for field in ("order_id", "identity_id", "alias"))
    return str(next(filter(None, names), op.name))


def by_weight(weights: Mapping[str, float], key: str) -> list[str]:
    """Rank names by weighted rendezvous hashing: changing one weight moves only that name's share."""

    def score(name: str) -> float:
        digest = hashlib.blake2b(f"{key}\0{name}".encode(), digest_size=8).digest()
        chance = (int.from_bytes(digest, "big") + 1) / (2**64 + 1)
        return -weights[name] / math.log(chance)

    return sorted(weights, key=score, reverse=True)


def for_seller(channel: Channel, seller: Seller | None) -> Channel:
    """Return the channel as the seller uses it: with its tier code or store."""
    if seller is None or (seller.tier is None and seller.store_id is None):
        return channel
    return msgspec.structs.replace(
        channel, tier=seller.tier or channel.tier, store_id=seller.store_id or channel.store_id
    )
