"""One shop's side of the facade: a bridge that reaches no other shop's channels, and V1's words for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from pgbridge.config import Config
from pgbridge.errors import NotFound
from pgbridge.model.channel import Channel
from pgbridge.registry import Registry
from pgbridge.routing import Route, Seller
from pgbridge.shops import Shop
from pgbridge.wire import Accepted

# The channel through which the shop's old payments are reached; no config can name one so.
OLD = "(v1)"


class Scope(Struct, frozen=True, kw_only=True):
    """Whose names are meant: a shop's own, or those of one of its sub-merchants.

    :ivar alone: nobody else is served, so every name stands for itself
    :ivar channels: the shop's own, by their names
    :ivar v1: the connection on which its old payments are
    """

    name: str
    shop: str
    seller: str | None = None
    alone: bool = False
    channels: frozenset[str] = frozenset()
    v1: str | None = None

    def has(self, channel: str, connection: str) -> bool:
        """Tell whether something was made through a channel of the shop's."""
        return channel in self.channels or (channel == OLD and connection == self.v1)


def reach(config: Config, shop: Shop) -> Config:
    """Return the config as far as a shop may reach; the first of its channels is the default, as V1 has one."""
    channels: dict[str, Channel] = {name: config.channels[name] for name in shop.channels}
    connections = {c.connection.name: c.connection for c in channels.values()}
    routes = [route for each in config.routes if (route := narrowed(each, channels)) is not None]
    routes.append(Route(name="the shop's default", weights={shop.channels[0]: 1.0}))
    if shop.v1 is not None:
        connection = connections[shop.v1] = config.connections[shop.v1]
        channels[OLD] = Channel(name=OLD, connection=connection, provider="", check="off")
    sellers = {name: config.sellers[name] for name in shop.sellers}
    return msgspec.structs.replace(
        config, channels=channels, connections=connections, routes=tuple(routes), sellers=sellers
    )


def narrowed(route: Route, channels: Mapping[str, Channel]) -> Route | None:
    """Return a route over fewer channels; None when it has none of them."""
    weights = {name: weight for name, weight in route.weights.items() if name in channels}
    if not weights:
        return None
    fallback = tuple(name for name in route.fallback if name in channels)
    return msgspec.structs.replace(route, weights=weights, fallback=fallback)


class Counter:
    """What a shop calls its channels, in V1's words."""

    def __init__(self, config: Config, shop: Shop, registry: Registry) -> None:
        self.shop = shop
        self.channels = {name: config.channels[name] for name in shop.channels}
        self.by_tier: dict[str, Seller] = {
            seller.tier: seller for seller in config.sellers.values() if seller.tier
        }
        self.codes = {name: codes_of(channel, registry) for name, channel in self.channels.items()}
        self.keys = frozenset(c.key for c in self.channels.values() if c.key)

    def scope(self, tier: str | None, *, alone: bool) -> Scope | None:
        """Return whose names a request with this `Tier` means; None when the shop has no such sub-merchant."""
        shop, own = self.shop, frozenset(self.channels)
        if tier is None:
            alone = alone and not self.by_tier
            return Scope(name=shop.name, shop=shop.name, alone=alone, channels=own, v1=shop.v1)
        seller = self.by_tier.get(tier)
        if seller is None:
            return None
        return Scope(name=f"{shop.name}/{tier}", shop=shop.name, seller=seller.name, channels=own, v1=shop.v1)

    def channel(self, accepted: Accepted) -> str | None:
        """Return the channel a request asks for; None leaves it to the routes, as V1 leaves it to its default.

        :raises NotFound: the shop has no channel of that key, and more than one that it could be
        """
        if (key := accepted.channel_key) is not None:
            found = self.by_key(key)
            if found is None and len(self.channels) > 1:
                raise NotFound("channel_key: this shop has none of it", reason="channel_not_found")
            return found
        return self.by_pg(accepted.pg) if accepted.pg else None

    def by_key(self, key: str) -> str | None:
        """Return the channel of a channel key."""
        if key in self.shop.channel_keys:
            return self.shop.channel_keys[key]
        return next((name for name, channel in self.channels.items() if channel.key == key), None)

    def by_pg(self, pg: str) -> str | None:
        """Return the channel that `provider` or `provider.mid` names; V1 takes an unknown one for its default."""
        if pg in self.shop.channel_keys:
            return self.shop.channel_keys[pg]
        code, _, mid = pg.partition(".")
        named = [
            name
            for name, channel in self.channels.items()
            if channel.pg is not None
            and (channel.pg == pg or (not mid and channel.pg.partition(".")[0] == code))
        ]
        alike = [name for name in self.channels if code.lower() in self.codes[name]]
        return next(iter((*named, *alike)), None)

    def pinned(self, op: Any) -> Any:
        """Put V2's words where an operation pins a channel or a group of V1's."""
        changes: dict[str, Any] = {}
        if (pin := getattr(op, "pin_channel", None)) is not None:
            name = self.by_key(pin)
            changes["pin_channel"] = self.channels[name].key if name in self.channels else None
        group = getattr(op, "channel_group", None)
        if group is not None and group in self.shop.channel_keys:
            changes["channel_group"] = self.channels[self.shop.channel_keys[group]].group
        return msgspec.structs.replace(op, **changes) if changes else op


def codes_of(channel: Channel, registry: Registry) -> frozenset[str]:
    """Return the `pg` codes of the V1 module that a V2 channel's module took the place of."""
    if channel.check == "off" and (channel.api, channel.provider) not in set(registry.providers()):
        return frozenset()
    provider = registry.provider(channel.api, channel.provider)
    codes = {code.lower() for code in provider.codes}
    if provider.counterpart and ("v1", provider.counterpart) in set(registry.providers("v1")):
        codes |= {code.lower() for code in registry.provider("v1", provider.counterpart).codes}
    return frozenset(codes)
