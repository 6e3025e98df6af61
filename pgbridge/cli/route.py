"""`pgbridge route explain`: which channel would take a request, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from pgbridge.cli.bridges import ConfigOption, SellerOption, SimulatedOption, opened
from pgbridge.cli.inputs import amount_of
from pgbridge.cli.output import Format, FormatOption, say, say_json, say_table
from pgbridge.client import Bridge
from pgbridge.errors import ConfigError
from pgbridge.model.card import Card
from pgbridge.model.customer import Customer
from pgbridge.model.money import Amount
from pgbridge.operations.base import Operation
from pgbridge.operations.billing_keys.issue import IssueBillingKey
from pgbridge.operations.payments.charge_card import ChargeCard
from pgbridge.operations.payments.prepare import PreparePayment
from pgbridge.operations.virtual_accounts.issue import IssueVirtualAccount

app = typer.Typer(help="Which channel takes a request.", no_args_is_help=True)

# Nothing is sent: these stand for what the request would hold, so that only routing and capability speak.
CARD = Card(
    number="4111111111111111",
    expiry="2039-12",
    birth_or_business_number="900101",
    password_digits="00",  # noqa: S106 - nobody's card
)
BUYER = Customer(id="sample-buyer", name="홍길동", email="sample@shop.example", phone="010-0000-0000")
Make = Callable[[str, Amount], Operation[Any]]
ROUTED: dict[str, Make] = {
    ChargeCard.name: lambda order_id, amount: ChargeCard(
        order_id=order_id, order_name="sample", amount=amount, card=CARD, customer=BUYER
    ),
    IssueVirtualAccount.name: lambda order_id, amount: IssueVirtualAccount(
        order_id=order_id,
        order_name="sample",
        amount=amount,
        customer=BUYER,
        bank="SHINHAN",
        remittee="sample",
        expires_at=datetime.now(UTC) + timedelta(days=3),
    ),
    IssueBillingKey.name: lambda order_id, _: IssueBillingKey(alias=order_id, card=CARD, customer=BUYER),
    PreparePayment.name: lambda order_id, amount: PreparePayment(
        order_id=order_id, amount=amount.total, currency=amount.currency
    ),
}


@app.callback()
def root() -> None:
    """Which channel takes a request."""


@app.command()
def explain(
    operation: Annotated[
        str, typer.Option(help="Neutral name, such as payments.charge_card.")
    ] = ChargeCard.name,
    amount: Annotated[str, typer.Option(help="In the currency's main unit.")] = "10000",
    currency: Annotated[str, typer.Option(help="ISO 4217 code.")] = "KRW",
    order_id: Annotated[
        str, typer.Option(help="Weighted routes stick to it: the same order goes the same way.")
    ] = "sample-order",
    billing_key: Annotated[
        str | None, typer.Option(help="Alias of a billing key: its charges go where it was issued.")
    ] = None,
    seller: SellerOption = None,
    config: ConfigOption = None,
    simulated: SimulatedOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Say which channel would take a request, and why; sends nothing.

    Card, buyer and the like are samples, so what is said is about channels and routes, not about a real request's
    fields. Exits 1 if no channel would take it.
    """
    with opened(config, simulated=simulated) as bridge:
        if billing_key is not None:
            ranked, reasons = bound(bridge, billing_key)
        elif operation not in ROUTED:
            raise ConfigError(
                f"--operation: {operation!r} is not routed; routes choose for {', '.join(ROUTED)}. Charges and schedules "
                "of a billing key go where the key lives (--billing-key), all else to the connection that made it"
            )
        else:
            made = ROUTED[operation](order_id, amount_of(amount, currency))
            choice = bridge.explain(made, seller=seller)
            ranked, reasons = [c.name for c in choice.channels], list(choice.reasons)
        apis = {name: channel.api for name, channel in bridge.config.channels.items()}
    if format is Format.JSON:
        say_json(
            {
                "channels": ranked,
                "reasons": [{"about": about, "reason": reason} for about, reason in reasons],
            }
        )
        return
    say(f"{ranked[0]} takes it" + (f"; then {', '.join(ranked[1:])}" if ranked[1:] else "") + ".")
    say_table(("channel or route", "API", "why"), ((about, apis.get(about), why) for about, why in reasons))


def bound(bridge: Bridge, alias: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the channel of a billing key.

    :raises ConfigError: the ledger knows no such key
    """
    link = next((link for link in bridge.ledger.links(alias) if link.active), None)
    if link is None:
        raise ConfigError(f"--billing-key: the ledger knows no key under alias {alias!r}")
    return [link.channel], [(link.channel, f"billing key {alias} was issued on connection {link.connection}")]
