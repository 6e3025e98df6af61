"""`pgbridge check`: the rules of a PG against wire requests, one or many."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pgbridge.cli.jsonlines import Document, opened
from pgbridge.cli.output import Format, remember
from pgbridge.cli.progress import progress
from pgbridge.cli.reports import Checked, CheckFormat, report
from pgbridge.cli.targets import Targets
from pgbridge.cli.wireform import for_rules
from pgbridge.errors import ConfigError
from pgbridge.registry import installed

STEP = 1000  # requests between two moves of the bar


def noted(ctx: typer.Context, value: CheckFormat) -> CheckFormat:
    """Note for the error handling whether a program reads along."""
    remember(ctx, Format.JSON if value is CheckFormat.JSON else Format.TEXT)
    return value


def check(
    file: Annotated[Path, typer.Argument(help="JSON or JSON Lines file; - reads standard input.")] = Path(
        "-"
    ),
    api: Annotated[str | None, typer.Option(help="v1 or v2.")] = None,
    provider: Annotated[
        str | None, typer.Option(help="PG module, such as inicis-v2 (see providers).")
    ] = None,
    operation: Annotated[
        str | None, typer.Option(help="The request's name there, such as instant or onetime.")
    ] = None,
    platform: Annotated[
        str | None, typer.Option(help="pc or mobile, for requests made in a browser.")
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option(help="A channel of the config, instead of --api and --provider; its settings count."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", help="Config file; else $PGBRIDGE_CONFIG, else pgbridge.toml here. No secret is read."
        ),
    ] = None,
    contract: Annotated[
        list[str] | None, typer.Option(help="A contract that the merchant has; may be repeated.")
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="The input is JSON Lines, whatever it looks like.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings too.")] = False,
    format: Annotated[
        CheckFormat,
        typer.Option(
            "--format",
            help="text for people, json (JSON Lines for many) for machines, sarif for code scanning, "
            "github for annotations.",
            callback=noted,
            is_eager=True,
        ),
    ] = CheckFormat.TEXT,
) -> None:
    """Check wire requests against a PG's rules; sends nothing.

    The file holds a request, or one on each line. A request is its body, or {method, path, query, body}, or one of the
    two under `request` beside the names of `api`, `provider`, `operation`, `platform` or `channel`; options win over
    these. A line that cannot be read is reported with its number and does not stop the rest.

    Exits 1 if a rule of severity error is broken (on a channel with check = "strict") or a line cannot be read.
    """
    targets = Targets(
        installed(),
        api=api,
        provider=provider,
        operation=operation,
        platform=platform,
        channel=channel,
        contracts=frozenset(contract or ()),
        config=config,
    )
    targets.settled()
    bad = False
    with opened(file, lines=lines) as found:
        if not found.many:
            checked = one(next(found.documents), targets)
            if checked.problem:
                raise ConfigError(checked.problem)
            done = report(format, found.name, many=False)
            done.add(checked)
            done.close()
            bad = not checked.ok or (strict and bool(checked.found))
        else:
            done = report(format, found.name, many=True)
            with progress("checking", found.size) as advance:
                read = 0
                for number, document in enumerate(found.documents, 1):
                    checked = one(document, targets)
                    done.add(checked)
                    bad = bad or not checked.ok or (strict and bool(checked.found))
                    read += document.size
                    if advance and number % STEP == 0:
                        advance(read)
                        read = 0
            done.close()
    if bad:
        raise typer.Exit(1)


def one(document: Document, targets: Targets) -> Checked:
    """Check one request."""
    if document.data is None:
        return Checked(line=document.line, problem=document.problem)
    try:
        target = targets.of(document.data)
        request = for_rules(document.data, target.api, target.operation)
    except ConfigError as error:
        return Checked(line=document.line, problem=str(error))
    return Checked(line=document.line, target=target, found=target.check(request))
