"""From JSON to an operation: every slip of the pen is named, no value is quoted, no secret comes from the command line."""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from pgbridge.cli.fields import SECRET, structs_in
from pgbridge.cli.inputs import read_object
from pgbridge.cli.pay import given_card
from pgbridge.errors import ConfigError
from pgbridge.operations.base import Operation


def given_fields(text: str | None, file: Path | None) -> dict[str, Any]:
    """Return the fields of an operation from an option, a file or standard input (`-`).

    :raises ConfigError: both are given, it is no JSON object, or the option holds what it must not
    """
    if text is not None and file is not None:
        raise ConfigError("--json, --file: give one of them")
    if file is not None:
        return read_object(file)
    if text is None:
        return {}
    try:
        data = msgspec.json.decode(text.encode())
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise ConfigError(f"--json: not valid JSON: {error}") from None
    if not isinstance(data, dict):
        raise ConfigError("--json: must be a JSON object")
    if path := next(secrets(data), None):
        raise ConfigError(
            f"--json: {path} must not stand on a command line, where the shell's history and the list of processes "
            f"keep it: put the JSON into a file or standard input (--file FILE, --file -)"
            + ("; a card is asked for when it is left out" if path == "card" else "")
        )
    return data


def secrets(data: Any, at: str = "") -> Iterator[str]:
    """Yield the paths of what must not be on a command line."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if name in SECRET and value is not None:
                yield f"{at}{name}"
            yield from secrets(value, f"{at}{name}.")
    elif isinstance(data, list):
        for value in data:
            yield from secrets(value, at)


def operation_of(kind: type[Operation[Any]], data: dict[str, Any], *, stdin_taken: bool) -> Operation[Any]:
    """Build the operation; a card that it needs and that is not there is asked for, or read from standard input.

    :raises ConfigError: a field is unknown, missing or of another type
    """
    needs_card = any(field.name == "card" and field.required for field in msgspec.structs.fields(kind))
    if needs_card and "card" not in data and (sys.stdin.isatty() or not stdin_taken):
        data = {**data, "card": msgspec.to_builtins(given_card())}
    if strange := list(unknown(kind, data)):
        raise ConfigError(
            f"{kind.name}: there is no field {', '.join(strange)}; see pgbridge api {kind.name} --help"
        )
    try:
        made: Operation[Any] = msgspec.json.decode(msgspec.json.encode(data), type=kind)
    except msgspec.ValidationError as error:
        raise ConfigError(
            f"{kind.name}: {str(error).replace('`$.', '`')}; see pgbridge api {kind.name} --help"
        ) from None
    except (ValueError, TypeError) as error:
        raise ConfigError(f"{kind.name}: {error}") from None
    return made


def unknown(kind: type[Any], data: Any, at: str = "") -> Iterator[str]:
    """Yield the paths of keys that no field has, inside objects too; what may be another thing is not looked into."""
    if not isinstance(data, Mapping):
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, value in data.items():
        if name not in fields:
            yield f"{at}{name}"
            continue
        inner, many = structs_in(fields[name].type)
        if len(inner) != 1 or typing.get_origin(inner[0]) is not None:
            continue
        for each in value if many and isinstance(value, list) else (value,):
            yield from unknown(inner[0], each, f"{at}{name}{'[]' if many else ''}.")
