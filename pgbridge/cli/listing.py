"""`pgbridge list`: payments by status and time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn

from pgbridge.cli.bridges import ChannelOption, ConfigOption, DeadlineOption, SimulatedOption, opened
from pgbridge.cli.output import Format, FormatOption, console, say, say_json, say_table
from pgbridge.cli.views import money_text, payment_view, time_text
from pgbridge.errors import ConfigError
from pgbridge.model.payment import Payment
from pgbridge.operations.payments.list import ListPayments

PAGE = 100


def list_payments(
    status: Annotated[
        str | None, typer.Option(help="paid, failed, cancelled ...; all when left out.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="ISO 8601 with a time zone, or a date (UTC); inclusive.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="ISO 8601 with a time zone, or a date (UTC).")] = None,
    limit: Annotated[int, typer.Option(help="How many at most.", min=1)] = 100,
    channel: ChannelOption = None,
    deadline: DeadlineOption = 90.0,
    config: ConfigOption = None,
    simulated: SimulatedOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """List payments, newest change first. With several connections --channel says which to ask."""
    operation = ListPayments(
        status=status, since=moment(since, "--since"), until=moment(until, "--until"), size=min(limit, PAGE)
    )
    with opened(config, simulated=simulated) as bridge:
        found = list(shown(islice(bridge.iterate(operation, channel=channel, deadline=deadline), limit)))
    if format is Format.JSON:
        say_json({"payments": [payment_view(payment) for payment in found]})
        return
    if not found:
        say("No payments.")
        return
    say_table(
        ("order", "status", "amount", "cancelled", "method", "PG", "paid at"),
        (
            (
                payment.order_id,
                payment.status,
                money_text(payment.amount.total, payment.currency),
                money_text(payment.amount.cancelled, payment.currency) if payment.amount.cancelled else None,
                payment.method.type if payment.method else None,
                payment.channel.pg_provider if payment.channel else None,
                time_text(payment.paid_at),
            )
            for payment in found
        ),
    )


def shown(payments: Iterable[Payment]) -> Iterator[Payment]:
    """Yield them, counting on a terminal: many pages take a while."""
    out = console(err=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed} payments read"))
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        task = progress.add_task("reading", total=None)
        for payment in payments:
            progress.advance(task)
            yield payment


def moment(text: str | None, option: str) -> datetime | None:
    """Read a time; a bare date is its first moment in UTC.

    :raises ConfigError: it is no time, or lacks its zone
    """
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(
            f"{option}: write it as 2026-01-31 or 2026-01-31T09:00:00+09:00, not {text!r}"
        ) from None
    if found.tzinfo is None and len(text) > len("2026-01-31"):
        raise ConfigError(f"{option}: add the time zone, such as {text}+09:00")
    return found if found.tzinfo else found.replace(tzinfo=UTC)
