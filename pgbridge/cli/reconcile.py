"""`pgbridge reconcile`: settle what is unknown, compare with the vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bars

from pgbridge.cli.bridges import ConfigOption, SimulatedOption, opened
from pgbridge.cli.failures import FINDINGS, REMOTE
from pgbridge.cli.listing import moment
from pgbridge.cli.output import Format, FormatOption, console, say, say_json, say_table
from pgbridge.cli.rows import plan_view, row_view
from pgbridge.cli.views import bare
from pgbridge.errors import ConfigError
from pgbridge.reconcile import Progress, Reconciliation

Report = Callable[[Progress], None]


def reconcile(
    since: Annotated[
        str | None,
        typer.Option(
            help="ISO 8601 with a time zone, or a date (UTC); two days before --until when left out."
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(help="ISO 8601 with a time zone, or a date (UTC); a minute ago when left out."),
    ] = None,
    resume: Annotated[
        Path | None,
        typer.Option(
            help="File to keep the progress in: go on from it when it is there; gone when finished."
        ),
    ] = None,
    deadline: Annotated[float, typer.Option(help="Seconds for each look-up and each page.", min=1.0)] = 90.0,
    config: ConfigOption = None,
    simulated: SimulatedOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Settle what is unknown by looking it up, then compare the ledger with the payments of a period. Sends no write.

    Exit code 1: something is open, missing, extra or different. 3: a connection could not be reached.
    """
    earlier = read(resume)
    if earlier is not None and (since or until):
        raise ConfigError(
            f"--resume: {resume} has its own period; leave --since and --until out, or remove it"
        )
    with opened(config, simulated=simulated) as bridge, shown(resume) as report:
        result = bridge.reconcile(
            moment(since, "--since"),
            moment(until, "--until"),
            earlier=earlier,
            progress=report,
            deadline=deadline,
        )
    if resume is not None and result.complete:
        resume.unlink(missing_ok=True)
    if format is Format.JSON:
        say_json(view(result))
    else:
        say_result(result)
    unreachable = any(each.outcome == "unreachable" for each in result.settled)
    if not result.complete or unreachable:
        raise typer.Exit(REMOTE)
    if not result.clean:
        raise typer.Exit(FINDINGS)


def read(path: Path | None) -> Reconciliation | None:
    """Read how far an earlier run came.

    :raises ConfigError: the file is something else
    """
    if path is None or not path.exists():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Reconciliation)
    except (OSError, msgspec.MsgspecError):
        raise ConfigError(f"--resume: {path} is not the progress of an earlier run; remove it") from None


@contextmanager
def shown(resume: Path | None) -> Iterator[Report]:
    """Give what shows the progress on a terminal, and keeps it in a file."""
    out = console(err=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, console=out, transient=True, disable=not out.is_terminal) as bars:
        task = bars.add_task("reading the ledger", total=None)

        def report(progress: Progress) -> None:
            bars.update(task, description=progress.doing, completed=progress.done, total=progress.total)
            if resume is not None:
                keep(progress.so_far, resume)

        yield report


def keep(so_far: Reconciliation, path: Path) -> None:
    """Write the progress so that a crash leaves the old file or the new one.

    :raises ConfigError: it cannot be written
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(msgspec.json.encode(so_far))
        part.replace(path)
    except OSError as error:
        raise ConfigError(f"--resume: {path} cannot be written: {error.strerror}") from None


def view(result: Reconciliation) -> dict[str, Any]:
    """Return a result for output."""
    return {
        "since": result.since,
        "until": result.until,
        "complete": result.complete,
        "clean": result.clean,
        "compared": result.compared,
        "unproven": result.unproven,
        "settled": [
            bare({"outcome": each.outcome, "detail": each.detail or None, "attempt": row_view(each.attempt)})
            for each in result.settled
        ],
        "differences": [bare(msgspec.to_builtins(each)) for each in result.differences],
        "plans": [plan_view(plan) for plan in result.plans],
        "unreachable": [msgspec.to_builtins(each) for each in result.unreachable],
        "reached": dict(result.reached),
    }


def say_result(result: Reconciliation) -> None:
    """Print a result for people; what is in order is only counted."""
    if result.settled:
        say_table(
            ("attempt", "operation", "identity", "outcome", "detail"),
            (
                (
                    each.attempt.id,
                    each.attempt.operation,
                    each.attempt.identity,
                    each.outcome,
                    each.detail or None,
                )
                for each in result.settled
            ),
            title="Unresolved attempts",
        )
    if result.differences:
        say_table(
            ("", "connection", "vendor id", "order", "field", "ledger", "vendor"),
            (
                (
                    f"{each.kind}, recorded" if each.recorded else each.kind,
                    each.connection,
                    each.vendor_id,
                    each.order_id,
                    each.field or None,
                    each.ledger,
                    each.vendor,
                )
                for each in result.differences
            ),
            title="Differences",
        )
    if result.plans:
        say_table(
            ("plan", "identity", "open steps"),
            (
                (plan.kind, plan.identity, ", ".join(s.name for s in plan.steps if s.state == "open"))
                for plan in result.plans
            ),
            title="Unfinished plans: repeat the call that began them",
        )
    for each in result.unreachable:
        say(f"{each.place} was not compared to its end: {each.reason}")
    if result.unproven:
        say(f"{result.unproven} done on V1 test channels could not be seen, which proves nothing.")
    say(
        f"{result.since:%Y-%m-%d %H:%M} to {result.until:%Y-%m-%d %H:%M} UTC: {result.compared} payments compared, "
        f"{len(result.differences)} differences; {len(result.settled) - len(result.open)} settled, "
        f"{len(result.open)} still open."
    )
