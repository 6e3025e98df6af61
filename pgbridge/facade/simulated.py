"""A facade over a simulator of its own: `pgbridge facade --simulated`."""

from __future__ import annotations

import httpx
from msgspec import Struct
from msgspec.structs import replace

from pgbridge.config import Config
from pgbridge.facade.app import Facade
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.model.channel import Channel, Connection, Secret
from pgbridge.registry import Registry
from pgbridge.rules import CONTRACTS
from pgbridge.shops import FacadeSettings, Shop
from pgbridge.simulated import seen_by_vendor, turned
from pgbridge.simulator import Simulator
from pgbridge.simulator.clock import Clock
from pgbridge.simulator.settings import Settings
from pgbridge.simulator.transport import AsyncSimulatorTransport

SHOP = "shop"
CONNECTION = "v2"


class Simulated(Struct, frozen=True, kw_only=True):
    """The facade and what stands behind it."""

    facade: Facade
    simulator: Simulator


def default_config(key: str, secret: str) -> Config:
    """Return a config with one V2 channel that takes what any V1 client sends: its rules warn, and refuse nothing."""
    connection = Connection(name=CONNECTION, api="v2", environment="test")
    channel = Channel(
        name="nice",
        connection=connection,
        provider="nice-v2",
        key="channel-key-nice",
        pg="nice_v2.nicetest0m",
        contracts=frozenset(CONTRACTS),
        check="warn",
    )
    shop = Shop(name=SHOP, key=Secret(key), secret=Secret(secret), channels=(channel.name,))
    return Config(
        connections={CONNECTION: connection},
        channels={channel.name: channel},
        facade=FacadeSettings(shops={SHOP: shop}),
    )


def simulated(
    registry: Registry, config: Config, *, clock: Clock | None = None, live: bool = False
) -> Simulated:
    """Return a facade whose connections all lead to one simulator in this process; the ledger is in memory.

    :param clock: a running one by default
    :param live: whether the pretend channels are live ones
    """
    faces = {name: api.face() for name, api in registry.apis.items() if api.face is not None}
    channels = tuple(replace(seen_by_vendor(registry, c), live=live) for c in config.channels.values())
    settings = Settings(channels=channels)
    simulator = Simulator(faces, clock=clock or Clock(running=True), settings=settings)
    ledger = open_sqlite("memory://", simulator.now)
    assert ledger is not None
    ledger.durable = True  # it lives as long as what it is about
    client = httpx.AsyncClient(transport=AsyncSimulatorTransport(simulator))
    facade = Facade(turned(config, settings), registry, ledger=ledger, client=client)
    return Simulated(facade=facade, simulator=simulator)
