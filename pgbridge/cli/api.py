"""`pgbridge api`: any operation by its neutral name. Each is a command of its own, made when it is asked for."""

from __future__ import annotations

import inspect
import re
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from pgbridge.catalogue import entry, kind_of, kinds
from pgbridge.cli.bridges import (
    ChannelOption,
    ConfigOption,
    DeadlineOption,
    SellerOption,
    SimulatedOption,
    opened,
)
from pgbridge.cli.fields import carried, lines
from pgbridge.cli.given import given_fields, operation_of
from pgbridge.cli.output import (
    LINES,
    Format,
    FormatOption,
    console,
    say,
    say_facts,
    say_json,
    say_line,
    say_table,
)
from pgbridge.cli.shown import facts, one_line, plain
from pgbridge.errors import UnsupportedOperation
from pgbridge.operations.base import Listing, Operation
from pgbridge.operations.browser.base import BrowserOperation
from pgbridge.registry import installed

HELP = """Any operation by its neutral name, with its fields as JSON.

pgbridge api payments.cancel --channel x --json '{"order_id": "order0001"}'

pgbridge api OPERATION --help shows its fields. Amounts are in minor units. A card, a password and the like never come \
from the command line: put them into --file, or let them be asked for.
"""
STDIN = Path("-")


class Operations(TyperGroup):
    """A command for each operation."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - they are the same everywhere
        """Return the names of all operations."""
        return list(kinds())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return the command of an operation.

        :raises ConfigError: there is no such operation
        """
        return command_of(kind_of(cmd_name))


class OperationCommand(TyperCommand):
    """A command whose help shows the fields of its operation."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the usual help, then which API can do it, then the fields."""
        super().format_help(ctx, formatter)
        print_fields(str(self.name))
        say("Amounts are whole numbers of the currency's minor unit: 10000 won, 650 for 6.50 dollars.")


def command_of(kind: type[Operation[Any]]) -> Any:
    """Return the command of an operation."""

    def run(
        ctx: typer.Context,
        json: Annotated[
            str | None, typer.Option("--json", help="The fields, as a JSON object without anything secret.")
        ] = None,
        file: Annotated[
            Path | None, typer.Option("--file", help="JSON file with the fields; - is standard input.")
        ] = None,
        limit: Annotated[
            int | None, typer.Option(min=1, help="How many rows at most; all of them when left out.")
        ] = None,
        vendor: Annotated[
            bool, typer.Option("--vendor", help="Print the vendor's own JSON instead of the result.")
        ] = False,
        channel: ChannelOption = None,
        seller: SellerOption = None,
        deadline: DeadlineOption = 90.0,
        config: ConfigOption = None,
        simulated: SimulatedOption = False,
        format: FormatOption = Format.TEXT,
    ) -> None:
        operation = operation_of(kind, given_fields(json, file), stdin_taken=file == STDIN)
        how = {"channel": channel, "seller": seller, "deadline": deadline}
        with opened(config, simulated=simulated) as bridge:
            if isinstance(operation, BrowserOperation):
                call = bridge.browser(operation, channel=channel, seller=seller)
                show(plain(call), format)
            elif isinstance(operation, Listing):
                ctx.meta[LINES] = True
                rows = bridge.iterate(operation, channel=channel, deadline=deadline)
                stream(rows, limit, format, vendor=vendor)
            else:
                with console(err=True).status(kind.name):
                    done = bridge.execute(operation, **how)  # type: ignore[arg-type]
                show(vendors(done, kind.name) if vendor else plain(done), format)

    app = typer.Typer(add_completion=False)
    about = re.split(r"^:\w+", inspect.getdoc(kind) or "", maxsplit=1, flags=re.MULTILINE)[0].strip()
    app.command(kind.name, cls=OperationCommand, help=about.replace("`", ""))(run)
    made = typer.main.get_command(app)
    made.name = kind.name
    return made


def vendors(result: Any, name: str) -> Any:
    """Return the vendor's own JSON of a result.

    :raises UnsupportedOperation: nothing of it was kept
    """
    raw = getattr(result, "raw", None)
    if raw is None:
        raise UnsupportedOperation(
            name, "--vendor", "leave it out: no single answer stands behind this result"
        )
    return raw


def show(data: Any, format: Format) -> None:
    """Print one result."""
    if format is Format.JSON:
        say_json(data)
    elif isinstance(data, list):
        for row in data:
            say(one_line(row))
    else:
        say_facts(facts(data))


def stream(rows: Any, limit: int | None, format: Format, *, vendor: bool) -> None:
    """Print rows as they come: one line each, as JSON Lines with --format json."""
    for row in islice(rows, limit):
        data = vendors(row, type(row).__name__) if vendor else plain(row)
        if format is Format.JSON:
            say_line(data)
        else:
            say(one_line(data))


def print_fields(name: str) -> None:
    """Print which API can do an operation, and its fields."""
    registry = installed()
    found = entry(name, registry)
    able = [api for api, support in found.apis.items() if support.supported]
    for api, support in found.apis.items():
        text = ", ".join(support.endpoints) or "yes" if support.supported else f"no: {support.alternative}"
        say(f"  {registry.api(api).title}: {text}", *(f"    - {each}" for each in support.approximations))
    say(f"  gives {found.gives}; {WORDS[found.does]}", "")
    rows = [
        (
            line.path,
            line.type,
            "yes" if line.required else "",
            *(carried(name, line.path, registry, api) for api in able),
            line.note,
        )
        for line in lines(found.kind)
    ]
    if rows:
        say_table(
            ("field", "type", "required", *(registry.api(api).title for api in able), "what it is"),
            rows,
            whole=1,
        )
    else:
        say("  It has no fields.")


WORDS = {
    "write": "changes something: the ledger sees to it that a repeat is safe",
    "read": "only reads",
    "list": "only reads, row by row through all pages",
    "browser": "sends nothing: prints what a page calls",
}
