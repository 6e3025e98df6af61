"""What PayPal's new module (`paypal_v2`) demands on both APIs: the order's details and the risk data."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pgbridge.rules import conditional, given, max_length, number, required

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pgbridge.rules import Rule, Severity, View

BYPASS: Final = "bypass.paypal_v2"
RISK_DATA: Final = f"{BYPASS}.additional_data"
SHIPPING: Final = f"{BYPASS}.purchase_units[].shipping.address"
PAYER: Final = f"{BYPASS}.payer.address"
STYLE: Final = f"{BYPASS}.style"
CURRENCIES: Final = (
    *("USD", "AUD", "BRL", "CAD", "CZK", "DKK", "EUR", "HKD", "HUF", "ILS", "JPY", "MYR"),
    *("MXN", "TWD", "NZD", "NOK", "PHP", "PLN", "GBP", "RUB", "SGD", "SEK", "CHF", "THB"),
)


def products_differ(view: View, *, price: str, total: str) -> bool:
    """Unit prices times quantities add up to another amount; not known while a product lacks either."""
    amount = view.number(total)
    products = view.list("products")
    if amount is None or not products:
        return False
    added = Decimal(0)
    for product in products:
        fields = product if isinstance(product, dict) else {}
        each, quantity = number(fields.get(price)), number(fields.get("quantity"))
        if each is None or quantity is None:
            return False
        added += Decimal(each) * quantity
    return added != amount


def addresses(
    *, units: str, country: str, city: str, line: str, payer: str, sources: Mapping[str, str] | None = None
) -> tuple[Rule, ...]:
    """Demand whole addresses of a one-off order; the arguments are the rules' ids."""
    source = sources or {}
    on = ("browser_payment_ui",)
    return (
        max_length(
            units,
            f"{BYPASS}.purchase_units",
            1,
            unit="items",
            on=on,
            fact="An order is one purchase unit.",
            source=source.get("units", ""),
        ),
        required(
            country,
            f"{SHIPPING}.country_code",
            on=on,
            when=given(SHIPPING),
            fact="PayPal takes no shipping address without its country.",
            source=source.get("country", ""),
        ),
        required(
            city,
            f"{SHIPPING}.admin_area_2",
            on=on,
            when=given(SHIPPING),
            fact="PayPal creates no order for a shipping address without its city.",
            source=source.get("city", ""),
        ),
        required(
            line,
            f"{SHIPPING}.address_line_1",
            on=on,
            when=given(SHIPPING),
            severity="warning",
            fact="Without it the address that the buyer keeps at PayPal stays in place.",
            source=source.get("line", ""),
        ),
        required(
            payer,
            f"{PAYER}.country_code",
            on=on,
            when=given(PAYER),
            fact="PayPal takes no billing address without its country.",
            source=source.get("payer", ""),
        ),
    )


def is_iso_8601(text: str) -> bool:
    """A day or a time, such as 2030-01-01T09:00:00+09:00."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


RISK_FIELDS: Final[dict[str, tuple[tuple[str, ...], Callable[[str], object], str]]] = {
    "country": (
        ("sender_country_code", "receiver_address_country_code", "ota_start_country"),
        re.compile("[A-Za-z]{2}").fullmatch,
        "Countries of the risk data are ISO codes of two letters.",
    ),
    "date": (
        (
            *("sender_create_date", "receiver_create_date", "first_interaction_date"),
            *("ota_service_start_date", "ota_service_end_date"),
        ),
        is_iso_8601,
        "Dates of the risk data are ISO 8601.",
    ),
    "delivery": (
        ("dg_delivery_method",),
        {"email", "phone", "venue_pickup", "kiosk_pickup"}.__contains__,
        "Digital goods arrive by email or phone, tickets also by venue_pickup or kiosk_pickup.",
    ),
    "popularity": (
        ("sender_popularity_score", "recipient_popularity_score"),
        {"high", "medium", "low"}.__contains__,
        "A popularity score is high, medium or low.",
    ),
    "flag": (
        ("transaction_is_tangible", "ota_service_guest_t_f", "highrisk_txn_flag"),
        {"0", "1"}.__contains__,
        "A flag of the risk data is 1 or 0.",
    ),
}


def risk_values(view: View) -> list[tuple[object, object]]:
    """Give key and value of each risk field that has a value."""
    fields = [field for field in view.list(RISK_DATA) if isinstance(field, dict)]
    return [(field.get("key"), field["value"]) for field in fields if field.get("value") not in (None, "")]


def some_is_no_text(view: View) -> bool:
    """A risk value is a number, a flag or worse."""
    return any(not isinstance(value, str) for _, value in risk_values(view))


def wrong(names: tuple[str, ...], good: Callable[[str], object]) -> Callable[[View], bool]:
    """Make the test whether a risk field of these names is not good; a number counts as its digits."""

    def test(view: View) -> bool:
        return any(
            not good(value if isinstance(value, str) else str(number(value)))
            for key, value in risk_values(view)
            if key in names
        )

    return test


def risk_data(
    ids: Mapping[str, str],
    field: str,
    *,
    on: tuple[str, ...],
    delivery: Severity = "warning",
    source: str = "",
) -> tuple[Rule, ...]:
    """Demand texts, and known values, of the risk data (STC); `ids` maps `text` and some of `RISK_FIELDS` to rules."""
    return (
        conditional(
            ids["text"],
            f"{RISK_DATA}[].value",
            some_is_no_text,
            breaks={RISK_DATA: [{"key": "txn_count_total", "value": 3}]},
            on=on,
            fact="PayPal reads risk data as texts only; a number goes in quotes.",
            source=source,
        ),
        *(
            conditional(
                ids[kind],
                field,
                wrong(names, good),
                breaks={RISK_DATA: [{"key": names[0], "value": "unknown"}]},
                on=on,
                severity=delivery if kind == "delivery" else "warning",
                fact=fact,
                source=source,
            )
            for kind, (names, good, fact) in RISK_FIELDS.items()
            if kind in ids
        ),
    )
