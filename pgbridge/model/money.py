"""Amounts: integers in the currency's minor unit, never floats."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from msgspec import Struct

from pgbridge.errors import ConfigError

ZERO_DECIMALS = frozenset(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ]
)
THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
FOUR_DECIMALS = frozenset(("CLF", "UYW"))
# ISO 4217 names these, but they have no minor unit, so no payment can be written in them.
NOT_MONEY = frozenset(
    ["XAU", "XAG", "XPT", "XPD", "XDR", "XSU", "XUA", "XBA", "XBB", "XBC", "XBD", "XTS", "XXX"]
)


class Amount(Struct, frozen=True, kw_only=True):
    """What is to be paid, in minor units (won, cents) of `currency`.

    :ivar total: everything, tax-free part and VAT included
    :ivar tax_free: the part on which no VAT is due; None lets the PG decide, 0 is a statement
    :ivar vat: the VAT inside `total`; None lets the PG compute it, 0 is a statement
    """

    total: int
    currency: str = "KRW"
    tax_free: int | None = None
    vat: int | None = None

    def __str__(self) -> str:
        try:
            return f"{to_major(self.total, self.currency)} {self.currency}"
        except ValueError:  # a currency that nobody knew: showing something must never fail
            return f"{self.total} minor units of {self.currency!r}"


def krw(total: int, *, tax_free: int | None = None, vat: int | None = None) -> Amount:
    """Return an amount in Korean won.

    >>> krw(10_000).total
    10000
    """
    return Amount(total=total, currency="KRW", tax_free=tax_free, vat=vat)


def money(
    total: str | int | Decimal,
    currency: str,
    *,
    tax_free: str | int | Decimal | None = None,
    vat: str | int | Decimal | None = None,
) -> Amount:
    """Return an amount given in major units, converted exactly.

    >>> money("6.50", "USD").total
    650

    :raises ValueError: the currency is unknown, or the number has more decimals than it
    """
    return Amount(
        total=to_minor(total, currency),
        currency=currency,
        tax_free=None if tax_free is None else to_minor(tax_free, currency),
        vat=None if vat is None else to_minor(vat, currency),
    )


def exponent(currency: str) -> int:
    """Return how many decimals a currency has by ISO 4217.

    :raises ValueError: the code is not three capital letters, or has no minor unit
    """
    if currency in ZERO_DECIMALS:
        return 0
    if currency in THREE_DECIMALS:
        return 3
    if currency in FOUR_DECIMALS:
        return 4
    if currency in NOT_MONEY or not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        raise ValueError(f"currency: {currency!r} is not an ISO 4217 code that can be paid in")
    return 2


def to_minor(major: str | int | Decimal, currency: str) -> int:
    """Convert major units to minor ones, exactly.

    :raises ValueError: it does not come out as a whole number of minor units
    """
    places = exponent(currency)
    if type(major) is int:
        return major * int(10**places)
    if isinstance(major, float):
        raise ConfigError("amount: write it as str, int or Decimal; a float cannot hold most amounts exactly")
    try:
        scaled = Decimal(major).scaleb(places)
        whole = int(scaled)
    except (InvalidOperation, ValueError, OverflowError):
        raise ValueError("amount: not a number") from None
    if scaled != whole:
        raise ValueError(f"amount: {currency} has {places} decimals, no more")
    return whole


def to_major(minor: int, currency: str) -> int | Decimal:
    """Convert minor units to major ones; an int where the currency has no decimals or they are zero."""
    places = exponent(currency)
    if not places:
        return minor
    whole, rest = divmod(minor, int(10**places))
    return whole if not rest else Decimal(minor).scaleb(-places)
