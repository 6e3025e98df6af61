"""`pgbridge get`: read a payment."""

from __future__ import annotations

from typing import Annotated

import typer

from pgbridge.cli.bridges import ChannelOption, ConfigOption, DeadlineOption, SimulatedOption, opened
from pgbridge.cli.output import Format, FormatOption, console, say_facts, say_json, say_table
from pgbridge.cli.views import money_text, payment_facts, payment_view, time_text
from pgbridge.errors import ConfigError
from pgbridge.operations.payments.get import GetPayment


def get(
    order_id: Annotated[str | None, typer.Argument(help="Your id of the order.")] = None,
    attempt_id: Annotated[
        str | None, typer.Option(help="PortOne's id (imp_uid, transactionId) instead of the order.")
    ] = None,
    channel: ChannelOption = None,
    deadline: DeadlineOption = 90.0,
    config: ConfigOption = None,
    simulated: SimulatedOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Read one payment: the paid attempt of an order, else its newest one."""
    if order_id is None and attempt_id is None:
        raise ConfigError("ORDER_ID: name the payment by it, or by --attempt-id")
    operation = GetPayment(order_id=order_id, attempt_id=attempt_id)
    with opened(config, simulated=simulated) as bridge, console(err=True).status("reading"):
        payment = bridge.execute(operation, channel=channel, deadline=deadline)
    if format is Format.JSON:
        say_json(payment_view(payment))
        return
    say_facts(payment_facts(payment))
    if payment.cancellations:
        say_table(
            ("cancelled at", "amount", "tax-free", "VAT", "status", "id"),
            (
                (
                    time_text(each.cancelled_at),
                    money_text(each.amount, payment.currency),
                    money_text(each.tax_free, payment.currency),
                    money_text(each.vat, payment.currency),
                    each.status,
                    each.id,
                )
                for each in payment.cancellations
            ),
        )
