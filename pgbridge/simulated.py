"""What `Bridge.simulated` is made of: a simulator, a config onto it, and one clock for everything.

Also what a simulator may not know by itself, for it knows no PG: the rules that its payment windows check.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from pgbridge.config import Config
from pgbridge.context import Context
from pgbridge.ledger.protocol import Ledger
from pgbridge.ledger.sqlite import open_sqlite
from pgbridge.model.channel import Channel, Connection, Secret
from pgbridge.registry import Registry
from pgbridge.routing import Route
from pgbridge.rules import CONTRACTS, Provider, check
from pgbridge.simulator import Clock, Simulator
from pgbridge.simulator.settings import Channel as SimulatedChannel
from pgbridge.simulator.settings import Settings
from pgbridge.simulator.windows import Call, Check, Problem, Wish
from pgbridge.simulator.world import DEFAULT_CHANNEL

BASE = "http://simulator"
NOT_CHECKED = Problem(
    rule="simulator.unknown-channel",
    severity="warning",
    field="channelKey",
    message="the simulator does not know whose PG this channel is, so no rules were checked: start it with --config, or "
    "name the PG in the key, such as channel-key-inicis-v2",
)


class Parts(Struct, frozen=True, kw_only=True):
    """Everything a simulated bridge needs; `ledger` lives as long as the simulator, so it may name new ids."""

    registry: Registry
    config: Config
    simulator: Simulator
    ledger: Ledger
    context: Context


def simulated_parts(
    registry: Registry,
    config: Config | None,
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    seed: int = 0,
) -> Parts:
    """Return the parts, with the connections of the config turned to the simulator.

    :param settings: what the pretend merchant set in the console; the channels of the config by default
    :param clock: a standing clock at the real time by default
    """
    faces = {name: api.face() for name, api in registry.apis.items() if api.face is not None}
    config = config or default_config()
    settings = settings or settings_for(registry, config)
    simulator = Simulator(faces, settings=settings, clock=clock, seed=seed)
    ledger = open_sqlite("memory://", simulator.now)
    assert ledger is not None
    ledger.durable = True
    context = Context(monotonic=simulator.now, new_id=lambda: str(uuid.uuid4()), random=random.random)
    return Parts(
        registry=registry,
        config=turned(config, settings),
        simulator=simulator,
        ledger=ledger,
        context=context,
    )


def settings_for(registry: Registry, config: Config) -> Settings:
    """Return what the pretend merchant's console holds for a config: its channels."""
    return Settings(channels=tuple(seen_by_vendor(registry, each) for each in config.channels.values()))


def window_rules(registry: Registry, config: Config | None = None) -> Check:
    """Return what checks the parameters of payment windows by the rules of their PG.

    :param config: its channels' contracts and settings count; without it a PG's contracts are asked for as warnings
    """
    channels = {
        (channel.api, key): channel
        for channel in (config.channels.values() if config is not None else ())
        for key in (channel.key or "", channel.name, f"channel-key-{channel.name}")
    }

    def check_call(api: str, call: Call, wish: Wish) -> tuple[Problem, ...]:
        own = channels.get((api, wish.channel.key))
        if own is None and wish.channel.merchant_id == DEFAULT_CHANNEL.merchant_id:
            return (NOT_CHECKED,)
        if own is not None and own.check == "off":
            return ()
        request = call.params if len(call.arguments) == 1 else {"uiType": call.arguments[0], **call.params}
        found = [
            violation
            for provider in providers_of(registry, api, wish.channel.provider, own)
            for violation in check(
                provider,
                wish.operation,
                request,
                platform=call.platform,
                contracts=own.contracts if own is not None else frozenset(),
                off=own.rules_off if own is not None else frozenset(),
                raised=own.rules_raised if own is not None else frozenset(),
            )
        ]
        harmless = own is not None and own.check == "warn"
        return tuple(
            Problem(
                rule=each.rule,
                severity="warning" if harmless else each.severity,
                field=each.field,
                message=each.message,
                source=each.source,
            )
            for each in dict.fromkeys(found)
        )

    return check_call


def providers_of(registry: Registry, api: str, code: str, own: Channel | None) -> list[Provider]:
    """Return the modules behind a PG's code; one code may have several, for payments and for identities."""
    if own is not None:
        return [registry.provider(api, own.provider)]
    offered = [registry.provider(api, slug) for _, slug in registry.providers(api)]
    return [each for each in offered if code.lower() in [known.lower() for known in each.codes]]


def seen_by_vendor(registry: Registry, channel: Channel) -> SimulatedChannel:
    """Return a channel as the vendor's console has it, with what the module of its PG says that the PG can do."""
    code, _, merchant = (channel.pg or "").partition(".")
    module = registry.provider(channel.api, channel.provider)
    cancel = module.operations.get("cancel")
    return SimulatedChannel(
        key=channel.key or f"channel-key-{channel.name}",
        provider=(code or module.codes[0]).upper(),
        merchant_id=merchant or f"{channel.name}-mid",
        name=channel.name,
        unsupported=module.unsupported,
        methods={name: each.pay_methods for name, each in module.operations.items() if each.pay_methods},
        partial_cancel=None if cancel is None else cancel.partial,
    )


def default_config() -> Config:
    """Return a config with one channel of each PG module, and a fallback."""
    v1 = Connection(name="v1", api="v1", environment="test")
    v2 = Connection(name="v2", api="v2", environment="test")
    every = frozenset(CONTRACTS)
    channels = {
        "inicis": Channel(
            name="inicis", connection=v2, provider="inicis-v2", key="channel-key-inicis", contracts=every
        ),
        "nice": Channel(
            name="nice", connection=v2, provider="nice-v2", key="channel-key-nice", contracts=every
        ),
        "inicis-v1": Channel(
            name="inicis-v1",
            connection=v1,
            provider="inicis",
            key="channel-key-inicis-v1",
            pg="html5_inicis.INIpayTest",
            contracts=every,
        ),
        "nice-v1": Channel(
            name="nice-v1",
            connection=v1,
            provider="nice-v2",
            key="channel-key-nice-v1",
            pg="nice_v2.nicetest0m",
            contracts=every,
        ),
    }
    routes = (Route(name="default", weights={"inicis": 1.0}, fallback=("nice",)),)
    return Config(connections={"v1": v1, "v2": v2}, channels=channels, routes=routes)


def turned(config: Config, settings: Settings) -> Config:
    """Return the config with every connection pointing at the simulator, with the simulator's secrets."""
    secrets: Mapping[str, Mapping[str, Secret]] = {
        "v1": {"key": Secret(settings.v1_key), "secret": Secret(settings.v1_secret)},
        "v2": {"secret": Secret(settings.v2_secret)},
    }

    def turn(connection: Connection) -> Connection:
        return msgspec.structs.replace(
            connection,
            base_url=f"{BASE}/{connection.api}",
            credentials=secrets.get(connection.api, connection.credentials),
            environment="test",
        )

    connections = {name: turn(connection) for name, connection in config.connections.items()}
    channels = {
        name: msgspec.structs.replace(channel, connection=connections[channel.connection.name])
        for name, channel in config.channels.items()
    }
    return msgspec.structs.replace(config, connections=connections, channels=channels, ledger_url="memory://")
