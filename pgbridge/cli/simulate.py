"""`pgbridge simulate`: the local PortOne."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from pgbridge import config as configs
from pgbridge.cli.output import Format, FormatOption, complain
from pgbridge.config import Config
from pgbridge.errors import ConfigError
from pgbridge.model.channel import Channel
from pgbridge.registry import Registry, installed
from pgbridge.simulator import settings as defaults
from pgbridge.simulator.clock import Clock
from pgbridge.simulator.service import Simulator
from pgbridge.simulator.settings import Settings

NO_WEBHOOKS = "Accepted, but nothing is sent yet: this version's simulator has no webhooks."


def simulate(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 0,
    v1_key: Annotated[
        str | None, typer.Option(help="V1 imp_key to accept.", envvar="PGBRIDGE_SIM_V1_KEY")
    ] = None,
    v1_secret: Annotated[
        str | None, typer.Option(help="V1 imp_secret to accept.", envvar="PGBRIDGE_SIM_V1_SECRET")
    ] = None,
    v2_secret: Annotated[
        str | None, typer.Option(help="V2 API secret to accept.", envvar="PGBRIDGE_SIM_V2_SECRET")
    ] = None,
    webhook_secret: Annotated[str | None, typer.Option(help=NO_WEBHOOKS)] = None,
    webhook_url: Annotated[str | None, typer.Option(help=NO_WEBHOOKS)] = None,
    config: Annotated[
        Path | None,
        typer.Option(help="Know only the channels of this config, and take its keys and secrets."),
    ] = None,
    format: FormatOption = Format.TEXT,  # noqa: ARG001 - what it prints is JSON anyway
) -> None:
    """Serve a pretend PortOne: V1 under /v1, V2 under /v2, until Ctrl-C or SIGTERM.

    Prints one JSON line with the base URLs once it listens. Unless --config names channels, every non-empty channel
    key is a test channel. Without options the keys are those of pgbridge.simulator (V1_KEY, V1_SECRET, V2_SECRET).
    """
    from pgbridge.simulator.server import serve  # needs the extra `server`

    if webhook_secret is not None or webhook_url is not None:
        complain("warning: no webhooks are sent: this version's simulator has none")
    registry = installed()
    settings = settings_of(configs.read(config), registry) if config else Settings()
    given = {"v1_key": v1_key, "v1_secret": v1_secret, "v2_secret": v2_secret}
    settings = msgspec.structs.replace(settings, **{k: v for k, v in given.items() if v})
    faces = {name: api.face() for name, api in registry.apis.items() if api.face is not None}
    simulator = Simulator(faces, clock=Clock(running=True), settings=settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    try:
        serve(simulator, host, port, ready)
    except OSError as error:
        raise ConfigError(
            f"--host, --port: cannot listen on {host}:{port}: {error.strerror or error}"
        ) from None


def ready(urls: dict[str, str]) -> None:
    """Print the base URLs; whoever waits for the line must get it at once."""
    typer.echo(json.dumps(urls))


def stop(*_: Any) -> None:
    """End the process; the server has shut down by then, or has not begun."""
    raise SystemExit(0)


def settings_of(config: Config, registry: Registry) -> Settings:
    """Return what the pretend merchant's console holds according to a config.

    :raises ConfigError: the config has several accounts of one API; the simulator is one
    """
    found = dict[str, str]()
    for connection in config.connections.values():
        for part, secret in connection.credentials.items():
            name = f"{connection.api}_{part}"
            if found.setdefault(name, secret.reveal()) != secret.reveal():
                raise ConfigError(
                    f"connections: several {connection.api} connections with different credentials; "
                    "the simulator is one account"
                )
    channels = tuple(channel_of(channel, registry) for channel in config.channels.values())
    groups = dict[str, tuple[str, ...]]()
    for channel in config.channels.values():
        if channel.group:
            groups[channel.group] = (*groups.get(channel.group, ()), key_of(channel))
    return Settings(
        v1_key=found.get("v1_key", defaults.V1_KEY),
        v1_secret=found.get("v1_secret", defaults.V1_SECRET),
        v2_secret=found.get("v2_secret", defaults.V2_SECRET),
        channels=channels or None,
        groups=groups,
    )


def channel_of(channel: Channel, registry: Registry) -> defaults.Channel:
    """Return a channel as the simulator has it. V1 finds it by the PG's code, so `pg` names it where it is set."""
    code, _, merchant = (channel.pg or "").partition(".")
    code = code or registry.provider(channel.api, channel.provider).codes[0]
    return defaults.Channel(
        key=key_of(channel), provider=code.upper(), merchant_id=merchant or channel.name, name=channel.name
    )


def key_of(channel: Channel) -> str:
    """Return a channel's key; one without gets its own name."""
    return channel.key or channel.name
