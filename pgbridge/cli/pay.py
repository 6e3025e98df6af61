"""`pgbridge pay`: charge a card or a billing key."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from pgbridge.cli.bridges import (
    ChannelOption,
    ConfigOption,
    DeadlineOption,
    SellerOption,
    SimulatedOption,
    opened,
)
from pgbridge.cli.inputs import amount_of, read_object
from pgbridge.cli.output import Format, FormatOption, console, say_facts, say_json
from pgbridge.cli.views import payment_facts, payment_view
from pgbridge.errors import ConfigError
from pgbridge.model.billing_key import VendorKey
from pgbridge.model.card import Card
from pgbridge.model.customer import Customer
from pgbridge.operations.payments.charge import Charge
from pgbridge.operations.payments.charge_billing_key import ChargeBillingKey
from pgbridge.operations.payments.charge_card import ChargeCard

STDIN = Path("-")


def pay(
    order_id: Annotated[str, typer.Option(help="Your id of the order; the same id pays at most once.")],
    amount: Annotated[str, typer.Option(help="In the currency's main unit: 10000 (won), 6.50 (dollars).")],
    order_name: Annotated[str | None, typer.Option(help="What the buyer sees on the bill.")] = None,
    currency: Annotated[str, typer.Option(help="ISO 4217 code.")] = "KRW",
    tax_free: Annotated[str | None, typer.Option(help="Tax-free part of the amount.")] = None,
    vat: Annotated[str | None, typer.Option(help="VAT inside the amount.")] = None,
    billing_key: Annotated[str | None, typer.Option(help="Charge the key with this alias.")] = None,
    vendor_key: Annotated[
        str | None, typer.Option(help="Charge the key with this id at PortOne; needs --channel.")
    ] = None,
    save_as: Annotated[str | None, typer.Option(help="Keep the card as a billing key of this alias.")] = None,
    installment_months: Annotated[int | None, typer.Option(help="0 pays at once.")] = None,
    customer_id: Annotated[str | None, typer.Option(help="Your id of the buyer.")] = None,
    customer_name: Annotated[str | None, typer.Option(help="The buyer's name.")] = None,
    customer_email: Annotated[str | None, typer.Option(help="The buyer's e-mail address.")] = None,
    customer_phone: Annotated[str | None, typer.Option(help="The buyer's phone number.")] = None,
    channel: ChannelOption = None,
    seller: SellerOption = None,
    deadline: DeadlineOption = 90.0,
    config: ConfigOption = None,
    simulated: SimulatedOption = False,
    format: FormatOption = Format.TEXT,
) -> None:
    """Charge a card, or a billing key with --billing-key or --vendor-key.

    Card data is asked for (and not shown) on a terminal; otherwise standard input holds JSON:
    {"number", "expiry": "YYYY-MM", "birth_or_business_number", "password_digits", "cvc"}. It is never an option.
    Repeating the same call is safe: an order is paid at most once, and an unknown outcome is looked up first.
    """
    if billing_key and vendor_key:
        raise ConfigError("--billing-key, --vendor-key: give one of them")
    if (billing_key or vendor_key) and save_as:
        raise ConfigError("--save-as: a billing key is kept already")
    terms: dict[str, Any] = {
        "order_id": order_id,
        "order_name": order_name,
        "amount": amount_of(amount, currency, tax_free=tax_free, vat=vat),
        "installment_months": installment_months,
        "customer": Customer(id=customer_id, name=customer_name, email=customer_email, phone=customer_phone),
    }
    with opened(config, simulated=simulated) as bridge:
        operation: Charge
        if billing_key or vendor_key:
            key = billing_key or VendorKey(id=vendor_key or "")
            operation = ChargeBillingKey(billing_key=key, **terms)
        else:
            operation = ChargeCard(card=given_card(), save_as=save_as, **terms)
        with console(err=True).status("charging"):
            payment = bridge.execute(operation, channel=channel, seller=seller, deadline=deadline)
    if format is Format.JSON:
        say_json(payment_view(payment))
    else:
        say_facts(payment_facts(payment))


def given_card() -> Card:
    """Return the card: asked for on a terminal, else read as JSON from standard input."""
    return asked_card() if sys.stdin.isatty() else card_of(read_object(STDIN))


def asked_card() -> Card:
    """Ask for a card without showing it; questions go to standard error."""

    def ask(what: str) -> str:
        answer: str = typer.prompt(what, hide_input=True, default="", show_default=False, err=True)
        return answer.strip()

    return Card(
        number=ask("Card number"),
        expiry=ask("Expiry (YYYY-MM)"),
        birth_or_business_number=ask("Birth date (YYMMDD) or business number (empty: none)") or None,
        password_digits=ask("First two digits of the password (empty: none)") or None,
        cvc=ask("CVC (empty: none)") or None,
    )


def card_of(data: dict[str, Any]) -> Card:
    """Return the card of a JSON object, bare or under `card`; no value is quoted in an error.

    :raises ConfigError: it is no card
    """
    inner = data.get("card", data)
    names = Card.__struct_fields__
    if not isinstance(inner, dict) or (strange := set(inner) - set(names)):
        known = ", ".join(names)
        what = "card must be an object" if not isinstance(inner, dict) else f"{len(strange)} unknown field(s)"
        raise ConfigError(f"standard input: {what}; a card has {known}")
    try:
        return msgspec.convert(inner, Card)
    except msgspec.ValidationError as error:
        raise ConfigError(f"standard input: card: {error}") from None
