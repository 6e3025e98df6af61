"""`pgbridge facade`: a server that speaks V1 and works on V2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pgbridge import config as configs
from pgbridge.cli.output import Format, FormatOption
from pgbridge.errors import ConfigError
from pgbridge.registry import installed

if TYPE_CHECKING:
    from pgbridge.facade.app import Facade


def facade(
    config: Annotated[
        Path | None,
        typer.Option(help="Config with [facade.shops.NAME]; PGBRIDGE_CONFIG, else pgbridge.toml."),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 0,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Put a simulator of its own behind it instead of PortOne.")
    ] = False,
    v1_key: Annotated[
        str | None, typer.Option(help="With --simulated: imp_key to accept.", envvar="PGBRIDGE_FACADE_V1_KEY")
    ] = None,
    v1_secret: Annotated[
        str | None,
        typer.Option(help="With --simulated: imp_secret to accept.", envvar="PGBRIDGE_FACADE_V1_SECRET"),
    ] = None,
    webhook_url: Annotated[
        str | None, typer.Option(help="With --simulated: where V1's webhooks go; none are sent without it.")
    ] = None,
    log: Annotated[str, typer.Option(help="What to write to standard error: json, text or off.")] = "json",
    grace: Annotated[int, typer.Option(help="Seconds that calls under way get at the end.", min=0)] = 75,
    share_port: Annotated[
        bool, typer.Option("--share-port", help="Let further processes listen on the same port.")
    ] = False,
    format: FormatOption = Format.TEXT,  # noqa: ARG001 - what it prints is JSON anyway
) -> None:
    """Serve V1 (api.iamport.kr) to V1 clients while the shop's payments go through V2, until Ctrl-C or SIGTERM.

    Prints one JSON line with the base URL once it listens. Run as many processes as you like on one PostgreSQL ledger.
    """
    from pgbridge.facade.door import front  # needs the extra `server`
    from pgbridge.serving import log_to_stderr, serve

    if log not in ("json", "text", "off"):
        raise ConfigError("--log: json, text or off")
    made = pretend(v1_key, v1_secret, webhook_url, given=config) if simulated else real(config)
    log_to_stderr(log)  # type: ignore[arg-type]
    try:
        serve(front(made), host, port, ready=ready, grace=grace, shared=share_port)
    except OSError as error:
        raise ConfigError(
            f"--host, --port: cannot listen on {host}:{port}: {error.strerror or error}"
        ) from None


def ready(root: str) -> None:
    """Print the base URL; whoever waits for the line must get it at once."""
    typer.echo(json.dumps({"v1": root}))


def real(path: Path | None) -> Facade:
    """Return the facade of a config."""
    from pgbridge.facade.app import Facade

    return Facade(configs.read(path), installed())


def pretend(
    key: str | None, secret: str | None, webhook_url: str | None = None, *, given: Path | None
) -> Facade:
    """Return a facade with a simulator behind it.

    :raises ConfigError: there is no key pair to accept
    """
    from pgbridge.facade.simulated import default_config
    from pgbridge.facade.simulated import simulated as made

    if given is not None:
        return made(installed(), configs.read(given)).facade
    if not key or not secret:
        raise ConfigError("--simulated: give --v1-key and --v1-secret, the key pair to accept")
    if webhook_url is not None and not webhook_url.startswith(("http://", "https://")):
        raise ConfigError("--webhook-url: must begin with http:// or https://")
    return made(installed(), default_config(key, secret, webhook_url)).facade
