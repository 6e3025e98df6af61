"""The options that lead to a bridge."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from pgbridge import config as configs
from pgbridge.catalogue import support
from pgbridge.cli.output import complain
from pgbridge.client import Bridge
from pgbridge.registry import installed
from pgbridge.wire import Event

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="Config file; else $PGBRIDGE_CONFIG, else pgbridge.toml here."),
]
SimulatedOption = Annotated[
    bool,
    typer.Option("--simulated", help="Work on a simulator of this process: no network, no real money."),
]
ChannelOption = Annotated[
    str | None,
    typer.Option("--channel", help="Name of a channel; left out, the routes or the ledger decide."),
]
SellerOption = Annotated[str | None, typer.Option("--seller", help="Name of a marketplace's seller.")]
DeadlineOption = Annotated[
    float,
    typer.Option("--deadline", min=1.0, help="Seconds for everything, retries and settlement included."),
]


@contextmanager
def opened(config: Path | None, *, simulated: bool) -> Iterator[Bridge]:
    """Open the bridge that the options ask for, and close it; warnings go to standard error."""
    if not simulated:
        made = Bridge.from_config(config, observers=(warn,))
    else:
        made = Bridge.simulated(configs.read(config) if config else None, observers=(warn,))
    with made as bridge:
        yield bridge


def expected(event: Event) -> bool:
    """Tell whether a warning is one that an operation always has."""
    registry = installed()
    return event.kind == "warning" and any(
        event.detail in support(event.operation, api, registry).approximations for api in registry.apis
    )


def warn(event: Event) -> None:
    """Show what the caller should know although the operation goes on; how an API does it anyway is in the help."""
    if event.kind in ("warning", "anomaly", "failover") and not expected(event):
        complain(f"{event.kind}: {event.detail}")
