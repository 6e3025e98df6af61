"""A facade over a simulator of its own: `pgbridge facade --simulated`."""

from __future__ import annotations

import httpx
from msgspec import Struct
from msgspec.structs import replace

from pgbridge.config import Config
from pgbridge.facade.app import Facade
from pgbridge.facade.hooks import PREFIX
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.model.channel import Channel, Connection, Secret
from pgbridge.registry import Registry
from pgbridge.rules import CONTRACTS
from pgbridge.shops import FacadeSettings, Shop
from pgbridge.simulated import BASE, seen_by_vendor, turned
from pgbridge.simulator import Simulator
from pgbridge.simulator.clock import Clock
from pgbridge.simulator.courier import Courier
from pgbridge.simulator.settings import Settings
from pgbridge.simulator.transport import AsyncSimulatorTransport

SHOP = "shop"
CONNECTION = "v2"


class Simulated(Struct, frozen=True, kw_only=True):
    """The facade and what stands behind it."""

    facade: Facade
    simulator: Simulator


class ToTheFacade(httpx.AsyncBaseTransport):
    """Carries the simulator's webhooks to the facade's door, within the process."""

    def __init__(self, facade: Facade) -> None:
        self.facade = facade

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Deliver one."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = await self.facade.hooks.receive(request.url.path, headers, await request.aread())
        return httpx.Response(answer.status, content=answer.body)


def default_config(key: str, secret: str, webhook_url: str | None = None) -> Config:
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
    shop = Shop(
        name=SHOP,
        key=Secret(key),
        secret=Secret(secret),
        channels=(channel.name,),
        webhook_url=webhook_url,
    )
    return Config(
        connections={CONNECTION: connection},
        channels={channel.name: channel},
        facade=FacadeSettings(shops={SHOP: shop}),
    )


def simulated(
    registry: Registry, config: Config, *, clock: Clock | None = None, live: bool = False
) -> Simulated:
    """Return a facade whose connections all lead to one simulator in this process; the ledger is in memory.

    The simulator's webhooks go through the facade to shops that have an address for them.

    :param clock: a running one by default
    :param live: whether the pretend channels are live ones
    """
    faces = {name: api.face() for name, api in registry.apis.items() if api.face is not None}
    channels = tuple(replace(seen_by_vendor(registry, c), live=live) for c in config.channels.values())
    settings = Settings(channels=channels)
    config, settings = with_webhooks(config, settings)
    simulator = Simulator(faces, clock=clock or Clock(running=True), settings=settings)
    ledger = open_sqlite("memory://", simulator.now)
    assert ledger is not None
    ledger.durable = True  # it lives as long as what it is about
    client = httpx.AsyncClient(transport=AsyncSimulatorTransport(simulator))
    facade = Facade(turned(config, settings), registry, ledger=ledger, client=client)
    if settings.v2_notices.url is not None:
        facade.beside.append(lambda: Courier(simulator, transport=ToTheFacade(facade)).run())
    return Simulated(facade=facade, simulator=simulator)


def with_webhooks(config: Config, settings: Settings) -> tuple[Config, Settings]:
    """Let the simulator tell the facade, where a shop is to be told."""
    facade = config.facade
    names = [name for name, connection in config.connections.items() if connection.api == "v2"]
    if facade is None or not names or not any(s.webhook_url or s.notice_hosts for s in facade.shops.values()):
        return config, settings
    notices = replace(settings.v2_notices, url=f"{BASE}{PREFIX}{names[0]}")
    secrets = {**facade.webhook_secrets, names[0]: (Secret(notices.secret),)}
    return replace(config, facade=replace(facade, webhook_secrets=secrets)), replace(
        settings, v2_notices=notices
    )
