"""`pgbridge webhooks`: check a delivery, work on the inbox, find what nobody told."""

from __future__ import annotations

import importlib
import math
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from pgbridge.cli.bridges import ConfigOption, opened
from pgbridge.cli.failures import FINDINGS, REMOTE
from pgbridge.cli.listing import moment
from pgbridge.cli.output import Format, FormatOption, say, say_facts, say_json
from pgbridge.cli.views import time_text
from pgbridge.errors import ConfigError
from pgbridge.inbox import Inbox
from pgbridge.inbox.pruning import DEFAULT, prune
from pgbridge.model.webhook import WebhookEvent
from pgbridge.webhooks import Webhooks
from pgbridge.webhooks.standard import TOLERANCE

app = typer.Typer(help="Check deliveries, work on the inbox, find what nobody told.", no_args_is_help=True)
SECRET = "PORTONE_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The body as it came; - reads standard input.")],
    api: Annotated[str, typer.Option(help="v1 or v2.")] = "v2",
    header: Annotated[
        list[str] | None, typer.Option("--header", "-H", help="'name: value'; may be repeated.")
    ] = None,
    secret_env: Annotated[
        str, typer.Option(help="Environment variable with V2's secrets, separated by spaces.")
    ] = SECRET,
    tolerance: Annotated[
        float, typer.Option(help="Seconds that the delivery may be old.", min=1.0)
    ] = TOLERANCE,
    format: FormatOption = Format.TEXT,
) -> None:
    """Say whether a delivery is genuine, and what it tells. Exit code 1: it must not be acted on."""
    secrets = os.environ.get(secret_env, "").split()
    if api == "v2" and not secrets:
        raise ConfigError(
            f"--secret-env: {secret_env} is not set; put the webhook secret of the console there"
        )
    event = Webhooks(api, secrets=secrets, tolerance=tolerance).receive(
        body_of(file), [pair_of(line) for line in header or ()]
    )
    if format is Format.JSON:
        say_json(view(event))
    else:
        say_facts([(name, None if value is None else str(value)) for name, value in view(event).items()])


@app.command()
def process(
    handler: Annotated[
        str, typer.Option(help="What to call with event and payment: 'module:function', found from here.")
    ],
    limit: Annotated[int, typer.Option(help="Entries and events of one pass at most.", min=1)] = 100,
    every: Annotated[
        float | None, typer.Option(help="Go on for ever, with so many seconds between passes.", min=0.1)
    ] = None,
    config: ConfigOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Read what waits in the inbox, and tell the handler. Exit code 1: it raised; 3: something could not be read."""
    call = loaded(handler)
    with opened(config, simulated=False) as bridge:
        inbox = Inbox(bridge, call)
        while True:
            done = inbox.process(limit)
            if not done.idle or every is None:
                if format is Format.JSON:
                    say_json(msgspec.to_builtins(done))
                else:
                    say(
                        f"{done.read} read, {done.told} told, {done.failed} failed, {done.postponed} postponed"
                    )
            if every is None:
                break
            if done.idle:
                time.sleep(every)
    if done.postponed:
        raise typer.Exit(REMOTE)
    if done.failed:
        raise typer.Exit(FINDINGS)


@app.command()
def heal(
    since: Annotated[str, typer.Option(help="ISO 8601 with a time zone, or a date (UTC).")],
    config: ConfigOption = None,
    deadline: Annotated[float, typer.Option(help="Seconds for each page.", min=1.0)] = 90.0,
    format: FormatOption = Format.TEXT,
) -> None:
    """List the payments made since then, and put what nobody was told of into the inbox. Exit code 3: not all could be listed."""
    start = moment(since, "--since")
    assert start is not None  # the option has no default
    with opened(config, simulated=False) as bridge:
        found = bridge.heal(start, deadline=deadline)
    if format is Format.JSON:
        say_json(msgspec.to_builtins(found))
    else:
        say(f"{found.compared} payments compared, {found.missed} put into the inbox")
        for place in found.unreachable:
            say(f"{place.place} could not be listed: {place.reason}")
    if found.unreachable:
        raise typer.Exit(REMOTE)


@app.command("prune")
def prune_(
    keep_days: Annotated[
        float, typer.Option("--keep-days", help="Keep what ended within so many days.", min=1.0)
    ] = DEFAULT.days,
    config: ConfigOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Delete deliveries that ended long ago, and empty events that were told; what waits, and every event's id, stays."""
    with opened(config, simulated=False) as bridge:
        flow = prune(timedelta(days=keep_days))
        gone = bridge.driver.run(flow, bridge.run(math.inf))
    if format is Format.JSON:
        say_json(msgspec.to_builtins(gone))
    else:
        say(f"{gone.entries} deliveries deleted, {gone.effects} told events emptied")


def body_of(file: Path) -> bytes:
    """Read a body as it is.

    :raises ConfigError: it cannot be read
    """
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from None


def pair_of(line: str) -> tuple[str | bytes, str | bytes]:
    """Read a header.

    :raises ConfigError: it has no colon
    """
    name, colon, value = line.partition(":")
    if not colon:
        raise ConfigError("--header: write it as 'name: value'")
    return name.strip(), value.strip()


def loaded(name: str) -> Callable[..., object]:
    """Import a handler; the working folder counts.

    :raises ConfigError: there is none
    """
    module, _, function = name.partition(":")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        found = getattr(importlib.import_module(module), function, None) if module and function else None
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        found = None
    if not callable(found):
        raise ConfigError(f"--handler: there is no function {name!r}; write it as module:function")
    handler: Callable[..., object] = found
    return handler


def view(event: WebhookEvent) -> dict[str, Any]:
    """Return an event as it is shown; what came along unasked is left out."""
    return {
        "kind": event.kind,
        "type": event.type,
        "event_id": event.event_id,
        "verified": event.verified,
        "order_id": event.order_id,
        "attempt_id": event.attempt_id,
        "cancellation_id": event.cancellation_id,
        "occurred_at": time_text(event.occurred_at),
    }
