"""`pgbridge translate`: what was meant for one API, as the other would have it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pgbridge.cli.inputs import FileArgument, read_object
from pgbridge.cli.output import Format, FormatOption, say, say_json
from pgbridge.cli.wireform import parts_of
from pgbridge.errors import ConfigError
from pgbridge.migrate.translate import translate as translated
from pgbridge.registry import installed


def translate(
    file: FileArgument = Path("-"),
    operation: Annotated[str | None, typer.Option(help="Neutral name, such as payments.charge_card.")] = None,
    source: Annotated[str | None, typer.Option("--from", help="v1 or v2.")] = None,
    target: Annotated[str | None, typer.Option("--to", help="v1 or v2.")] = None,
    context: Annotated[
        Path | None,
        typer.Option(
            help="JSON file with what no request holds: channels, billing_keys, refs, schedules, tiers, store_id ..."
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Translate a request, an answer or a webhook between V1 and V2; sends nothing.

    The file holds {method, path, query, body}, {status, body}, an object with one of these under request or response,
    or one of examples/requests, which names its API and operation. A webhook is {content_type, body} under webhook,
    with --operation webhook.receive; the answer to a confirm callback {status, body} under reply. The result holds whatever the input held, a card
    number too. With --format json it is {"wire": ..., "lossy": [...],
    "warnings": [...]}: lossy lists what the other API has no place for, warnings what it does in another way.
    """
    data = read_object(file)
    origin = source or text(data, "api")
    name = operation or text(data, "neutral")
    if origin is None or name is None:
        raise ConfigError(
            f"{'--operation' if name is None else '--from'}: is needed, for the input does not name it"
        )
    apis = sorted(installed().apis)
    others = [api for api in apis if api != origin]
    goal = target or (others[0] if len(others) == 1 else None)
    if goal is None:
        raise ConfigError("--to: is needed")
    tables: Any = read_object(context) if context else data.get("context") or {}
    if not isinstance(tables, dict):
        raise ConfigError("input: context must be a JSON object")
    found = translated(parts_of(data), operation=name, source=origin, target=goal, context=tables)
    if format is Format.JSON:
        say_json({"wire": found.wire, "lossy": found.lossy, "warnings": found.warnings})
        return
    shown: Any = next(iter(found.wire.values())) if len(found.wire) == 1 else found.wire
    say_json(shown)
    if found.lossy:
        say("", f"Lost on the way to {goal}:", *(f"- {line}" for line in found.lossy))
    if found.warnings:
        say("", f"Different on {goal}:", *(f"- {line}" for line in found.warnings))


def text(data: dict[str, Any], name: str) -> str | None:
    """Return what a file says about itself, if it does."""
    value = data.get(name)
    return value if isinstance(value, str) else None
