"""From an error to an exit code and one clear paragraph, without a traceback and without secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer
from msgspec import Struct

from pgbridge.cli.main import extra_of, missing
from pgbridge.cli.output import Format, complain, say_json, say_line
from pgbridge.cli.views import attempt_view, payment_view, violation_view
from pgbridge.errors import (
    ApiError,
    BadWebhook,
    ConfigError,
    Declined,
    OutcomeUnknown,
    Pending,
    PgbridgeError,
    Refused,
    RuleViolation,
    UnsupportedOperation,
)
from pgbridge.model.payment import Payment

FINDINGS, USAGE, REMOTE = 1, 2, 3
# typer brings a click of its own in newer versions, so click's base error is found through a name of typer's.
CLICK_ERROR: type[Exception] = typer.BadParameter.__mro__[2]


class Failure(Struct, frozen=True, kw_only=True):
    """What a command tells when it fails."""

    code: int
    kind: str
    message: str
    details: dict[str, Any] = {}

    def show(self, format: Format, *, lines: bool = False) -> None:
        """Print it: JSON on standard output, text on standard error.

        :param lines: standard output holds JSON Lines, so this is one more
        """
        if format is Format.JSON:
            error = {"type": self.kind, "message": self.message, "exit_code": self.code, **self.details}
            (say_line if lines else say_json)({"error": error})
        else:
            complain(self.message)


def failure_of(error: Exception) -> Failure | None:
    """Return what to tell of an error, or None where typer knows what to do."""
    kind = type(error).__name__
    if isinstance(error, PgbridgeError):
        return Failure(code=code_of(error), kind=kind, message=str(error), details=details_of(error))
    if isinstance(error, typer.Abort):
        return Failure(
            code=USAGE, kind=kind, message="the input ended before everything was given; nothing was sent"
        )
    if isinstance(error, (typer.Exit, BrokenPipeError)) or kind == "NoArgsIsHelpError":
        return None
    if isinstance(error, CLICK_ERROR):
        context: Any = getattr(error, "ctx", None)
        hint = f" (see {context.command_path} --help)" if context is not None else ""
        return Failure(code=USAGE, kind=kind, message=f"{error.format_message().rstrip('.')}{hint}")  # type: ignore[attr-defined]
    if isinstance(error, ModuleNotFoundError) and (extra := extra_of(error)) is not None:
        return Failure(code=USAGE, kind=kind, message=missing(extra).removeprefix("pgbridge: "))
    return Failure(code=REMOTE, kind=kind, message=unexpected(error))


def code_of(error: PgbridgeError) -> int:
    """Return the exit code of one of our own errors."""
    if isinstance(error, (ConfigError, UnsupportedOperation)):
        return USAGE
    return FINDINGS if isinstance(error, (Refused, Declined, BadWebhook)) else REMOTE


def details_of(error: PgbridgeError) -> dict[str, Any]:
    """Return the data on an error that a program wants."""
    if isinstance(error, RuleViolation):
        return {"violations": [violation_view(v) for v in error.violations]}
    if isinstance(error, (Declined, Pending)):
        found: dict[str, Any] = {}
        if isinstance(error.payment, Payment):
            found["payment"] = payment_view(error.payment)
        if isinstance(error, Declined):
            found["pg_code"] = error.pg_code
        return found
    if isinstance(error, OutcomeUnknown):
        return {"attempt": attempt_view(error.attempt)} if error.attempt is not None else {}
    if isinstance(error, ApiError):
        names = ("reason", "code", "pg_code", "http_status", "request_id", "retry_after")
        return {name: getattr(error, name) for name in names if getattr(error, name) is not None}
    return {"reason": error.reason} if hasattr(error, "reason") else {}


def unexpected(error: Exception) -> str:
    """Say where an error came from that nobody foresaw; its own text may hold anything, so it is left out."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    place = f"{Path(step.tb_frame.f_code.co_filename).name}:{step.tb_lineno}" if step is not None else "?"
    return (
        f"unexpected {type(error).__name__} at {place}. This is a mistake in pgbridge or a plugin, please report it. "
        "If money was to move, read the payment before trying again"
    )
