"""`pgbridge simulate`: the local PortOne."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pgbridge import config as configs
from pgbridge.cli.output import Format, FormatOption, complain
from pgbridge.config import Config
from pgbridge.errors import ConfigError
from pgbridge.registry import Registry, installed
from pgbridge.simulated import seen_by_vendor, window_rules
from pgbridge.simulator import settings as defaults
from pgbridge.simulator.clock import Clock
from pgbridge.simulator.service import Simulator
from pgbridge.simulator.settings import Settings


class WebhookVersion(StrEnum):
    """The versions of V2's webhooks that the console offers."""

    NEW = "2024-04-25"
    OLD = "2024-01-01"


class LogFormat(StrEnum):
    """How requests are logged, to standard error."""

    OFF = "off"
    JSON = "json"
    TEXT = "text"


def simulate(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 0,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            help="A further name under which /_sim and the pages may be called; * is any. Repeatable."
        ),
    ] = None,
    v1_key: Annotated[
        str | None, typer.Option(help="V1 imp_key to accept.", envvar="PGBRIDGE_SIM_V1_KEY")
    ] = None,
    v1_secret: Annotated[
        str | None, typer.Option(help="V1 imp_secret to accept.", envvar="PGBRIDGE_SIM_V1_SECRET")
    ] = None,
    v2_secret: Annotated[
        str | None, typer.Option(help="V2 API secret to accept.", envvar="PGBRIDGE_SIM_V2_SECRET")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(help="Know only the channels of this config, and take its keys and secrets."),
    ] = None,
    webhook_url: Annotated[
        str | None,
        typer.Option(help="Where V2's webhooks go, and V1's unless --v1-webhook-url says otherwise."),
    ] = None,
    webhook_secret: Annotated[
        str | None,
        typer.Option(
            help="What V2's webhooks are signed with (whsec_...).", envvar="PGBRIDGE_SIM_WEBHOOK_SECRET"
        ),
    ] = None,
    webhook_version: Annotated[
        WebhookVersion, typer.Option(help="The version of V2's webhooks.")
    ] = WebhookVersion.NEW,
    webhook_form: Annotated[
        bool, typer.Option("--webhook-form", help="Send forms instead of JSON: V1, and V2's older version.")
    ] = False,
    v1_webhook_url: Annotated[
        str | None, typer.Option(help="Where V1's webhooks go (Notification URL).")
    ] = None,
    v1_webhook_resends: Annotated[
        int, typer.Option(help="How often V1 sends again, a minute apart.", min=0, max=5)
    ] = 0,
    confirm_url: Annotated[
        str | None,
        typer.Option(
            help="Asked before a payment from a window is approved (V2's confirmUrl, V1's confirm_url)."
        ),
    ] = None,
    clock: Annotated[
        str,
        typer.Option(
            help="'real', or a moment (2026-01-01T00:00:00Z) at which time stands until /_sim/clock moves it."
        ),
    ] = "real",
    fault: Annotated[
        list[str] | None,
        typer.Option(help="What goes wrong, such as 'instant: commit then drop 5%'. Repeatable."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed and requests give the same ids and faults.")] = 0,
    state: Annotated[
        Path | None,
        typer.Option(help="Read the state from this file if it is there, and write it there at the end."),
    ] = None,
    keep: Annotated[
        int | None, typer.Option(help="Keep so many payments (and webhooks, keys ...), the newest.", min=1)
    ] = None,
    log_format: Annotated[LogFormat, typer.Option(help="Log requests to standard error.")] = LogFormat.OFF,
    format: FormatOption = Format.TEXT,  # noqa: ARG001 - what it prints is JSON anyway
) -> None:
    """Serve a pretend PortOne: V1 under /v1, V2 under /v2, browser SDKs under /sdk, a console at /, its own API under /_sim.

    Prints one JSON line with the base URLs once it listens. Unless --config names channels, every non-empty channel
    key is a test channel. Without options the keys are those of pgbridge.simulator (V1_KEY, V1_SECRET, V2_SECRET).
    """
    from pgbridge.migrate.sides import Sides
    from pgbridge.serving import log_to_stderr  # needs the extra `server`
    from pgbridge.simulator import saving
    from pgbridge.simulator.server import serve
    from pgbridge.simulator.web.site import site

    log_to_stderr(log_format.value)
    registry = installed()
    settings = settings_from(config, registry) if config else Settings()
    given = {"v1_key": v1_key, "v1_secret": v1_secret, "v2_secret": v2_secret}
    settings = msgspec.structs.replace(
        settings,
        **{k: v for k, v in given.items() if v},
        v1_notices=defaults.Notices(
            url=url("--v1-webhook-url", v1_webhook_url) or url("--webhook-url", webhook_url),
            form=webhook_form,
            resends=v1_webhook_resends,
            confirm_url=url("--confirm-url", confirm_url),
        ),
        v2_notices=defaults.Notices(
            url=url("--webhook-url", webhook_url),
            secret=signing(webhook_secret),
            version=webhook_version.value,
            form=webhook_form,
            confirm_url=url("--confirm-url", confirm_url),
        ),
    )
    faces = {name: api.face() for name, api in registry.apis.items() if api.face is not None}
    simulator = Simulator(faces, clock=clock_of(clock), settings=settings, seed=seed, keep=keep)
    for text in fault or ():
        try:
            simulator.inject(text)
        except ValueError as error:
            raise ConfigError(f"--fault: {error}") from None
    if state is not None:
        simulator.state_file = state
        if state.exists():
            try:
                saving.load(simulator)
            except saving.BadState as error:
                raise ConfigError(f"--state: {error}") from None
        elif not state.absolute().parent.is_dir():
            raise ConfigError(f"--state: there is no folder {state.absolute().parent}")
    try:
        rules = window_rules(registry, configs.read(config, secrets=False) if config else None)
        pages = site(simulator, rules, Sides(registry))
        serve(simulator, host, port, ready, allowed_hosts=tuple(allow_host or ()), pages=pages)
    except OSError as error:
        raise ConfigError(
            f"--host, --port: cannot listen on {host}:{port}: {error.strerror or error}"
        ) from None


def ready(urls: dict[str, str]) -> None:
    """Print the base URLs; whoever waits for the line must get it at once."""
    typer.echo(json.dumps(urls))


def url(option: str, value: str | None) -> str | None:
    """Return a URL, checked."""
    if value is not None and not value.startswith(("http://", "https://")):
        raise ConfigError(f"{option}: must start with http:// or https://")
    return value


def signing(secret: str | None) -> str:
    """Return the webhook secret, checked."""
    if secret is None:
        return defaults.WEBHOOK_SECRET
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise ConfigError("--webhook-secret: must be Base64, with or without whsec_ in front")
    return secret


def clock_of(text: str) -> Clock:
    """Return the clock of an option."""
    if text == "real":
        return Clock(running=True)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ConfigError(
            "--clock: must be 'real' or a moment with its time zone, such as 2026-01-01T00:00:00Z"
        )
    return Clock(moment.timestamp())


def settings_from(path: Path, registry: Registry) -> Settings:
    """Return what the pretend merchant's console holds according to a config, whose secrets need not be set here."""
    plain = configs.read(path, secrets=False)
    try:
        config = configs.read(path)
    except ConfigError:
        complain(
            "the secrets that the config names are not all set here: accepting the simulator's own, "
            f"imp_key {defaults.V1_KEY}, imp_secret {defaults.V1_SECRET}, V2 API secret {defaults.V2_SECRET}"
        )
        return settings_of(plain, registry)
    return settings_of(config, registry)


def settings_of(config: Config, registry: Registry) -> Settings:
    """Return what the pretend merchant's console holds according to a config.

    :raises ConfigError: the config has several accounts of one API; the simulator is one
    """
    found = dict[str, str]()
    for connection in sorted(config.connections.values(), key=lambda each: each.environment != "test"):
        for part, secret in connection.credentials.items():
            name, value = f"{connection.api}_{part}", secret.reveal()
            if value and found.setdefault(name, value) != value and connection.environment == "test":
                raise ConfigError(
                    f"connections: several {connection.api} test connections with different credentials; "
                    "the simulator is one account"
                )
    channels = {name: seen_by_vendor(registry, channel) for name, channel in config.channels.items()}
    groups = dict[str, tuple[str, ...]]()
    for name, channel in config.channels.items():
        if channel.group:
            groups[channel.group] = (*groups.get(channel.group, ()), channels[name].key)
    return Settings(
        v1_key=found.get("v1_key", defaults.V1_KEY),
        v1_secret=found.get("v1_secret", defaults.V1_SECRET),
        v2_secret=found.get("v2_secret", defaults.V2_SECRET),
        channels=tuple(channels.values()) or None,
        groups=groups,
    )
