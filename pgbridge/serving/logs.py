"""Logs of the servers: one line each, as JSON or text. They name operations and ids, never headers or bodies."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

REQUESTS = logging.getLogger("pgbridge.serving")
LoggedAs = Literal["json", "text", "off"]


def log_to_stderr(format: LoggedAs, stream: TextIO | None = None) -> None:
    """Write the logs of pgbridge's servers, and uvicorn's warnings, to standard error; `off` writes nothing.

    :param stream: written to instead
    """
    handler: logging.Handler = logging.NullHandler()
    if format != "off":
        handler = logging.StreamHandler(stream or sys.stderr)
        handler.setFormatter(JsonLines() if format == "json" else TextLines())
    for name, level in (("pgbridge", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        # Nobody makes a record of what nobody writes.
        logger.setLevel(level if format != "off" else logging.CRITICAL + 1)


def log(event: str, level: int = logging.INFO, **fields: Any) -> None:
    """Log an event with its fields, which must hold nothing secret."""
    if REQUESTS.isEnabledFor(level):
        REQUESTS.log(level, event, extra={"fields": fields})


def places(error: BaseException) -> dict[str, Any]:
    """Return what may be told of an exception: its type and where it came from. Its text may hold a value."""
    frames = traceback.extract_tb(error.__traceback__)[-5:]
    return {
        "exception": type(error).__name__,
        "at": [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames],
    }


def told(record: logging.LogRecord) -> dict[str, Any]:
    """Return a record as fields."""
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    fields: dict[str, Any] = {
        "time": moment.replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "event": record.getMessage(),
        **getattr(record, "fields", {}),
    }
    if record.exc_info and record.exc_info[1] is not None:
        fields |= places(record.exc_info[1])
    return fields


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        return json.dumps(told(record), ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """One line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        fields = told(record)
        head = " ".join(str(fields.pop(name)) for name in ("time", "level", "event"))
        return " ".join((head, *(f"{key}={value}" for key, value in fields.items())))
