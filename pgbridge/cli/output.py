"""How commands print: text for people, JSON for machines."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

FORMAT = "pgbridge.format"
LINES = "pgbridge.lines"
WIDE = 200


class Format(StrEnum):
    """What goes to standard output."""

    TEXT = "text"
    JSON = "json"


def remember(ctx: typer.Context, value: Format) -> Format:
    """Note the format where the error handling finds it, whatever else is wrong with the call."""
    ctx.meta[FORMAT] = value
    return value


FormatOption = Annotated[
    Format,
    typer.Option("--format", help="text for people, json for machines.", callback=remember, is_eager=True),
]


def console(*, err: bool = False) -> Console:
    """Return a console that takes text literally; away from a terminal nothing is folded at 80 columns."""
    made = Console(stderr=err, highlight=False, markup=False, emoji=False)
    if not made.is_terminal:
        made.width = WIDE
    return made


def say(*lines: str) -> None:
    """Print lines of text."""
    out = console()
    for line in lines:
        out.print(Text(line), soft_wrap=True)


def complain(text: str) -> None:
    """Print one paragraph to standard error."""
    console(err=True).print(Text(f"pgbridge: {text}"), soft_wrap=True)


def say_json(data: Any) -> None:
    """Print one JSON document; times and the like become strings."""
    typer.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())


def say_line(data: Any) -> None:
    """Print one line of JSON Lines."""
    typer.echo(msgspec.json.encode(data).decode())


def say_table(
    columns: Iterable[str], rows: Iterable[Iterable[object]], *, title: str | None = None, whole: int = 0
) -> None:
    """Print a table; None becomes a dash. The first `whole` columns are never folded."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=number < whole)
    for row in rows:
        table.add_row(*(Text("-" if cell is None else str(cell)) for cell in row))
    console().print(table)


def say_block(title: str, *facts: tuple[str, str]) -> None:
    """Print a title and under it names and longer texts, folded at words."""
    grid = Table.grid(padding=(0, 2))
    for name, text in facts:
        grid.add_row(Text(f"  {name}"), Text(text))
    say(title)
    console().print(grid)


def say_facts(facts: Iterable[tuple[str, object]]) -> None:
    """Print names and values, one pair a line, leaving out what is None."""
    shown = [(name, value) for name, value in facts if value is not None]
    width = max((len(name) for name, _ in shown), default=0)
    say(*(f"{name:<{width}}  {value}" for name, value in shown))
