"""`pgbridge cancel`: give money back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from pgbridge.cli.bridges import ChannelOption, ConfigOption, DeadlineOption, SimulatedOption, opened
from pgbridge.cli.inputs import read_object
from pgbridge.cli.output import Format, FormatOption, console, say_facts, say_json
from pgbridge.cli.views import cancellation_view, money_text, time_text
from pgbridge.errors import ConfigError
from pgbridge.model.money import to_minor
from pgbridge.operations.payments.cancel import CancelPayment, RefundAccount


def cancel(
    order_id: Annotated[str | None, typer.Argument(help="Your id of the order.")] = None,
    attempt_id: Annotated[
        str | None, typer.Option(help="PortOne's id (imp_uid, transactionId) instead of the order.")
    ] = None,
    amount: Annotated[
        str | None, typer.Option(help="How much, in the main unit; left out, everything that is left.")
    ] = None,
    cancel_id: Annotated[
        str | None, typer.Option(help="Your id of this cancel, needed with --amount: it happens once.")
    ] = None,
    tax_free: Annotated[str | None, typer.Option(help="Tax-free part of the amount.")] = None,
    vat: Annotated[str | None, typer.Option(help="VAT inside the amount.")] = None,
    currency: Annotated[str, typer.Option(help="Currency of the payment.")] = "KRW",
    reason: Annotated[str, typer.Option(help="Shown to the merchant later.")] = "cancelled by the merchant",
    refund_account: Annotated[
        Path | None,
        typer.Option(help="JSON file (- is standard input) with bank, number, holder, for virtual accounts."),
    ] = None,
    channel: ChannelOption = None,
    deadline: DeadlineOption = 90.0,
    config: ConfigOption = None,
    simulated: SimulatedOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Cancel a payment, all of it or a part. Repeating the same call is safe."""
    operation = CancelPayment(
        order_id=order_id,
        attempt_id=attempt_id,
        amount=minor(amount, currency, "--amount"),
        cancel_id=cancel_id,
        tax_free=minor(tax_free, currency, "--tax-free"),
        vat=minor(vat, currency, "--vat"),
        currency=currency,
        reason=reason,
        refund_account=account_of(refund_account) if refund_account else None,
    )
    with opened(config, simulated=simulated) as bridge, console(err=True).status("cancelling"):
        done = bridge.execute(operation, channel=channel, deadline=deadline)
    if format is Format.JSON:
        say_json({**cancellation_view(done), "currency": currency})
        return
    say_facts(
        [
            ("cancellation", done.id),
            ("order", done.order_id or order_id),
            ("status", done.status + (" (done before, nothing was sent)" if done.replayed else "")),
            ("amount", money_text(done.amount, currency)),
            ("tax-free", money_text(done.tax_free, currency)),
            ("VAT", money_text(done.vat, currency)),
            ("cancelled at", time_text(done.cancelled_at)),
        ]
    )


def minor(value: str | None, currency: str, option: str) -> int | None:
    """Return an amount in minor units.

    :raises ConfigError: it is no amount of that currency
    """
    try:
        return None if value is None else to_minor(value, currency)
    except ValueError as error:
        raise ConfigError(f"{option}: {error}") from None


def account_of(path: Path) -> RefundAccount:
    """Read the account that the money goes back to.

    :raises ConfigError: it is no account
    """
    try:
        return msgspec.convert(read_object(path), RefundAccount)
    except msgspec.ValidationError as error:
        raise ConfigError(f"--refund-account: {error}") from None
