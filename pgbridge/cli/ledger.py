"""`pgbridge ledger`: what was attempted, what is unknown, and what a person decides about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TextIO

import msgspec
import typer
from rich.progress import Progress, SpinnerColumn, TextColumn

from pgbridge.cli.bridges import ConfigOption, DeadlineOption, opened
from pgbridge.cli.failures import FINDINGS
from pgbridge.cli.listing import moment
from pgbridge.cli.output import FORMAT, Format, FormatOption, console, say, say_facts, say_json, say_table
from pgbridge.cli.rows import moment_of, row_facts, row_view, say_rows
from pgbridge.cli.views import time_text
from pgbridge.errors import ConfigError
from pgbridge.ledger.protocol import Ledger
from pgbridge.ledger.transitions import STATES
from pgbridge.model.attempt import Attempt

app = typer.Typer(help="What was attempted, what is unknown.", no_args_is_help=True)
PAGE = 500

SinceOption = Annotated[
    str | None,
    typer.Option(help="Begun from here on: ISO 8601 with a time zone, or a date (UTC); inclusive."),
]
UntilOption = Annotated[
    str | None, typer.Option(help="Begun before: ISO 8601 with a time zone, or a date (UTC).")
]
StateOption = Annotated[
    list[str] | None,
    typer.Option("--state", help="open, unknown, done, failed, superseded or released; may be repeated."),
]
FamilyOption = Annotated[
    str | None, typer.Option(help="charge, cancel, billing_key, schedule, virtual_account ...")
]
OrderOption = Annotated[str | None, typer.Option("--order", help="Your id of an order.")]


class Decision(StrEnum):
    """What a person says an attempt came to."""

    PAID = "paid"
    FAILED = "failed"


class Lines(StrEnum):
    """How rows are exported."""

    JSONL = "jsonl"
    JSON = "json"


def noted(ctx: typer.Context, value: Lines) -> Lines:
    """Note how errors are to be told."""
    ctx.meta[FORMAT] = Format.JSON if value is Lines.JSON else Format.TEXT
    return value


@app.command("list")
def list_attempts(
    state: StateOption = None,
    family: FamilyOption = None,
    order: OrderOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1)] = 100,
    config: ConfigOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """List attempts, newest first."""
    query = query_of(state, family, order, since, until)
    with opened(config, simulated=False) as bridge:
        found = list(islice(pages(bridge.ledger, **query, newest=True), limit))
    if format is Format.JSON:
        say_json({"attempts": [row_view(each) for each in found]})
    elif found:
        say_rows(found)
    else:
        say("No attempts.")


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Id of an attempt, or your id of an order.")],
    config: ConfigOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Show one attempt, or everything about an order, with every send."""
    with opened(config, simulated=False) as bridge:
        attempt = bridge.ledger.attempt(name)
        found = [attempt] if attempt is not None else list(pages(bridge.ledger, order_id=name))
    if not found:
        raise ConfigError(f"NAME: the ledger has no attempt and no order {name!r}")
    if format is Format.JSON:
        say_json({"attempts": [row_view(each) for each in found]})
        return
    for each in found:
        say_facts(row_facts(each))
        say_table(
            ("send", "sent at", "outcome", "answered at"),
            (
                (
                    send.number,
                    time_text(moment_of(send.sent_at)),
                    send.outcome,
                    time_text(moment_of(send.answered_at)),
                )
                for send in each.sends
            ),
        )


@app.command()
def export(
    output: Annotated[Path | None, typer.Option(help="File to write; standard output when left out.")] = None,
    state: StateOption = None,
    family: FamilyOption = None,
    order: OrderOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    config: ConfigOption = None,
    format: Annotated[
        Lines,
        typer.Option(
            "--format", help="One JSON object a line, or one document.", callback=noted, is_eager=True
        ),
    ] = Lines.JSONL,
) -> None:
    """Write attempts with every send, oldest first: ids, states, amounts and times, no card and no buyer."""
    query = query_of(state, family, order, since, until)
    with opened(config, simulated=False) as bridge:
        rows = counted(pages(bridge.ledger, **query))
        if output is None:
            write(rows, sys.stdout, format)
            return
        try:
            with output.open("w", encoding="utf-8") as file:
                write(rows, file, format)
        except OSError as error:
            raise ConfigError(f"--output: {output} cannot be written: {error.strerror}") from None


@app.command()
def resolve(
    attempt: Annotated[str, typer.Argument(help="Id of an attempt that stays unknown.")],
    decision: Annotated[Decision, typer.Option("--as", help="What it came to, as you know from elsewhere.")],
    by: Annotated[str, typer.Option(help="Who decides; kept with the attempt.")],
    because: Annotated[str, typer.Option(help="Why, such as what the PG's console shows; kept too.")],
    ref: Annotated[
        str | None, typer.Option(help="What PortOne calls the result (imp_uid, transactionId ...).")
    ] = None,
    deadline: DeadlineOption = 90.0,
    config: ConfigOption = None,
    format: FormatOption = Format.TEXT,
) -> None:
    """Decide what no look-up can. It is looked up once more first, and what that proves is written instead.

    Exit code 1: the look-up proved the opposite.
    """
    done = decision is Decision.PAID
    with opened(config, simulated=False) as bridge, console(err=True).status("looking once more"):
        settled = bridge.resolve(
            attempt, done=done, by=by, because=because, vendor_ref=ref, deadline=deadline
        )
    if format is Format.JSON:
        say_json({"outcome": settled.outcome, "attempt": row_view(settled.attempt)})
    else:
        say_facts(row_facts(settled.attempt))
        if settled.attempt.decided_by is None:
            say(f"The look-up proved it: {settled.outcome}. No decision was needed.")
    if done is not (settled.outcome == "done"):
        raise typer.Exit(FINDINGS)


def query_of(
    state: list[str] | None, family: str | None, order: str | None, since: str | None, until: str | None
) -> dict[str, Any]:
    """Return what to ask the ledger for.

    :raises ConfigError: a state is none, or a time cannot be read
    """
    for each in state or ():
        if each not in STATES:
            raise ConfigError(f"--state: must be one of {', '.join(STATES)}, not {each!r}")
    first, last = moment(since, "--since"), moment(until, "--until")
    return {
        "states": tuple(state or ()),
        "family": family,
        "order_id": order,
        "since": first.timestamp() if first else None,
        "until": last.timestamp() if last else None,
    }


def pages(ledger: Ledger, **query: Any) -> Iterator[Attempt]:
    """Yield attempts, page by page."""
    after: str | None = None
    while True:
        page = ledger.attempts(**query, after=after, limit=PAGE)
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].id


def counted(rows: Iterator[Attempt]) -> Iterator[Attempt]:
    """Yield them, counting on a terminal: a ledger may be long."""
    out = console(err=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed} attempts written"))
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        task = progress.add_task("writing", total=None)
        for row in rows:
            progress.advance(task)
            yield row


def write(rows: Iterator[Attempt], file: TextIO, lines: Lines) -> None:
    """Write rows as they come, so that a long ledger fits into memory."""
    if lines is Lines.JSONL:
        file.writelines(msgspec.json.encode(row_view(row)).decode() + "\n" for row in rows)
        return
    file.write('{"attempts": [')
    file.writelines(
        (",\n" if number else "\n") + msgspec.json.encode(row_view(row)).decode()
        for number, row in enumerate(rows)
    )
    file.write("]}\n")
