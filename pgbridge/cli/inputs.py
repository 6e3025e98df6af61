"""JSON from a file or standard input, and amounts as people write them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from pgbridge.errors import ConfigError
from pgbridge.model.money import Amount, money

FileArgument = Annotated[Path, typer.Argument(help="JSON file; - reads standard input.")]


def read_json(path: Path) -> Any:
    """Read a JSON document.

    :raises ConfigError: it cannot be read, or is no JSON; the text itself is not quoted
    """
    name = "standard input" if str(path) == "-" else str(path)
    try:
        text = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror}") from None
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}: not valid JSON: {error}") from None


def read_object(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    :raises ConfigError: it is another kind of JSON
    """
    found = read_json(path)
    if not isinstance(found, dict):
        raise ConfigError(f"{'standard input' if str(path) == '-' else path}: must hold a JSON object")
    return found


def amount_of(total: str, currency: str, *, tax_free: str | None = None, vat: str | None = None) -> Amount:
    """Return an amount given in major units: 10000 (won) or 6.50 (dollars).

    :raises ConfigError: it is no amount of that currency
    """
    try:
        return money(total, currency, tax_free=tax_free, vat=vat)
    except ValueError as error:
        raise ConfigError(f"--amount: {error}") from None
